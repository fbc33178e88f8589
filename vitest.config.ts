import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests of these folders need no shared servers and do not wait for them. */
const alone = ['tests/{domain,local}/**/*.test.ts'];

export default defineConfig({
  test: {
    maxWorkers: Math.max(3, availableParallelism() - 1),
    projects: [
      { test: { name: 'alone', include: alone, testTimeout: 60_000, hookTimeout: 60_000 } },
      {
        test: {
          name: 'servers',
          include: ['tests/**/*.test.ts'],
          exclude: alone,
          globalSetup: 'tests/harness/servers.ts',
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
