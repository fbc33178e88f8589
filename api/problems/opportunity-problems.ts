import type { RefusalCode } from '../../domain/opportunity/refusal-code.ts';
import type { ProblemKind } from './problem-kind.ts';

/** Over every code with which a sale refuses: a missing one fails the build. 403: not this person; 409: not now; 422: not like this. */
export const opportunityProblems: { readonly [Code in RefusalCode]: ProblemKind } = {
  malformed: { status: 422, title: { en: 'The command is malformed', zh: '命令格式不正确' } },
  'not-opened': { status: 409, title: { en: 'The sale has not been opened', zh: '该销售机会尚未创建' } },
  'already-opened': { status: 409, title: { en: 'The sale was opened before', zh: '该销售机会已创建' } },
  'sale-ended': { status: 409, title: { en: 'The sale has ended', zh: '该销售机会已结束' } },
  'sale-closed': { status: 409, title: { en: 'The sale is closed; only its review is open', zh: '该销售机会已关闭,仅待复盘' } },
  'sale-under-way': {
    status: 409,
    title: { en: 'The sale has gone on here since it was imported', zh: '该销售机会导入后已在此继续推进' },
  },
  'sale-paused': {
    status: 409,
    title: { en: 'The sale is paused', zh: '该销售机会已暂停' },
    detail: {
      en: 'It is paused until {until}.',
      zh: '暂停至 {until}。',
    },
  },
  'not-paused': { status: 409, title: { en: 'The sale is not paused', zh: '该销售机会未暂停' } },
  'ruling-required': {
    status: 409,
    title: { en: 'A manager must rule first', zh: '须先由经理裁决' },
    detail: {
      en: 'The ruling is about: {about}.',
      zh: '裁决事项:{about}。',
    },
  },
  'no-ruling-required': { status: 409, title: { en: 'There is nothing to rule on', zh: '没有需要裁决的事项' } },
  'cap-without-limit': {
    status: 422,
    title: { en: 'Only a limited pursuit has a cap on effort', zh: '仅“有限投入”的裁决可设投入上限' },
  },
  'unknown-checkpoint': { status: 422, title: { en: 'The playbook has no such checkpoint', zh: '流程标准中没有这个关键节点' } },
  'unknown-stage': { status: 422, title: { en: 'The playbook has no such stage', zh: '流程标准中没有这个阶段' } },
  'entry-too-late': {
    status: 422,
    title: { en: 'A sale cannot be opened behind the approval of its contract', zh: '不能在合同审批之后的阶段创建销售机会' },
  },
  'unknown-buyer-step': {
    status: 422,
    title: { en: 'The playbook has no such buyer step', zh: '流程标准中没有这个客户采购步骤' },
  },
  'not-in-this-stage': {
    status: 409,
    title: { en: 'This checkpoint does not belong to the present stage', zh: '该关键节点不属于当前阶段' },
    detail: {
      en: 'The sale is in stage {stage}. Still missing there: {missing}.',
      zh: '当前阶段为 {stage},尚缺:{missing}。',
    },
  },
  'checkpoint-required-first': {
    status: 409,
    title: { en: 'Another checkpoint must be reached first', zh: '须先达成其他关键节点' },
    detail: {
      en: 'Missing: {missing}.',
      zh: '尚缺:{missing}。',
    },
  },
  'already-claimed': {
    status: 409,
    title: { en: 'This checkpoint is claimed and waits for its verification', zh: '该关键节点已申报,正待核实' },
  },
  'already-accepted': { status: 409, title: { en: 'This checkpoint is accepted already', zh: '该关键节点已通过' } },
  'already-waived': { status: 409, title: { en: 'This checkpoint was waived', zh: '该关键节点已被强行推进' } },
  'not-claimed': {
    status: 409,
    title: { en: 'No claim of this checkpoint waits for verification', zh: '该关键节点没有待核实的申报' },
  },
  'nothing-to-revoke': {
    status: 409,
    title: { en: 'This checkpoint is not reached, so there is nothing to revoke', zh: '该关键节点尚未达成,无可撤销' },
  },
  'not-waivable': { status: 409, title: { en: 'This checkpoint cannot be waived', zh: '该关键节点不能强行推进' } },
  'only-by-approval': {
    status: 409,
    title: { en: 'Only the contract approval can accept this checkpoint', zh: '该关键节点只能由合同审批通过' },
  },
  'own-claim': { status: 403, title: { en: 'A claim is verified by a second person', zh: '申报须由第二人核实' } },
  'not-permitted': {
    status: 403,
    title: { en: 'You may not give this command for this sale', zh: '您无权对该销售机会执行此命令' },
    detail: {
      en: 'You act here as: {capacity}.',
      zh: '您在此处的身份:{capacity}。',
    },
  },
  'evidence-invalid': { status: 422, title: { en: 'The evidence is not complete or not valid', zh: '依据不完整或不正确' } },
  'in-the-future': { status: 422, title: { en: 'This lies in the future', zh: '时间不能在将来' } },
  'before-opening': {
    status: 422,
    title: { en: 'This lies before the opening of the sale', zh: '时间早于销售机会创建' },
    detail: {
      en: 'The sale was opened at {openedAt}.',
      zh: '该销售机会创建于 {openedAt}。',
    },
  },
  'not-later': { status: 422, title: { en: 'This must lie in the future', zh: '时间必须在将来' } },
  'amount-invalid': { status: 422, title: { en: 'This is not an amount of money', zh: '金额不正确' } },
  'date-invalid': { status: 422, title: { en: 'This date is not possible here', zh: '日期不正确' } },
  'reason-required': { status: 422, title: { en: 'A reason or text is missing', zh: '缺少理由或说明' } },
  'nothing-changed': { status: 409, title: { en: 'This would change nothing', zh: '没有任何变化' } },
  'approval-open': {
    status: 409,
    title: { en: 'A contract version is with its approvers', zh: '有合同版本正在审批' },
    detail: {
      en: 'The latest version submitted is {latest}.',
      zh: '最近提交的版本为 {latest}。',
    },
  },
  'version-not-newer': {
    status: 409,
    title: { en: 'This contract version or a newer one was submitted before', zh: '该合同版本或更新的版本已提交过' },
    detail: {
      en: 'The latest version submitted is {latest}. The same terms are submitted again as a new version.',
      zh: '最近提交的版本为 {latest}。相同条款须作为新版本再次提交。',
    },
  },
  'not-in-negotiation': {
    status: 409,
    title: { en: 'Contracts are submitted in negotiation only', zh: '只能在商务谈判阶段提交合同' },
    detail: {
      en: 'The sale is in stage {stage}.',
      zh: '当前阶段为 {stage}。',
    },
  },
  'contract-not-approved': {
    status: 409,
    title: { en: 'The version signed is not the one approved', zh: '签订的版本不是已通过审批的版本' },
  },
  'contract-required': { status: 422, title: { en: 'Name the contract version that was signed', zh: '请指明所签订的合同版本' } },
  'already-won': { status: 409, title: { en: 'The sale is won', zh: '该销售机会已赢单' } },
  'no-such-escalation': { status: 404, title: { en: 'This clock has raised no escalation', zh: '该时钟没有预警' } },
  'already-acknowledged': { status: 409, title: { en: 'This escalation was acknowledged', zh: '该预警已确认' } },
  'snooze-too-long': {
    status: 422,
    title: { en: 'The snooze is longer than the playbook allows', zh: '推迟时间超过流程标准所允许' },
    detail: {
      en: 'At the latest {longest}.',
      zh: '最晚 {longest}。',
    },
  },
  'no-review-owed': { status: 409, title: { en: 'This sale owes no loss review', zh: '该销售机会无需丢单复盘' } },
  'command-id-reused': {
    status: 422,
    title: { en: 'This Idempotency-Key was used for another command', zh: '此 Idempotency-Key 已用于其他命令' },
  },
};
