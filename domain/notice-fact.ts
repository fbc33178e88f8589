import type { Notice } from './account.ts';
import type { ApprovalCommandType } from './approval/command.ts';
import type { ApprovalPolicy } from './approval/policy.ts';
import type { CommandType } from './opportunity/command.ts';
import type { Playbook } from './playbook.ts';
import { checkpointRule } from './playbook.ts';
import type { Language, Text } from './text.ts';

/** As it is stored; the kind may be one that a newer release brought. */
export type NoticeLine = Pick<Notice, 'facts'> & { readonly kind: string };

/** For whom a line is put into words, and where its keys and ids get their names from. What is not known is left out. */
export type NoticeReader = {
  readonly language: Language;
  /** An ISO instant in the reader's zone. */
  readonly instant: (at: string) => string;
  /** A user's name. */
  readonly person?: (userId: string) => string | undefined;
  readonly playbook?: Playbook;
  readonly policy?: Pick<ApprovalPolicy, 'steps'>;
  /** The sentence for a refusal's code. */
  readonly refusal?: (code: string) => Text | undefined;
};

type Named = Pick<NoticeLine, 'facts'> & { readonly name: string };
type Speaker = (value: string, reader: NoticeReader) => string | undefined;

/** One fact in the reader's words; undefined when it is not there or has no name that people know. */
export function sayFact({ name, facts }: Named, reader: NoticeReader): string | undefined {
  const value = facts[name];
  if (value === undefined) return undefined;
  if (name.endsWith('At')) return reader.instant(String(value));
  return (speakers[name] ?? String)(String(value), reader);
}

const speakers: { readonly [fact: string]: Speaker } = {
  checkpoint: sayCheckpoint,
  clock: sayClock,
  step: (key, { policy, language }) => policy?.steps.find((step) => step.key === key)?.title[language] ?? key,
  by: sayPerson,
  from: sayPerson,
  onBehalfOf: sayPerson,
  code: (code, { refusal, language }) => refusal?.(code)?.[language],
  command: (command, reader) =>
    command in commandWords ? commandWords[command as keyof typeof commandWords][reader.language] : command,
  about: wordsOf({
    'late-entry': { en: 'a late entry', zh: '中途介入' },
    qualification: { en: 'a qualification that was not passed', zh: '评估和筛选未通过' },
  }),
  verdict: wordsOf({
    go: { en: 'go', zh: '继续' },
    limited: { en: 'go, with limited effort', zh: '有限投入' },
    'no-go': { en: 'no-go', zh: '放弃' },
    approve: { en: 'approved', zh: '同意' },
    reject: { en: 'rejected', zh: '拒绝' },
    return: { en: 'returned', zh: '退回' },
  }),
  /** The machine gives its reasons in codes, people in their own words. */
  reason: wordsOf({
    'owner-left': { en: 'The owner before has left.', zh: '原负责人已离职。' },
    'owner-only-administers': { en: 'The owner before only administers now.', zh: '原负责人现仅负责系统管理。' },
  }),
  result: wordsOf({
    approved: { en: 'approved', zh: '已通过' },
    rejected: { en: 'rejected', zh: '已拒绝' },
    returned: { en: 'returned for revision', zh: '已退回修改' },
    withdrawn: { en: 'withdrawn', zh: '已撤回' },
    superseded: { en: 'superseded by a newer version', zh: '已被新版本取代' },
  }),
  outcome: wordsOf({
    lost: { en: 'lost', zh: '丢单' },
    withdrawn: { en: 'withdrawn', zh: '退出投标' },
    abandoned: { en: 'abandoned', zh: '放弃' },
    cancelled: { en: 'cancelled', zh: '客户取消' },
  }),
};

/** The users whom the facts name by id. */
export function peopleIn(facts: NoticeLine['facts']): readonly string[] {
  return Object.entries(facts).flatMap(([name, value]) => (speakers[name] === sayPerson ? [String(value)] : []));
}

/** A word that came later than this table is shown as it is. */
function wordsOf(words: { readonly [value: string]: Text }): Speaker {
  return (value, { language }) => words[value]?.[language] ?? value;
}

function sayPerson(userId: string, { person }: NoticeReader): string | undefined {
  return person?.(userId);
}

function sayCheckpoint(key: string, { playbook, language }: NoticeReader): string {
  return (playbook === undefined ? undefined : checkpointRule(playbook, key))?.title[language] ?? key;
}

function sayClock(clock: string, reader: NoticeReader): string {
  const [watched = '', checkpoint] = clock.split(':');
  if (checkpoint === undefined) return clockWords[watched]?.[reader.language] ?? clock;
  const title = sayCheckpoint(checkpoint, reader);
  return reader.language === 'en' ? `the verification of “${title}”` : `“${title}”的核实`;
}

const clockWords: { readonly [clock: string]: Text } = {
  stage: { en: 'progress in the stage', zh: '阶段推进' },
  ruling: { en: 'the ruling', zh: '裁决' },
  silence: { en: 'contact with the customer', zh: '客户联系' },
  'loss-review': { en: 'the loss review', zh: '丢单复盘' },
};

/** Over everything that can be asked: a missing one fails the build. */
const commandWords: { readonly [Type in CommandType | ApprovalCommandType]: Text } = {
  open: { en: 'open the sale', zh: '创建销售机会' },
  'claim-checkpoint': { en: 'claim a checkpoint', zh: '申报关键节点' },
  'verify-checkpoint': { en: 'verify a checkpoint', zh: '核实关键节点' },
  'waive-checkpoint': { en: 'waive a checkpoint', zh: '强行推进' },
  'revoke-checkpoint': { en: 'revoke a checkpoint', zh: '撤销关键节点' },
  'report-buyer-step': { en: 'report the buyer’s step', zh: '报告客户采购步骤' },
  'update-forecast': { en: 'update the forecast', zh: '更新预测' },
  'plan-delivery': { en: 'plan the delivery', zh: '制定实施计划' },
  'record-contact': { en: 'record a contact', zh: '记录客户联系' },
  pause: { en: 'pause the sale', zh: '暂停' },
  resume: { en: 'resume the sale', zh: '恢复' },
  rule: { en: 'rule', zh: '裁决' },
  'submit-contract': { en: 'submit a contract version', zh: '提交合同版本' },
  'conclude-approval': { en: 'conclude an approval', zh: '结束合同审批' },
  reassign: { en: 'reassign the sale', zh: '变更负责人' },
  'acknowledge-escalation': { en: 'acknowledge an escalation', zh: '确认预警' },
  close: { en: 'close the sale', zh: '关闭销售机会' },
  'review-loss': { en: 'answer the loss review', zh: '提交丢单复盘' },
  'change-timing': { en: 'change calendar or playbook', zh: '变更日历或流程标准' },
  approve: { en: 'approve', zh: '同意' },
  reject: { en: 'reject', zh: '拒绝' },
  return: { en: 'return for revision', zh: '退回修改' },
  transfer: { en: 'transfer', zh: '转交' },
  'add-approver': { en: 'add an approver', zh: '加签' },
  'hand-back': { en: 'hand back', zh: '交回' },
  claim: { en: 'claim a request', zh: '认领审批' },
  comment: { en: 'comment', zh: '评论' },
  nudge: { en: 'nudge', zh: '催办' },
  withdraw: { en: 'withdraw the request', zh: '撤回申请' },
  'change-people': { en: 'change the people', zh: '变更人员' },
  supersede: { en: 'supersede the version', zh: '取代版本' },
  'parent-closed': { en: 'end with the sale', zh: '随销售机会结束' },
};
