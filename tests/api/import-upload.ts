import { expect } from 'vitest';
import type { ImportLine } from '../../api/imports/line.ts';
import { ImportLine as Line } from '../../api/imports/line.ts';
import type { Person, Stage } from './stage.ts';
import { password } from './stage.ts';

type LineOf<Type extends ImportLine['type']> = Extract<ImportLine, { readonly type: Type }>;
export type Files = { readonly [name: string]: string | Uint8Array };
type Ask = { readonly apply?: boolean; readonly source?: string; readonly mapping?: object; readonly by?: Person };

export type Upload = ReturnType<typeof anUpload>;

/** Sends files as a form does, in anybody's name. */
export function anUpload(stage: Stage) {
  return {
    post: (files: Files, asked: Ask = {}) => post(stage, files, asked),
    imported: (files: Files, asked: Ask = {}) => imported(stage, files, asked),
  };
}

async function post(
  { url }: Stage,
  files: Files,
  { apply = false, source = 'pipeline', mapping, by = 'chief' }: Ask = {},
): Promise<Response> {
  const form = new FormData();
  if (mapping !== undefined) form.set('mapping', JSON.stringify(mapping));
  for (const [name, content] of Object.entries(files)) form.append('file', new Blob([content]), name);
  const session = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: `${by}@boilers.example`, password, token: 'bearer' }),
  });
  const { token } = (await session.json()) as { readonly token: string };
  const headers = { authorization: `Bearer ${token}` };
  return fetch(`${url}/api/v1/imports?apply=${apply}&source=${source}`, { method: 'POST', headers, body: form });
}

/** Every line, as its schema describes it. */
async function imported(stage: Stage, files: Files, asked: Ask) {
  const answer = await post(stage, files, asked);
  expect(answer.status).toBe(200);
  const lines = (await answer.text())
    .trim()
    .split('\n')
    .map((line) => Line.parse(JSON.parse(line)) as ImportLine);
  const ofType = <Type extends ImportLine['type']>(type: Type) =>
    lines.filter((line) => line.type === type) as unknown as readonly LineOf<Type>[];
  expect(ofType('stopped')).toEqual([]);
  return { plan: ofType('plan')[0], rows: ofType('row'), summary: ofType('summary')[0] };
}
