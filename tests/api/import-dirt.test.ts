import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Upload } from './import-upload.ts';
import { anUpload } from './import-upload.ts';
import type { Stage } from './stage.ts';
import { aStage } from './stage.ts';

let stage: Stage;
let imported: Upload['imported'];

beforeAll(async () => {
  stage = await aStage();
  ({ imported } = anUpload(stage));
});
afterAll(() => stage.close());

const head = 'Deal ID,Owner,Account,Stage,Opened,Closed,Amount,Currency';

describe('an amount', () => {
  /** The cell and the currency beside it, with CNY where a row names none. */
  type Row = readonly [amount: string, currency: string, code: string | null];
  const cny = { defaults: { currency: 'CNY' } };

  async function reasonsOf(rows: readonly Row[], mapping: object) {
    const lines = rows.map(
      ([amount, currency], at) => `M${at},ann,Harbour Hotel,Won,2024-01-05,2024-03-01,"${amount}",${currency}`,
    );
    const { rows: read } = await imported({ 'a.csv': [head, ...lines].join('\n') }, { mapping });
    return read.map(({ reasons: [reason] }, at) => [rows[at]?.[0], rows[at]?.[1], reason?.code ?? null]);
  }

  test('keeps the currency of its sign: what disagrees with the column, or with what is taken where a row names none, is refused', async () => {
    const rows: readonly Row[] = [
      ['¥1500', '', null],
      ['￥1,500元', '', null],
      ['1500 RMB', '', null],
      ['$1500', '', 'currency-conflicts'],
      ['€2000', '', 'currency-conflicts'],
      ['£2000', '', 'currency-conflicts'],
      ['2000 USD', '', 'currency-conflicts'],
      ['$1500', 'USD', null],
      ['HK$1500', 'USD', 'currency-conflicts'],
      ['¥1500', 'JPY', null],
      ['¥1500', 'USD', 'currency-conflicts'],
      ['1500', '人民币', null],
      ['1500', '$', 'currency-unreadable'],
      ['1500', 'lots', 'currency-unreadable'],
    ];

    expect(await reasonsOf(rows, cny)).toEqual(rows);
  });

  test('names its currency by a sign that means one alone, where nothing else does', async () => {
    const rows: readonly Row[] = [
      ['€2000', '', null],
      ['2000 USD', '', null],
      ['$1500', '', 'currency-required'],
      ['¥1500', '', 'currency-required'],
      ['1500', '', 'currency-required'],
    ];

    expect(await reasonsOf(rows, {})).toEqual(rows);
  });

  test('that may be read in two ways, or is none, is refused', async () => {
    const rows: readonly Row[] = [
      ['1,234,567.89', '', null],
      ['1 234 567', '', null],
      ['１２３４.５', '', null],
      ['0.125', '', null],
      ['1.234', '', 'amount-ambiguous'],
      ['¥12.500', '', 'amount-ambiguous'],
      ...['1.234,50', '12,5', '1,23', '15%', '1e6', '10²', '½', '5万', '1 2', '1$5', '-5', '(500)', '=SUM(A1)', '100 PCS'].map(
        (amount): Row => [amount, '', 'amount-unreadable'],
      ),
    ];

    expect(await reasonsOf(rows, cny)).toEqual(rows);
  });

  test('is read as the mapping declares', async () => {
    const lines = ['1.234,50', '1.234', '12,5', '1 234,5'].map(
      (amount, at) => `M${at},ann,Harbour Hotel,Won,2024-01-05,2024-03-01,"${amount}",`,
    );
    const content = { 'a.csv': [head, ...lines].join('\n') };

    const comma = await imported(content, { mapping: { ...cny, decimals: 'comma' } });
    const point = await imported({ 'a.csv': [head, lines[1]].join('\n') }, { mapping: { ...cny, decimals: 'point' } });

    expect(comma.summary).toMatchObject({ outcomes: { 'would-open': 4 }, stages: [{ value: '3715.50' }] });
    expect(point.summary).toMatchObject({ outcomes: { 'would-open': 1 }, stages: [{ value: '1.234' }] });
  });
});
