/**
 * Who works at the boiler maker. Superiors stand before those below them. Nobody counts twice: while Shen stands in for Zhou, a contract that
 * director and leadership both approve needs a third leader.
 */
export const cast = {
  shen: { name: '沈国华 Shen Guohua', roles: ['leadership'], superior: null, team: null, language: 'zh' },
  gao: { name: '高远 Gao Yuan', roles: ['leadership'], superior: 'shen', team: null, language: 'en' },
  zhou: { name: '周敏 Zhou Min', roles: ['leadership'], superior: 'shen', team: null, language: 'en' },
  li: { name: '李军 Li Jun', roles: ['manager'], superior: 'zhou', team: 'north', language: 'zh' },
  liu: { name: '刘洋 Liu Yang', roles: ['manager'], superior: 'zhou', team: 'south', language: 'en' },
  chen: { name: '陈伟 Chen Wei', roles: ['rep'], superior: 'li', team: 'north', language: 'zh' },
  zhang: { name: '张丽 Zhang Li', roles: ['rep'], superior: 'li', team: 'north', language: 'zh' },
  wu: { name: '吴昊 Wu Hao', roles: ['rep'], superior: 'li', team: 'north', language: 'en' },
  huang: { name: '黄静 Huang Jing', roles: ['rep'], superior: 'liu', team: 'south', language: 'zh' },
  xu: { name: '徐鹏 Xu Peng', roles: ['rep'], superior: 'liu', team: 'south', language: 'zh' },
  lin: { name: '林娜 Lin Na', roles: ['rep'], superior: 'liu', team: 'south', language: 'en' },
  qian: { name: '钱睿 Qian Rui', roles: [], superior: 'shen', team: null, language: 'zh' },
  song: { name: '宋岩 Song Yan', roles: [], superior: 'qian', team: null, language: 'en' },
  he: { name: '何平 He Ping', roles: [], superior: 'shen', team: null, language: 'zh' },
  tang: { name: '唐欣 Tang Xin', roles: [], superior: 'he', team: null, language: 'en' },
} as const;

export type PersonKey = keyof typeof cast;

export const teams = { north: 'North 北方区', south: 'South 南方区' } as const;

/** The groups that the default approval policy asks. */
export const groups = {
  finance: { name: { en: 'Finance', zh: '财务' }, members: ['qian', 'song'] },
  legal: { name: { en: 'Legal', zh: '法务' }, members: ['he'] },
} as const;

/** Away for a month from the day the demo company is founded: what is asked of them, their deputies are asked. */
export const absences = [
  { who: 'liu', deputy: 'li' },
  { who: 'zhou', deputy: 'shen' },
  { who: 'he', deputy: 'tang' },
] as const satisfies readonly { readonly who: PersonKey; readonly deputy: PersonKey }[];

export const absenceDays = 30;

export function emailOf(person: PersonKey): string {
  return `${person}@pursuit.example`;
}
