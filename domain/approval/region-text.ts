import type { Language, Text } from '../text.ts';
import type { PolicyCondition } from './policy.ts';
import { policyTexts } from './policy-text.ts';
import type { FactName } from './terms.ts';

/** Says which contracts fall under no row. Values stand as the policy writes them. */
export function regionText(region: readonly PolicyCondition[], language: Language): string {
  if (region.length === 0) return policyTexts.unforeseen[language];
  const contracts = region.flatMap((condition) => conditionTexts(condition, factNames[condition.fact][language]));
  return {
    en: `No row holds for these contracts: ${contracts.join(', ')}.`,
    zh: `没有任何一行适用于以下合同:${contracts.join(',')}。`,
  }[language];
}

function conditionTexts(condition: PolicyCondition, fact: string): readonly string[] {
  if ('in' in condition) return [`${fact} = ${condition.in.join(' | ')}`];
  if ('notIn' in condition) return condition.notIn.map((value) => `${fact} ≠ ${value}`);
  const { from, below } = condition;
  return [...(from === undefined ? [] : [`${fact} ≥ ${from}`]), ...(below === undefined ? [] : [`${fact} < ${below}`])];
}

const factNames: { readonly [Fact in FactName]: Text } = {
  amount: { en: 'amount', zh: '合同金额' },
  currency: { en: 'currency', zh: '币种' },
  discountPercent: { en: 'discount %', zh: '折扣 %' },
  grossMarginPercent: { en: 'gross margin %', zh: '毛利率 %' },
  paymentDays: { en: 'payment days', zh: '账期(天)' },
  prepaymentPercent: { en: 'prepayment %', zh: '预付款 %' },
  penalty: { en: 'penalty', zh: '违约金' },
  liability: { en: 'liability', zh: '赔偿责任' },
  warrantyMonths: { en: 'warranty months', zh: '质保期(月)' },
  deviations: { en: 'deviations', zh: '偏离项数' },
  creditGrade: { en: 'credit grade', zh: '客户信用等级' },
};
