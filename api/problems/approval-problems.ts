import type { ApprovalRefusalCode } from '../../domain/approval/refusal-code.ts';
import type { ProblemKind } from './problem-kind.ts';

/** Over every code with which an approval refuses: a missing one fails the build. */
export const approvalProblems: {
  readonly [Code in Exclude<ApprovalRefusalCode, 'command-id-reused' | 'malformed' | 'not-permitted'>]: ProblemKind;
} = {
  'request-concluded': {
    status: 409,
    title: { en: 'This request is concluded', zh: '该审批已结束' },
    detail: { en: 'It came to: {result}.', zh: '结果:{result}。' },
  },
  'stale-terms': {
    status: 409,
    title: { en: 'The terms have changed since you read them', zh: '合同条款在您查看后已变更' },
    detail: { en: 'The terms that stand have the hash {hash}.', zh: '现行条款的哈希值为 {hash}。' },
  },
  'own-request': {
    status: 403,
    title: {
      en: 'Nobody approves what was submitted or edited by him or in his name',
      zh: '不能审批本人或他人代表本人提交或编辑的合同',
    },
  },
  'already-decided': { status: 409, title: { en: 'You have decided on this request', zh: '您已对该审批作出决定' } },
  'not-asked': { status: 403, title: { en: 'You are not asked to decide now', zh: '当前不需要您审批' } },
  'no-longer-asked': {
    status: 409,
    title: {
      en: 'You are not asked any more: it is with a colleague, or decided',
      zh: '当前不再需要您审批:已由同事处理或作出决定',
    },
  },
  'not-requester': { status: 403, title: { en: 'Only those who requested it may do this', zh: '只有申请人可以执行此操作' } },
  'comment-required': { status: 422, title: { en: 'A comment is required', zh: '须填写意见' } },
  'unknown-step': { status: 422, title: { en: 'This request has no such step', zh: '该审批没有此步骤' } },
  'not-an-earlier-step': { status: 422, title: { en: 'It can be returned to an earlier step only', zh: '只能退回到更早的步骤' } },
  'unknown-person': { status: 422, title: { en: 'There is no such person', zh: '查无此人' } },
  'already-asked': { status: 409, title: { en: 'This person is asked already', zh: '此人已在审批人之列' } },
  'nudged-lately': {
    status: 409,
    title: { en: 'They were reminded a short while ago', zh: '刚刚催办过' },
    detail: { en: 'Possible again at {againAt}.', zh: '{againAt} 之后可再次催办。' },
  },
  'not-a-group-seat': { status: 409, title: { en: 'This step is not in the hands of a group', zh: '该步骤不由审批组处理' } },
  'already-taken': { status: 409, title: { en: 'A colleague has taken this request', zh: '该审批已被同事认领' } },
  'nothing-to-hand-back': { status: 409, title: { en: 'There is nothing to hand back', zh: '没有可退还的审批' } },
};
