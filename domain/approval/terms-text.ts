import type { Money } from '../money.ts';
import { subtractMoney } from '../money.ts';
import type { Language, Text } from '../text.ts';
import type { ContractTerms } from './terms.ts';
import { factsOf } from './terms.ts';

/** One line of what a contract says, as people read it. */
export type TermsLine = { readonly label: string; readonly value: string };

/** The terms on which a decision turns, in words; what says nothing is left out. */
export function termsText(terms: ContractTerms, language: Language): readonly TermsLine[] {
  return rows.flatMap(({ label, value }) => {
    const said = value(terms)?.[language] ?? '';
    return said === '' ? [] : [{ label: label[language], value: said }];
  });
}

/** Grouped by thousands: `3,000,000.00 CNY`. */
export function moneyText({ amount, currency }: Money): string {
  const [whole = '', places] = amount.split('.');
  return `${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}${places === undefined ? '' : `.${places}`} ${currency}`;
}

type Row = { readonly label: Text; readonly value: (terms: ContractTerms) => Text | undefined };

const limits = {
  none: { en: 'none', zh: '无' },
  capped: { en: 'capped', zh: '有上限' },
  uncapped: { en: 'uncapped', zh: '无上限' },
};

const rows: readonly Row[] = [
  { label: { en: 'Amount', zh: '合同金额' }, value: ({ amount }) => same(moneyText(amount)) },
  { label: { en: 'Discount', zh: '折扣' }, value: discountText },
  { label: { en: 'Gross margin', zh: '毛利率' }, value: ({ grossMarginPercent }) => same(`${grossMarginPercent} %`) },
  {
    label: { en: 'Payment', zh: '账期' },
    value: ({ paymentDays: days }) => ({ en: `${days} days`, zh: `${days} 天` }),
  },
  { label: { en: 'Prepayment', zh: '预付款' }, value: ({ prepaymentPercent }) => same(`${prepaymentPercent} %`) },
  { label: { en: 'Penalty', zh: '违约金' }, value: ({ penalty }) => limits[penalty] },
  { label: { en: 'Liability', zh: '赔偿责任' }, value: ({ liability }) => limits[liability] },
  {
    label: { en: 'Warranty', zh: '质保期' },
    value: ({ warrantyMonths: months }) => ({ en: `${months} months`, zh: `${months} 个月` }),
  },
  { label: { en: "Customer's credit", zh: '客户信用等级' }, value: ({ creditGrade }) => same(creditGrade) },
  {
    label: { en: 'Departs from the bid', zh: '与投标文件的偏离' },
    value: ({ deviations }) => ({ en: deviations.join('; '), zh: deviations.join(';') }),
  },
  { label: { en: 'Remarks', zh: '备注' }, value: ({ remarks }) => same(remarks) },
  {
    label: { en: 'Attachments', zh: '附件' },
    value: ({ documents: { length } }) => (length === 0 ? undefined : { en: String(length), zh: `${length} 份` }),
  },
];

/** With what it comes to, and the list price it is taken from. */
function discountText(terms: ContractTerms): Text {
  const { discountPercent } = factsOf(terms);
  const off = subtractMoney(terms.listAmount, terms.amount);
  if (discountPercent === 0 || off === undefined) return { en: 'none', zh: '无' };
  const [less, list] = [moneyText(off), moneyText(terms.listAmount)];
  return { en: `${discountPercent} % (${less} off ${list})`, zh: `${discountPercent} %(标价 ${list},优惠 ${less})` };
}

function same(text: string): Text {
  return { en: text, zh: text };
}
