import type { FieldError } from '../field-error.ts';
import type { ShapeCode } from '../shape-text.ts';
import type { Text } from '../text.ts';

/** Every reason besides its build for which a policy is not published, with the sentence for people. */
export const policyTexts = {
  'duplicate-key': { en: 'This key is already in use.', zh: '此键已被使用。' },
  'unknown-step': { en: 'The policy has no such step.', zh: '审批政策中没有这个步骤。' },
  'step-in-no-row': { en: 'No row brings in this step.', zh: '没有任何一行会用到这个步骤。' },
  'never-holds': { en: 'No contract can meet all these conditions.', zh: '没有合同能同时满足这些条件。' },
  gap: { en: 'Between this band and the one before, contracts fall under neither.', zh: '此区间与前一区间之间有空缺。' },
  'gap-at-start': { en: 'Contracts below this band fall under no row.', zh: '低于此区间的合同不属于任何一行。' },
  'gap-at-end': { en: 'Contracts above this band fall under no row.', zh: '高于此区间的合同不属于任何一行。' },
  unforeseen: { en: 'Some contracts fall under no row.', zh: '有些合同不属于任何一行。' },
  overlap: { en: 'This band overlaps another.', zh: '此区间与另一区间重叠。' },
  'quorum-too-large': { en: 'The step names fewer people than must approve.', zh: '该步骤的审批人少于须同意的人数。' },
  'veto-not-an-approver': { en: 'The person with the veto is not among the approvers.', zh: '拥有否决权的人不在审批人之列。' },
  'resolves-to-nobody': {
    en: 'As the company stands, too few can decide in this step.',
    zh: '按目前的人员,该步骤没有足够的审批人。',
  },
  'escalates-before-reminder': { en: 'It would escalate before it reminds.', zh: '升级时间早于提醒时间。' },
} satisfies { readonly [code: string]: Text };

export type PolicyCode = keyof typeof policyTexts | ShapeCode;
export type PolicyError = FieldError & { readonly code: PolicyCode };

export function policyFault(pointer: string, code: keyof typeof policyTexts): readonly PolicyError[] {
  return [{ pointer, code }];
}
