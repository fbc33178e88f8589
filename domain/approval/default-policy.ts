import type { ApprovalPolicy, PolicyRow, PolicyStep } from './policy.ts';

const patience = { remindAfter: { workingHours: 24 }, escalateAfter: { workingHours: 48 } } as const;

const steps: readonly PolicyStep[] = [
  {
    key: 'manager',
    title: { en: 'Sales manager', zh: '销售经理' },
    rank: 1,
    approvers: [{ superior: 1 }],
    mode: { kind: 'any' },
    ...patience,
  },
  {
    key: 'finance',
    title: { en: 'Finance', zh: '财务' },
    rank: 2,
    approvers: [{ group: 'finance' }],
    mode: { kind: 'any' },
    ...patience,
  },
  {
    key: 'legal',
    title: { en: 'Legal', zh: '法务' },
    rank: 2,
    approvers: [{ group: 'legal' }],
    mode: { kind: 'any' },
    ...patience,
  },
  {
    key: 'director',
    title: { en: 'Sales director', zh: '销售总监' },
    rank: 3,
    approvers: [{ superior: 2 }],
    mode: { kind: 'any' },
    ...patience,
  },
  {
    key: 'leadership',
    title: { en: 'Leadership', zh: '公司领导' },
    rank: 4,
    approvers: [{ role: 'leadership' }],
    mode: { kind: 'any' },
    ...patience,
  },
];

const bands: readonly PolicyRow[] = [
  {
    key: 'small',
    title: { en: 'Below 1 million', zh: '100 万以下' },
    when: [{ fact: 'amount', currency: 'CNY', below: '1000000' }],
    steps: ['manager', 'director'],
  },
  {
    key: 'medium',
    title: { en: '1 to 5 million', zh: '100 万至 500 万' },
    when: [{ fact: 'amount', currency: 'CNY', from: '1000000', below: '5000000' }],
    steps: ['manager', 'leadership'],
  },
  {
    key: 'large',
    title: { en: '5 million and more', zh: '500 万及以上' },
    when: [{ fact: 'amount', currency: 'CNY', from: '5000000' }],
    steps: ['manager', 'finance', 'director', 'leadership'],
  },
  {
    key: 'foreign-currency',
    title: { en: 'In another currency', zh: '外币合同' },
    when: [{ fact: 'currency', notIn: ['CNY'] }],
    steps: ['manager', 'finance', 'leadership'],
  },
];

const exceptions: readonly PolicyRow[] = [
  {
    key: 'discount-10',
    title: { en: 'Discount of 10 % and more', zh: '折扣 10% 及以上' },
    when: [{ fact: 'discountPercent', from: 10, below: 20 }],
    steps: ['director'],
  },
  {
    key: 'discount-20',
    title: { en: 'Discount of 20 % and more', zh: '折扣 20% 及以上' },
    when: [{ fact: 'discountPercent', from: 20, below: 30 }],
    steps: ['director', 'finance'],
  },
  {
    key: 'discount-30',
    title: { en: 'Discount of 30 % and more', zh: '折扣 30% 及以上' },
    when: [{ fact: 'discountPercent', from: 30 }],
    steps: ['director', 'finance', 'leadership'],
  },
  {
    key: 'long-payment',
    title: { en: 'Payment beyond 60 days', zh: '账期超过 60 天' },
    when: [{ fact: 'paymentDays', from: 61 }],
    steps: ['finance'],
  },
  {
    key: 'thin-margin',
    title: { en: 'Gross margin under 15 %', zh: '毛利率低于 15%' },
    when: [{ fact: 'grossMarginPercent', below: 15 }],
    steps: ['finance'],
  },
  {
    key: 'weak-credit',
    title: { en: 'Customer with credit grade C or D', zh: '客户信用等级 C 或 D' },
    when: [{ fact: 'creditGrade', in: ['C', 'D'] }],
    steps: ['finance'],
  },
  {
    key: 'deviations',
    title: { en: 'Departs from the bid', zh: '与投标文件有偏离' },
    when: [{ fact: 'deviations', from: 1 }],
    steps: ['legal'],
  },
  {
    key: 'open-liability',
    title: { en: 'Uncapped liability', zh: '责任无上限' },
    when: [{ fact: 'liability', in: ['uncapped'] }],
    steps: ['legal', 'leadership'],
  },
  {
    key: 'open-penalty',
    title: { en: 'Uncapped penalty', zh: '违约金无上限' },
    when: [{ fact: 'penalty', in: ['uncapped'] }],
    steps: ['legal'],
  },
];

/** The policy a new company starts with: three amount bands, each with two people at least, and what an exception adds. */
export const defaultPolicy: ApprovalPolicy = {
  key: 'contract',
  version: 1,
  name: { en: 'Contract approval', zh: '合同审批' },
  rows: [...bands, ...exceptions],
  steps,
  counting: 'first',
  comments: ['reject', 'return', 'transfer'],
};
