import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { defaultPlaybook } from '../../domain/default-playbook.ts';
import type { Asker } from './http.ts';
import { asPerson } from './http.ts';
import { aCheckpoint, aField, evidenceFor, withFirstStage } from '../builders/playbook.ts';
import type { Stage } from './stage.ts';
import { aStage } from './stage.ts';

let stage: Stage;
let ann: Asker, chief: Asker;

beforeAll(async () => {
  stage = await aStage();
  [ann, chief] = await Promise.all([asPerson(stage, 'ann'), asPerson(stage, 'chief')]);
});
afterAll(() => stage.close());

const claimed = defaultPlaybook.stages
  .flatMap(({ checkpoints }) => checkpoints)
  .filter(({ acceptance }) => acceptance !== 'approval');

function accepts(schema: unknown, evidence: object): boolean {
  return z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(evidence).success;
}

describe('whoever writes a form or a client', () => {
  test('reads in the description of the API what each checkpoint of the default playbook asks for', async () => {
    const answer = await fetch(`${stage.url}/openapi.json`);
    const { components } = (await answer.json()) as { readonly components: { readonly schemas: Record<string, object> } };
    const evidence = Object.keys(components.schemas).filter((name) => name.startsWith('Evidence.'));

    expect(evidence.toSorted()).toEqual(claimed.map(({ key }) => `Evidence.${key}`).toSorted());
    for (const rule of claimed) {
      expect(accepts(components.schemas[`Evidence.${rule.key}`], evidenceFor(rule)), rule.key).toBe(true);
      expect(accepts(components.schemas[`Evidence.${rule.key}`], { stranger: 1 }), rule.key).toBe(false);
    }
  });

  test('asks the same of any playbook, a new field and all, in his own language', async () => {
    const asked = aCheckpoint({ key: 'a', fields: [aField({ key: 'windward' })] });
    const document = withFirstStage({ checkpoints: [asked, aCheckpoint({ key: 'b' })] });
    const { version } = (await chief('POST', '/playbooks/windy/versions', { body: { document } })).body;
    const path = `/playbooks/windy/versions/${String(version)}/evidence`;
    const english = await ann('GET', path);
    const chinese = await ann('GET', path, { headers: { 'accept-language': 'zh-CN' } });

    expect(english).toMatchObject({ status: 200, body: { a: { title: 'A checkpoint', required: ['windward'] }, b: {} } });
    expect(chinese).toMatchObject({ body: { a: { title: '一个节点', properties: { windward: { title: '一个字段' } } } } });
    expect(Object.keys(english.body)).not.toContain('contract-approved');
  });

  test('is told what is wrong with a draft that is no playbook yet', async () => {
    const { version } = (await chief('POST', '/playbooks/half/versions', { body: { document: { stages: [{}] } } })).body;

    expect(await ann('GET', `/playbooks/half/versions/${String(version)}/evidence`)).toMatchObject({
      status: 422,
      body: { code: 'playbook-invalid' },
    });
  });
});
