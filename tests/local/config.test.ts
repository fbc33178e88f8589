import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSettings } from '../../local/config.ts';
import { freshFolder } from '../harness/folder.ts';

describe('settings', () => {
  test('may all be left out: then everything is embedded', () => {
    expect(readSettings({})).toMatchObject({ PURSUIT_ROLE: 'all', HOST: '127.0.0.1', PORT: 8080, TEMPORAL_NAMESPACE: 'default' });
  });

  test('that are empty count as left out', () => {
    expect(readSettings({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ PORT: 8080 });
    expect(readSettings({ PORT: '', DATABASE_URL: ' ' })).not.toHaveProperty('DATABASE_URL');
  });

  test('that are wrong are all named at once, and no value is told', () => {
    const problems = readSettings({
      PORT: '70000',
      DATABASE_URL: 'mysql://root:sesame@db',
      TEMPORAL_ADDRESS: 'somewhere',
      PURSUIT_SECRET: 'short-sesame',
      PURSUIT_FODLER: '/sesame',
      LOG_LEVEL: 'loud',
    });

    expect(problems).toHaveLength(6);
    expect(problems).toEqual(
      expect.arrayContaining(
        ['PORT', 'DATABASE_URL', 'TEMPORAL_ADDRESS', 'PURSUIT_SECRET', 'PURSUIT_FODLER', 'LOG_LEVEL'].map((name) =>
          expect.objectContaining({ name }),
        ),
      ),
    );
    expect(JSON.stringify(problems)).not.toMatch(/sesame|70000|somewhere|loud/);
  });

  test.for([
    { when: 'in production', given: { NODE_ENV: 'production' } },
    { when: 'when the API runs alone', given: { PURSUIT_ROLE: 'api' } },
    { when: 'when the worker runs alone', given: { PURSUIT_ROLE: 'worker' } },
  ])('must name real servers $when', ({ given }) => {
    expect(readSettings(given)).toEqual(
      ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'PURSUIT_SECRET'].map((name) => expect.objectContaining({ name })),
    );
  });
});

describe('a secret', () => {
  test('may stand in a file', () => {
    const file = join(freshFolder(), 'database-url');
    writeFileSync(file, 'postgresql://pursuit:sesame@db/pursuit\n');

    expect(readSettings({ DATABASE_URL_FILE: file })).toMatchObject({ DATABASE_URL: 'postgresql://pursuit:sesame@db/pursuit' });
  });

  test('in a file that is not there is named by the file setting', () => {
    expect(readSettings({ SMTP_URL_FILE: '/no/such/file' })).toEqual([
      { name: 'SMTP_URL_FILE', rule: 'names a file that cannot be read' },
    ]);
  });

  test('given in both ways is refused', () => {
    expect(readSettings({ SMTP_URL: 'smtp://mail', SMTP_URL_FILE: '/run/secrets/smtp' })).toEqual([
      { name: 'SMTP_URL', rule: 'is set twice, also by SMTP_URL_FILE' },
    ]);
  });
});
