import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openApi } from '../../api/http/openapi.ts';
import packageJson from '../../package.json' with { type: 'json' };

test('openapi.json says what the routes are: npm run openapi writes it', () => {
  const kept = JSON.parse(readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8')) as object;
  expect(kept).toEqual(JSON.parse(JSON.stringify(openApi(packageJson.version))));
});
