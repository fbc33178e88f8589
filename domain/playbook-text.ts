import type { FieldError } from './field-error.ts';
import type { ShapeCode } from './shape-text.ts';
import type { Text } from './text.ts';

/** Every reason besides its build for which a playbook is not published, with the sentence for people. */
export const playbookTexts = {
  'duplicate-key': { en: 'This key is already in use.', zh: '此键已被使用。' },
  'unknown-buyer-step': { en: 'The playbook has no such buyer step.', zh: '流程标准中没有这个客户采购步骤。' },
  'not-of-this-stage': { en: 'This stage has no such checkpoint.', zh: '本阶段没有这个关键节点。' },
  circular: { en: 'This checkpoint requires itself, directly or by way of others.', zh: '此关键节点直接或间接地以自身为前提。' },
  unreachable: {
    en: 'This checkpoint can never be claimed: the stage is over once what it requires is reached.',
    zh: '此关键节点永远无法申报:其前提达成时本阶段已经结束。',
  },
  'in-no-gate': { en: 'No gate needs this checkpoint.', zh: '没有任何阶段门需要此关键节点。' },
  'reaches-nobody': { en: 'This ladder tells nobody above the owner.', zh: '此预警阶梯没有通知到负责人以上的任何人。' },
  'out-of-order': { en: 'This rung comes due before the one above it in the list.', zh: '此级预警早于列表中的上一级。' },
  'mixed-units': { en: 'Durations that are compared must count in one unit.', zh: '相互比较的时长必须使用同一时间单位。' },
  'quiet-too-long': { en: 'This is longer than the longest snooze.', zh: '静默时间超过最长推迟时间。' },
  'odds-fall': { en: 'The odds are lower than those of the stage before.', zh: '成功概率低于上一阶段。' },
  'no-signature': { en: 'One checkpoint must mean the signature.', zh: '必须有一个表示合同签订的关键节点。' },
  'second-signature': { en: 'Only one checkpoint may mean the signature.', zh: '只能有一个表示合同签订的关键节点。' },
  'no-approval': { en: 'One checkpoint must be accepted by the approval.', zh: '必须有一个由合同审批通过的关键节点。' },
  'second-approval': { en: 'Only one checkpoint may be accepted by the approval.', zh: '只能有一个由合同审批通过的关键节点。' },
  'approval-not-before-signature': { en: 'The approval must come before the signature.', zh: '合同审批必须先于合同签订。' },
  bypassable: { en: 'The gate can be satisfied without this checkpoint.', zh: '不经过此关键节点也能通过阶段门。' },
  'evidence-of-approval': {
    en: 'Nobody claims the approval, so it has no evidence fields.',
    zh: '合同审批无人申报,因此不能有依据字段。',
  },
  'signature-not-by-claim': {
    en: 'The signature counts as soon as it is claimed: it waits for no second person and no score.',
    zh: '合同签订一经申报即生效,不能再设第二人核实或评分。',
  },
  'threshold-without-scores': { en: 'A threshold needs score fields.', zh: '设定阈值必须有评分字段。' },
  'min-above-max': { en: 'The least is above the most.', zh: '最小值大于最大值。' },
  'no-whole-number': { en: 'No whole number lies between the least and the most.', zh: '最小值与最大值之间没有整数。' },
  'sum-out-of-reach': { en: 'No rows of this table can add up to this.', zh: '此表格的任何行都无法合计为该值。' },
  'no-such-column': { en: 'The table has no such column.', zh: '表格中没有这一列。' },
  'not-summable': { en: 'Only a required number or percent column can be added up.', zh: '只有必填的数字列或百分比列才能求和。' },
} as const satisfies { readonly [code: string]: Text };

export type PlaybookCode = keyof typeof playbookTexts | ShapeCode;
export type PlaybookError = FieldError & { readonly code: PlaybookCode };

export function playbookFault(pointer: string, code: PlaybookCode): PlaybookError {
  return { pointer, code };
}
