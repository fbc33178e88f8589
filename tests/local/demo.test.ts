import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder } from '../harness/folder.ts';
import { freePorts, startPursuit } from '../harness/pursuit.ts';

test(
  'the first start makes the demo company once it is ready; one that was stopped meanwhile goes on at the next',
  { timeout: 400_000 },
  async () => {
    const folder = freshFolder();
    const pending = join(folder, 'demo-pending');
    const env = { ...(await freePorts()), PURSUIT_DEMO: 'true' };

    const first = startPursuit(folder, env);
    await first.says('15 people are there');
    expect(first.output().indexOf('is ready')).toBeLessThan(first.output().indexOf('Demo company'));
    first.kill('SIGINT');
    expect(await first.ends()).toBe(0);
    expect(first.output()).not.toContain('not complete');
    expect(existsSync(pending)).toBe(true);

    const second = startPursuit(folder, env);
    await second.says('Demo company: complete', 200);
    expect(existsSync(pending)).toBe(false);
    second.kill('SIGINT');
    expect(await second.ends()).toBe(0);
  },
);
