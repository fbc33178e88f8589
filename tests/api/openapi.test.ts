import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openApi } from '../../api/http/openapi.ts';
import packageJson from '../../package.json' with { type: 'json' };

test('openapi.json says what the routes are: npm run openapi writes it', () => {
  const kept = JSON.parse(readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8')) as object;
  expect(kept).toEqual(JSON.parse(JSON.stringify(openApi(packageJson.version))));
});

test('openapi.json names both forms of a certificate', () => {
  const answer = openApi('1').paths?.['/approvals/{id}/certificate']?.get?.responses?.['200'];
  expect(Object.keys(answer?.content ?? {})).toEqual(['application/json', 'text/html']);
});

test('openapi.json says that a request for approval is there a moment after its submission has answered', () => {
  const submission = openApi('1').paths?.['/opportunities/{id}/contracts/{number}/submit']?.post;
  expect(submission?.summary).toContain('can be read a moment after the answer');
});
