import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests of these folders need no shared servers and do not wait for them. */
const alone = ['tests/{domain,local}/**/*.test.ts'];

/** Nothing here measures time: a loaded machine only takes longer. */
const patience = { testTimeout: 60_000, expect: { poll: { timeout: 30_000 } } };

export default defineConfig({
  test: {
    maxWorkers: Math.max(3, availableParallelism() - 1),
    projects: [
      { test: { name: 'alone', include: alone, hookTimeout: 60_000, ...patience } },
      {
        test: {
          name: 'servers',
          include: ['tests/**/*.test.ts'],
          exclude: alone,
          globalSetup: 'tests/harness/servers.ts',
          hookTimeout: 120_000,
          ...patience,
        },
      },
    ],
  },
});
