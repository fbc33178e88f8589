import type { CheckpointRule, StageRule } from '../playbook.ts';
import { ownersLadder } from './ladders.ts';

const bidSubmitted: CheckpointRule = {
  key: 'bid-submitted',
  title: { en: 'Bid submitted', zh: '投标' },
  requires: [],
  acceptance: 'claim',
  fields: [
    {
      key: 'tenderMode',
      title: { en: 'Tender mode', zh: '招标方式' },
      required: true,
      kind: 'choice',
      choices: [
        { key: 'open', title: { en: 'Open tender', zh: '公开招标' } },
        { key: 'invited', title: { en: 'Invited tender', zh: '邀请招标' } },
        { key: 'competitive-negotiation', title: { en: 'Competitive negotiation', zh: '竞争性谈判' } },
        { key: 'request-for-quotation', title: { en: 'Request for quotation', zh: '询价采购' } },
      ],
    },
    {
      key: 'tenderNumber',
      title: { en: 'Tender number', zh: '招标编号' },
      help: { en: 'Leave empty if the tender has none.', zh: '无编号可不填。' },
      required: false,
      kind: 'text',
      maxLength: 100,
    },
    {
      key: 'documentsCollectedAt',
      title: { en: 'Tender documents collected at', zh: '领取招标文件时间' },
      required: true,
      kind: 'instant',
    },
    { key: 'submissionDeadlineAt', title: { en: 'Submission deadline', zh: '投标截止时间' }, required: true, kind: 'instant' },
    { key: 'openingAt', title: { en: 'Bid opening', zh: '开标时间' }, required: true, kind: 'instant' },
    {
      key: 'bondForm',
      title: { en: 'Bid bond: form', zh: '投标保证金:形式' },
      required: true,
      kind: 'choice',
      choices: [
        { key: 'none', title: { en: 'No bond', zh: '无保证金' } },
        { key: 'transfer', title: { en: 'Bank transfer', zh: '银行转账' } },
        { key: 'guarantee', title: { en: 'Bank guarantee', zh: '银行保函' } },
        { key: 'insurance', title: { en: 'Surety insurance', zh: '保证保险' } },
      ],
    },
    { key: 'bondAmount', title: { en: 'Bid bond: amount', zh: '投标保证金:金额' }, required: false, kind: 'money' },
    { key: 'bondExpiresOn', title: { en: 'Bid bond: expires on', zh: '投标保证金:到期日' }, required: false, kind: 'date' },
    { key: 'bidExpiresOn', title: { en: 'Bid valid until', zh: '投标有效期至' }, required: true, kind: 'date' },
    { key: 'ourPrice', title: { en: 'Our price', zh: '我方报价' }, required: true, kind: 'money' },
    {
      key: 'receipt',
      title: { en: 'Receipt of the bid', zh: '投标回执' },
      required: true,
      kind: 'document',
    },
  ],
};

const negotiatedTenderHeld: CheckpointRule = {
  key: 'negotiated-tender-held',
  title: { en: 'Negotiated tender held', zh: '议标' },
  requires: [],
  acceptance: 'claim',
  fields: [
    { key: 'heldOn', title: { en: 'Held on', zh: '议标日期' }, required: true, kind: 'date' },
    {
      key: 'customerParticipants',
      title: { en: "Customer's participants", zh: '客户方参加人' },
      required: true,
      kind: 'table',
      minRows: 1,
      maxRows: 30,
      columns: [
        { key: 'person', title: { en: 'Person', zh: '人员' }, required: true, kind: 'contact' },
        {
          key: 'said',
          title: { en: 'What the person stood for', zh: '主要意见' },
          required: false,
          kind: 'text',
          maxLength: 500,
        },
      ],
    },
    {
      key: 'ourParticipants',
      title: { en: 'Our participants', zh: '我方参加人' },
      required: true,
      kind: 'table',
      minRows: 1,
      maxRows: 30,
      columns: [{ key: 'person', title: { en: 'Person', zh: '人员' }, required: true, kind: 'user' }],
    },
    {
      key: 'outcome',
      title: { en: 'Outcome', zh: '议标结果' },
      required: true,
      kind: 'choice',
      choices: [
        { key: 'we-are-preferred', title: { en: 'We are preferred', zh: '倾向我方' } },
        { key: 'further-round', title: { en: 'A further round follows', zh: '进入下一轮' } },
        { key: 'no-decision', title: { en: 'No decision yet', zh: '尚无结论' } },
        { key: 'rival-is-preferred', title: { en: 'A rival is preferred', zh: '倾向竞争对手' } },
      ],
    },
    { key: 'ourPrice', title: { en: 'Our price', zh: '我方报价' }, required: false, kind: 'money' },
    { key: 'minutes', title: { en: 'Minutes', zh: '会议纪要' }, required: false, kind: 'document' },
  ],
};

export const tender: StageRule = {
  key: 'tender',
  title: { en: 'Tender', zh: '招投标' },
  work: {
    en: 'Before: collect the tender documents, prepare bid and response. At the meeting: credentials, commercial statement, sample demonstration, questions of the jury. Or withdraw when the criteria are against us.',
    zh: '会前:领取招标文件,准备投标与应答;会上:资质、商务陈述、样品演示、评委答疑;标准对我方不利时可退出。',
  },
  buyerStep: 'compare-bids',
  gate: [['bid-submitted', 'negotiated-tender-held']],
  checkpoints: [bidSubmitted, negotiatedTenderHeld],
  allowance: { workingDays: 25 },
  ladder: ownersLadder,
  odds: 45,
};
