import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BadConfiguration } from '../../local/bad-configuration.ts';
import { secretOf, signingKeyOf } from '../../local/secret.ts';
import { freshFolder } from '../harness/folder.ts';
import { startProgram } from '../harness/program.ts';

describe('the secret that an embedded start keeps', () => {
  test('is made once, whole, for the eyes of its owner alone, whatever a crash left of an earlier attempt', () => {
    const folder = freshFolder();
    const file = join(folder, 'secret');
    writeFileSync(`${file}.new`, 'half');

    const secret = secretOf({ PURSUIT_FOLDER: folder });

    expect(readFileSync(file, 'utf8').trim()).toBe(secret);
    expect(secret).toHaveLength(43);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(existsSync(`${file}.new`)).toBe(false);
    expect(secretOf({ PURSUIT_FOLDER: folder })).toBe(secret);
  });

  test.for(['', '\n', 'only half a secret'])('is refused where its file holds no more than %o', (content) => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'secret'), content);

    expect(() => secretOf({ PURSUIT_FOLDER: folder })).toThrow(BadConfiguration);
    expect(() => signingKeyOf({ PURSUIT_FOLDER: folder })).toThrow(/PURSUIT_SECRET is shorter than 32 characters in the file/);
    expect(secretOf({ PURSUIT_FOLDER: folder, PURSUIT_SECRET: 's'.repeat(32) })).toBe('s'.repeat(32));
  });

  test('cut short ends a command of Pursuit with 78', async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'secret'), '');

    const command = startProgram('cli/main.ts', ['signing-key'], { PURSUIT_FOLDER: folder });

    expect(await command.ends()).toBe(78);
    expect(command.output()).toContain('  PURSUIT_SECRET is shorter than 32 characters');
  });
});
