import type { CheckpointRule, StageRule } from '../playbook.ts';
import { ownersLadder } from './ladders.ts';

const keyPersonEngaged: CheckpointRule = {
  key: 'key-person-engaged',
  title: { en: 'Key person engaged', zh: '关键人' },
  requires: [],
  acceptance: 'second-person',
  fields: [
    {
      key: 'buyingCentre',
      title: { en: 'Buying centre', zh: '采购决策圈' },
      help: {
        en: 'Everyone who has a say, with the share of the decision that is theirs: together 100 %.',
        zh: '列出所有有发言权的人及其决策权重,合计 100%。',
      },
      required: true,
      kind: 'table',
      minRows: 1,
      maxRows: 30,
      sum: { column: 'decisionWeight', total: 100 },
      columns: [
        { key: 'person', title: { en: 'Person', zh: '人员' }, required: true, kind: 'contact' },
        {
          key: 'role',
          title: { en: 'Role', zh: '角色' },
          required: true,
          kind: 'choice',
          choices: [
            { key: 'decision-maker', title: { en: 'Decision maker', zh: '决策者' } },
            { key: 'technical-selector', title: { en: 'Technical selector', zh: '技术选型者' } },
            { key: 'user', title: { en: 'User', zh: '使用者' } },
            { key: 'purchaser', title: { en: 'Purchaser', zh: '采购者' } },
          ],
        },
        { key: 'decisionWeight', title: { en: 'Decision weight, %', zh: '决策权重(%)' }, required: true, kind: 'percent' },
        {
          key: 'attitude',
          title: { en: 'Attitude towards us', zh: '对我方态度' },
          required: true,
          kind: 'choice',
          choices: [
            { key: 'supports', title: { en: 'Supports us', zh: '支持我方' } },
            { key: 'neutral', title: { en: 'Neutral', zh: '中立' } },
            { key: 'opposes', title: { en: 'Opposes us', zh: '反对我方' } },
            { key: 'unknown', title: { en: 'Not known', zh: '不清楚' } },
          ],
        },
        {
          key: 'lastContactOn',
          title: { en: 'Last contact', zh: '最近接触日期' },
          help: { en: 'Leave empty if we have never met.', zh: '从未接触可不填。' },
          required: false,
          kind: 'date',
        },
      ],
    },
    {
      key: 'decisionProcess',
      title: { en: 'How the decision is made', zh: '决策流程' },
      required: false,
      kind: 'long-text',
      maxLength: 4000,
    },
  ],
};

/** Who the supporter is stands in no field: the identity is kept apart, encrypted. */
const covertSupporterSecured: CheckpointRule = {
  key: 'covert-supporter-secured',
  title: { en: 'Covert supporter secured', zh: '暗中支持者' },
  requires: [],
  acceptance: 'second-person',
  fields: [
    {
      key: 'helpGiven',
      title: { en: 'What the supporter told or did for us', zh: '对方提供的帮助' },
      required: true,
      kind: 'choice',
      many: true,
      choices: [
        { key: 'told-decision-process', title: { en: 'Told us how and by whom it is decided', zh: '告知决策流程和决策人' } },
        { key: 'told-criteria', title: { en: 'Told us the purchase criteria', zh: '告知采购标准' } },
        { key: 'told-rivals', title: { en: 'Told us who the rivals are and what they offer', zh: '告知竞争对手及其方案' } },
        { key: 'told-budget', title: { en: 'Told us the budget', zh: '告知预算' } },
        { key: 'arranged-meeting', title: { en: 'Arranged a meeting with a decision maker', zh: '安排与决策者见面' } },
        { key: 'spoke-for-us', title: { en: 'Spoke for us inside', zh: '在内部为我方说话' } },
        { key: 'other', title: { en: 'Something else', zh: '其他' } },
      ],
    },
    {
      key: 'account',
      title: { en: 'What happened', zh: '具体情况' },
      help: {
        en: 'Do not name the person, nor anything by which the person could be recognised.',
        zh: '不要写出姓名,也不要写任何可以辨认出本人的信息。',
      },
      required: true,
      kind: 'long-text',
      maxLength: 4000,
    },
    {
      key: 'provenBy',
      title: { en: 'How we know that it was true', zh: '如何印证' },
      help: { en: 'What the supporter said and what turned out.', zh: '对方所说与事后结果的对照。' },
      required: false,
      kind: 'long-text',
      maxLength: 2000,
    },
  ],
};

export const entry: StageRule = {
  key: 'entry',
  title: { en: 'Entry', zh: '销售进入' },
  work: {
    en: 'Map the buying organisation and its roles, find who decides, build relations with decision makers, technical selectors and users.',
    zh: '摸清客户采购组织和角色,找到决策人,与决策者、技术选型者和使用者建立关系。',
  },
  buyerStep: 'gather-information',
  gate: [['key-person-engaged'], ['covert-supporter-secured']],
  checkpoints: [keyPersonEngaged, covertSupporterSecured],
  allowance: { workingDays: 30 },
  ladder: ownersLadder,
  odds: 15,
};
