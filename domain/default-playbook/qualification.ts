import type { CheckpointRule } from '../playbook.ts';

/** The scorecard: the project's worth to us, and our standing against the rivals. Weights add up to 100. */
export const qualificationPassed: CheckpointRule = {
  key: 'qualification-passed',
  title: { en: 'Qualification passed', zh: '评估和筛选' },
  requires: [],
  acceptance: 'second-person',
  threshold: 60,
  fields: [
    {
      key: 'grade',
      title: { en: 'Project: grade', zh: '项目方:项目等级' },
      help: { en: '10: a flagship for the region. 0: too small to bother.', zh: '10 分:区域标杆项目;0 分:规模过小。' },
      required: true,
      kind: 'score',
      weight: 10,
    },
    {
      key: 'funding',
      title: { en: 'Project: funding', zh: '项目方:资金' },
      help: {
        en: '10: money in place. Below 4 there is no project, whatever the rest says.',
        zh: '10 分:资金到位;低于 4 分一票否决。',
      },
      required: true,
      kind: 'score',
      weight: 15,
      mustHave: 4,
    },
    {
      key: 'technicalFit',
      title: { en: 'Project: technical fit', zh: '项目方:技术匹配度' },
      help: {
        en: '10: our standard range. Below 4 we could not deliver it, whatever the rest says.',
        zh: '10 分:标准产品即可满足;低于 4 分一票否决。',
      },
      required: true,
      kind: 'score',
      weight: 15,
      mustHave: 4,
    },
    {
      key: 'relationship',
      title: { en: 'Project: relationship', zh: '项目方:客户关系' },
      help: {
        en: '10: the decision makers know and trust us. 0: we know nobody.',
        zh: '10 分:决策者熟悉并信任我们;0 分:没有任何关系。',
      },
      required: true,
      kind: 'score',
      weight: 10,
    },
    {
      key: 'customerCredit',
      title: { en: "Project: customer's credit", zh: '项目方:客户信用' },
      help: {
        en: '10: pays on the day. Below 3 we would not be paid, whatever the rest says.',
        zh: '10 分:从不拖欠;低于 3 分一票否决。',
      },
      required: true,
      kind: 'score',
      weight: 10,
      mustHave: 3,
    },
    {
      key: 'productAgainstRivals',
      title: { en: 'Rivals: product', zh: '竞争方:产品' },
      help: {
        en: '10: ours is far ahead. 5: level. 0: theirs is far ahead.',
        zh: '10 分:我方远胜;5 分:不相上下;0 分:对手远胜。',
      },
      required: true,
      kind: 'score',
      weight: 10,
    },
    {
      key: 'priceAgainstRivals',
      title: { en: 'Rivals: price', zh: '竞争方:价格' },
      help: {
        en: '10: ours is far better. 5: level. 0: theirs is far better.',
        zh: '10 分:我方远优;5 分:不相上下;0 分:对手远优。',
      },
      required: true,
      kind: 'score',
      weight: 10,
    },
    {
      key: 'solutionAgainstRivals',
      title: { en: 'Rivals: technical solution', zh: '竞争方:技术方案' },
      help: {
        en: '10: ours is far ahead. 5: level. 0: theirs is far ahead.',
        zh: '10 分:我方远胜;5 分:不相上下;0 分:对手远胜。',
      },
      required: true,
      kind: 'score',
      weight: 10,
    },
    {
      key: 'serviceAgainstRivals',
      title: { en: 'Rivals: after-sales service', zh: '竞争方:售后服务' },
      help: {
        en: '10: ours is far ahead. 5: level. 0: theirs is far ahead.',
        zh: '10 分:我方远胜;5 分:不相上下;0 分:对手远胜。',
      },
      required: true,
      kind: 'score',
      weight: 10,
    },
    {
      key: 'rivalsConsidered',
      title: { en: 'Rivals considered', zh: '已考虑的竞争对手' },
      help: { en: 'Who else is after it, as far as we know.', zh: '目前已知的其他参与者。' },
      required: false,
      kind: 'text',
      maxLength: 400,
    },
    {
      key: 'reasoning',
      title: { en: 'Reasons for the scores', zh: '评分理由' },
      required: false,
      kind: 'long-text',
      maxLength: 4000,
    },
  ],
};
