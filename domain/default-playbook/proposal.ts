import type { CheckpointRule, StageRule } from '../playbook.ts';
import { ownersLadder } from './ladders.ts';

const purchaseCriteriaAligned: CheckpointRule = {
  key: 'purchase-criteria-aligned',
  title: { en: 'Purchase criteria aligned', zh: '客户采购标准' },
  requires: [],
  acceptance: 'second-person',
  fields: [
    {
      key: 'criteria',
      title: { en: "Customer's purchase criteria", zh: '客户采购指标' },
      help: { en: 'Each criterion with its weight in the decision: together 100 %.', zh: '每项指标及其权重,合计 100%。' },
      required: true,
      kind: 'table',
      minRows: 1,
      maxRows: 50,
      sum: { column: 'weight', total: 100 },
      columns: [
        { key: 'name', title: { en: 'Criterion', zh: '指标' }, required: true, kind: 'text', maxLength: 200 },
        { key: 'weight', title: { en: 'Weight, %', zh: '权重(%)' }, required: true, kind: 'percent' },
        {
          key: 'ourFit',
          title: { en: 'Our fit, 0 to 10', zh: '我方满足度(0–10)' },
          required: true,
          kind: 'number',
          min: 0,
          max: 10,
        },
        {
          key: 'rivalsFit',
          title: { en: "Best rival's fit, 0 to 10", zh: '最强对手满足度(0–10)' },
          help: { en: 'Leave empty if not known.', zh: '不清楚可不填。' },
          required: false,
          kind: 'number',
          min: 0,
          max: 10,
        },
        {
          key: 'favours',
          title: { en: 'Whom it favours', zh: '对谁有利' },
          required: true,
          kind: 'choice',
          choices: [
            { key: 'us', title: { en: 'Us', zh: '我方' } },
            { key: 'neutral', title: { en: 'Nobody', zh: '中性' } },
            { key: 'rival', title: { en: 'A rival', zh: '竞争对手' } },
          ],
        },
        {
          key: 'source',
          title: { en: 'Source', zh: '来源' },
          required: true,
          kind: 'choice',
          choices: [
            { key: 'customer-document', title: { en: "Customer's document", zh: '客户书面文件' } },
            { key: 'design-institute', title: { en: 'Design institute', zh: '设计院' } },
            { key: 'said-by-customer', title: { en: 'Said by the customer', zh: '客户口头说明' } },
            { key: 'our-estimate', title: { en: 'Our own estimate', zh: '我方推测' } },
          ],
        },
      ],
    },
    {
      key: 'criteriaDocument',
      title: { en: 'Document that states the criteria', zh: '采购标准文件' },
      help: {
        en: 'Draft tender, specification, or minutes the customer agreed to.',
        zh: '招标文件草稿、技术规格书或客户认可的会议纪要。',
      },
      required: true,
      kind: 'document',
    },
    {
      key: 'rivalsShutOut',
      title: { en: 'What shuts rivals out', zh: '对竞争对手的屏蔽点' },
      required: false,
      kind: 'long-text',
      maxLength: 2000,
    },
  ],
};

export const proposal: StageRule = {
  key: 'proposal',
  title: { en: 'Proposal', zh: '提案' },
  work: {
    en: "Shape the customer's purchase criteria so that they fit us and shut rivals out.",
    zh: '影响客户制定采购指标,使之符合我方优势并屏蔽竞争对手。',
  },
  buyerStep: 'set-purchase-criteria',
  gate: [['purchase-criteria-aligned']],
  checkpoints: [purchaseCriteriaAligned],
  allowance: { workingDays: 40 },
  ladder: ownersLadder,
  odds: 30,
};
