import type { CheckpointRule, StageRule } from '../playbook.ts';
import { ownersLadder } from './ladders.ts';

const acceptancePassed: CheckpointRule = {
  key: 'acceptance-passed',
  title: { en: 'Acceptance passed', zh: '工程验收' },
  requires: [],
  acceptance: 'second-person',
  fields: [
    { key: 'acceptanceReport', title: { en: 'Acceptance report', zh: '验收报告' }, required: true, kind: 'document' },
    { key: 'acceptedOn', title: { en: 'Accepted on', zh: '验收日期' }, required: true, kind: 'date' },
    { key: 'customerSigner', title: { en: "Customer's signer", zh: '客户方签字人' }, required: true, kind: 'contact' },
    {
      key: 'openItems',
      title: { en: 'Open items', zh: '遗留问题' },
      help: { en: 'What the customer still wants put right.', zh: '客户要求继续整改的事项。' },
      required: false,
      kind: 'table',
      minRows: 0,
      maxRows: 100,
      columns: [
        { key: 'item', title: { en: 'Item', zh: '事项' }, required: true, kind: 'text', maxLength: 500 },
        { key: 'responsible', title: { en: 'Responsible', zh: '责任人' }, required: false, kind: 'user' },
        { key: 'dueOn', title: { en: 'Due on', zh: '完成期限' }, required: false, kind: 'date' },
      ],
    },
    {
      key: 'retention',
      title: { en: 'Retention money', zh: '质保金' },
      help: { en: 'Leave empty if nothing is held back.', zh: '无质保金可不填。' },
      required: false,
      kind: 'money',
    },
    { key: 'retentionDueOn', title: { en: 'Retention money due on', zh: '质保金到期日' }, required: false, kind: 'date' },
  ],
};

const projectClosed: CheckpointRule = {
  key: 'project-closed',
  title: { en: 'Project closed', zh: '项目结项' },
  requires: ['acceptance-passed'],
  acceptance: 'claim',
  fields: [
    { key: 'closeOutReport', title: { en: 'Close-out report', zh: '结项报告' }, required: true, kind: 'document' },
    { key: 'finalPayment', title: { en: 'Final payment', zh: '尾款金额' }, required: true, kind: 'money' },
    { key: 'finalPaymentOn', title: { en: 'Final payment received on', zh: '尾款到账日期' }, required: true, kind: 'date' },
    { key: 'lessons', title: { en: 'Lessons', zh: '经验教训' }, required: true, kind: 'long-text', maxLength: 8000 },
  ],
};

export const delivery: StageRule = {
  key: 'delivery',
  title: { en: 'Delivery', zh: '工程实施' },
  work: { en: 'Deliver well, and keep the customer for the long run.', zh: '做好工程实施,维护长期客户关系。' },
  buyerStep: 'install',
  gate: [['acceptance-passed'], ['project-closed']],
  checkpoints: [acceptancePassed, projectClosed],
  allowance: { workingDays: 10 },
  measuredBy: 'delivery-plan',
  ladder: ownersLadder,
  odds: 100,
};
