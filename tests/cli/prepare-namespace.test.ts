import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { freshDatabase } from '../harness/database.ts';
import { freshFolder } from '../harness/folder.ts';
import { freePorts, startPursuit } from '../harness/pursuit.ts';
import { temporalAddress } from '../harness/temporal.ts';
import { pursuit } from './pursuit.ts';

test('on a Temporal that is not prepared the start and doctor name pursuit prepare-namespace, which helps, and again changes nothing', async () => {
  const { url, drop } = await freshDatabase();
  onTestFinished(drop);
  const namespace = `sales-${randomUUID()}`;
  const servers = { DATABASE_URL: url, TEMPORAL_ADDRESS: temporalAddress(), TEMPORAL_NAMESPACE: namespace };
  const settings = { ...servers, ...(await freePorts()), PURSUIT_SECRET: 's'.repeat(32) };

  const early = startPursuit(freshFolder(), settings);
  expect(await early.ends()).toBe(1);
  expect(early.output()).toContain(`Temporal has no namespace ${namespace}. First run \`pursuit prepare-namespace\`.`);
  expect((await pursuit(settings, 'doctor')).output).toContain(
    `fails namespace: Temporal has no namespace ${namespace}; run \`pursuit prepare-namespace\`\n`,
  );

  for (const again of [1, 2]) expect(await pursuit(settings, 'prepare-namespace'), String(again)).toMatchObject({ code: 0 });

  const started = startPursuit(freshFolder(), settings);
  await started.says('Ctrl-C stops it');
  expect((await pursuit(settings, 'doctor')).output).toContain(`ok    namespace: ${namespace}, with all search attributes`);
  started.kill('SIGTERM');
  expect(await started.ends()).toBe(0);
});
