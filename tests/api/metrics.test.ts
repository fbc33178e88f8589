import { expect, test } from 'vitest';
import { metricsOf } from '../../api/operations/metrics.ts';
import type { Database } from '../../prisma/database.ts';

test('with Postgres away the metrics tell all but what only it knows', async () => {
  const pool = { totalCount: 3, query: () => Promise.reject(new Error('ECONNREFUSED')) } as unknown as Database['pool'];
  const text = await metricsOf({ pool } as Database).text();

  expect(text).toMatch(/^pursuit_open_commands nan$/im);
  expect(text).toMatch(/^pursuit_database_connections 3$/m);
  expect(text).toMatch(/^process_cpu_seconds_total /m);
});
