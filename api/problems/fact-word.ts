import type { Capacity } from '../../domain/actor.ts';
import { sayFact } from '../../domain/notice-fact.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Language, Text } from '../../domain/text.ts';

type Facts = NonNullable<Refusal['facts']>;

/** A fact within a sentence: codes that have a word for people are said by it, names and keys stay as they are. */
export function factWord(name: string, facts: Facts, language: Language): string {
  const fact = facts[name];
  if (Array.isArray(fact)) return fact.join(', ');
  if (name === 'capacity') return capacities[fact as Capacity]?.[language] ?? String(fact);
  if (!spoken.includes(name)) return String(fact);
  return sayFact({ name, facts: { [name]: String(fact) } }, { language, instant: String }) ?? String(fact);
}

/** As notices say them. */
const spoken: readonly string[] = ['about', 'result'];

const capacities: { readonly [One in Capacity]?: Text } = {
  owner: { en: 'owner', zh: '负责人' },
  superior: { en: 'superior', zh: '上级' },
  leadership: { en: 'leadership', zh: '管理层' },
  admin: { en: 'administrator', zh: '管理员' },
  approver: { en: 'approver', zh: '审批人' },
  integration: { en: 'integration', zh: '系统集成' },
  importer: { en: 'importer', zh: '导入者' },
  system: { en: 'the system itself', zh: '系统' },
};
