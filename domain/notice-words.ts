import type { NoticeKind } from './account.ts';
import type { Text } from './text.ts';

/** A subject or sentence is left out where a fact that it names is not known. */
export type NoticeWords = {
  /** The first one of which all is known. */
  readonly subject: readonly Text[];
  readonly body: readonly Text[];
};

const said: Text = { en: 'Comment: {comment}', zh: '意见:{comment}' };
const because: Text = { en: 'Reason: {reason}', zh: '理由:{reason}' };
const inPlaceOf: Text = { en: 'You are asked in place of {onBehalfOf}.', zh: '您代理 {onBehalfOf} 处理。' };
const dueBy: Text = { en: 'It was due by {dueAt}.', zh: '截止时间:{dueAt}。' };
const decideNow: Text = { en: 'Please look at the terms and decide.', zh: '请查看合同条款并作出决定。' };

/** Over every kind of notice: a missing one fails the build. */
export const noticeWords: { readonly [Kind in NoticeKind]: NoticeWords } = {
  'verification-requested': {
    subject: [{ en: 'To verify: {checkpoint} – {name}', zh: '待核实:{checkpoint} – {name}' }],
    body: [
      { en: '“{checkpoint}” was claimed for “{name}”.', zh: '“{name}”申报了关键节点“{checkpoint}”。' },
      { en: 'Please check the evidence, then accept or reject the claim.', zh: '请核对依据,然后通过或驳回该申报。' },
      inPlaceOf,
    ],
  },
  'checkpoint-accepted': {
    subject: [{ en: 'Accepted: {checkpoint} – {name}', zh: '已通过:{checkpoint} – {name}' }],
    body: [
      {
        en: 'The claim of “{checkpoint}” for “{name}” was verified and accepted.',
        zh: '“{name}”的关键节点“{checkpoint}”已核实通过。',
      },
    ],
  },
  'checkpoint-rejected': {
    subject: [{ en: 'Rejected: {checkpoint} – {name}', zh: '被驳回:{checkpoint} – {name}' }],
    body: [
      { en: 'The claim of “{checkpoint}” for “{name}” was rejected.', zh: '“{name}”的关键节点“{checkpoint}”申报被驳回。' },
      said,
      { en: 'It can be claimed again with better evidence.', zh: '补充依据后可重新申报。' },
    ],
  },
  'checkpoint-waived': {
    subject: [{ en: 'Waived: {checkpoint} – {name}', zh: '强行推进:{checkpoint} – {name}' }],
    body: [
      {
        en: '“{name}” goes on without “{checkpoint}”. This is recorded as debt and lowers the odds.',
        zh: '“{name}”未达成“{checkpoint}”即被强行推进,已记为欠账,成功概率下降。',
      },
      because,
    ],
  },
  'checkpoint-revoked': {
    subject: [{ en: 'Revoked: {checkpoint} – {name}', zh: '已撤销:{checkpoint} – {name}' }],
    body: [
      {
        en: '“{checkpoint}” of “{name}” was revoked. The sale stands again where it is missing.',
        zh: '“{name}”的关键节点“{checkpoint}”已被撤销,销售机会回到缺少该节点的阶段。',
      },
      because,
    ],
  },
  'ruling-requested': {
    subject: [{ en: 'Your ruling is needed – {name}', zh: '需要您裁决 – {name}' }],
    body: [
      { en: '“{name}” waits for your ruling: go, limited or no-go.', zh: '“{name}”等待您的裁决:继续、有限投入或放弃。' },
      { en: 'It is about {about}.', zh: '裁决事项:{about}。' },
      inPlaceOf,
    ],
  },
  ruled: {
    subject: [
      { en: 'Ruling: {verdict} – {name}', zh: '裁决:{verdict} – {name}' },
      { en: 'Ruling – {name}', zh: '裁决 – {name}' },
    ],
    body: [{ en: 'The ruling on “{name}” is: {verdict}.', zh: '“{name}”的裁决结果:{verdict}。' }, because],
  },
  escalated: {
    subject: [{ en: 'Deadline for {clock} – {name}', zh: '时限预警:{clock} – {name}' }],
    body: [
      { en: 'A deadline for {clock} in “{name}” came up at {dueAt}.', zh: '“{name}”的{clock}于 {dueAt} 到达时限。' },
      { en: 'Move the sale on, or acknowledge the escalation with a plan.', zh: '请推进该销售机会,或确认预警并给出计划。' },
      { en: 'You are told in place of {onBehalfOf}.', zh: '您代理 {onBehalfOf} 收到此预警。' },
    ],
  },
  reassigned: {
    subject: [{ en: 'Now yours: {name}', zh: '现由您负责:{name}' }],
    body: [{ en: '“{name}” was handed over to you.', zh: '“{name}”已转由您负责。' }, because],
  },
  'approval-concluded': {
    subject: [
      { en: 'Contract {result}: version {version} – {name}', zh: '合同审批{result}:第 {version} 版 – {name}' },
      { en: 'Contract approval concluded – {name}', zh: '合同审批结束 – {name}' },
    ],
    body: [
      { en: 'Version {version} of the contract for “{name}” is {result}.', zh: '“{name}”合同第 {version} 版审批结果:{result}。' },
    ],
  },
  'review-requested': {
    subject: [{ en: 'Loss review owed – {name}', zh: '待丢单复盘 – {name}' }],
    body: [
      { en: '“{name}” was closed: {outcome}.', zh: '“{name}”已关闭:{outcome}。' },
      { en: 'Please answer the review: where did we lose?', zh: '请完成复盘:我们输在哪里?' },
    ],
  },
  'command-rejected': {
    subject: [{ en: 'Not accepted: {command} – {name}', zh: '未被接受:{command} – {name}' }],
    body: [
      {
        en: 'Your message to {command} for “{name}” was received, but nothing has changed.',
        zh: '您对“{name}”的操作“{command}”已收到,但未生效。',
      },
      { en: 'Why: {code}.', zh: '原因:{code}。' },
    ],
  },
  'approval-requested': {
    subject: [{ en: 'To approve: contract version {version} – {name}', zh: '待审批:合同第 {version} 版 – {name}' }],
    body: [
      {
        en: 'Version {version} of the contract for “{name}” waits for your decision.',
        zh: '“{name}”合同第 {version} 版等待您审批。',
      },
      { en: 'Step: {step}.', zh: '审批环节:{step}。' },
      decideNow,
      inPlaceOf,
    ],
  },
  'approval-reminded': {
    subject: [{ en: 'Still to approve: contract version {version} – {name}', zh: '审批提醒:合同第 {version} 版 – {name}' }],
    body: [
      {
        en: 'Version {version} of the contract for “{name}” still waits for your decision.',
        zh: '“{name}”合同第 {version} 版仍在等待您审批。',
      },
      { en: 'Step: {step}.', zh: '审批环节:{step}。' },
      decideNow,
    ],
  },
  'approval-escalated': {
    subject: [{ en: 'Overdue approval: contract version {version} – {name}', zh: '审批超时:合同第 {version} 版 – {name}' }],
    body: [
      {
        en: 'Version {version} of the contract for “{name}” was not decided in time, so you are asked as well.',
        zh: '“{name}”合同第 {version} 版未按时审批,现同时请您审批。',
      },
      { en: 'It waited for {from}.', zh: '此前等待 {from} 审批。' },
      dueBy,
      decideNow,
    ],
  },
  'approval-transferred': {
    subject: [{ en: 'Handed to you: contract version {version} – {name}', zh: '转交审批:合同第 {version} 版 – {name}' }],
    body: [
      {
        en: 'Version {version} of the contract for “{name}” was handed to you for decision.',
        zh: '“{name}”合同第 {version} 版已转交您审批。',
      },
      { en: 'From: {from}.', zh: '转交人:{from}。' },
      said,
      decideNow,
    ],
  },
  'approval-nudged': {
    subject: [{ en: 'Please decide: contract version {version} – {name}', zh: '催办:合同第 {version} 版 – {name}' }],
    body: [
      {
        en: 'You are asked again for your decision on version {version} of the contract for “{name}”.',
        zh: '提醒您审批“{name}”合同第 {version} 版。',
      },
      { en: 'Asked by {by}.', zh: '催办人:{by}。' },
    ],
  },
  'approval-mentioned': {
    subject: [{ en: 'You are mentioned: contract version {version} – {name}', zh: '提到了您:合同第 {version} 版 – {name}' }],
    body: [
      {
        en: 'A comment on version {version} of the contract for “{name}” mentions you.',
        zh: '“{name}”合同第 {version} 版的评论提到了您。',
      },
      { en: 'By {by}.', zh: '评论人:{by}。' },
      said,
    ],
  },
  'approval-decided': {
    subject: [
      {
        en: 'One decision, {verdict}: contract version {version} – {name}',
        zh: '审批意见({verdict}):合同第 {version} 版 – {name}',
      },
    ],
    body: [
      {
        en: 'In version {version} of the contract for “{name}”, the step “{step}” has a decision: {verdict}.',
        zh: '“{name}”合同第 {version} 版在环节“{step}”的审批意见:{verdict}。',
      },
      { en: 'Decided by {by}.', zh: '审批人:{by}。' },
      said,
    ],
  },
  'approval-alarm': {
    subject: [{ en: 'Nobody can approve: contract version {version} – {name}', zh: '无人可审批:合同第 {version} 版 – {name}' }],
    body: [
      {
        en: 'In version {version} of the contract for “{name}”, nobody can decide the step “{step}”.',
        zh: '“{name}”合同第 {version} 版的环节“{step}”无人可以审批。',
      },
      {
        en: 'Please correct the people, the absences or the policy; nothing is approved until then.',
        zh: '请调整人员、代理或审批规则;在此之前不会通过。',
      },
    ],
  },
};

/** For a kind that this release does not know. */
export const wordsOfOthers: NoticeWords = {
  subject: [
    { en: 'News – {name}', zh: '新消息 – {name}' },
    { en: 'News', zh: '新消息' },
  ],
  body: [{ en: 'Something has happened that concerns you.', zh: '有与您相关的新情况。' }],
};
