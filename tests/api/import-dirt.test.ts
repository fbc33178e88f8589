import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Files, Upload } from './import-upload.ts';
import { anUpload } from './import-upload.ts';
import type { Stage } from './stage.ts';
import { aStage } from './stage.ts';

let stage: Stage;
let imported: Upload['imported'];
let post: Upload['post'];

beforeAll(async () => {
  stage = await aStage();
  ({ imported, post } = anUpload(stage));
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
      ['100 SEK', 'SEK', null],
      ['THB 100', 'THB', null],
      ['THB 100', 'SEK', 'currency-conflicts'],
      ['12 MIO', 'SEK', 'amount-unreadable'],
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
      ['100 SEK', '', null],
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

describe('a table', () => {
  const rows = ['T1;ann;Harbour Hotel;Engaging;2024-01-05', 'T2;ann;Harbour Hotel;Engaging;2024-01-05'];
  const columns = 'Deal ID;Owner;Account;Stage;Opened';

  test.for([
    { form: 'a blank line in front', lines: ['', columns, ...rows], first: 3 },
    { form: 'the line by which a spreadsheet states its delimiter', lines: ['sep=;', columns, ...rows], first: 3 },
    { form: 'such a line saved again', lines: ['"sep=;";;;;', columns, ...rows], first: 3 },
    {
      form: 'commas inside quotes in its head',
      lines: [`${columns};"Remarks, thoughts, guesses, hopes, fears"`, ...rows],
      first: 2,
    },
  ])('with $form is read all the same, and its rows keep their lines', async ({ lines, first }) => {
    for (const end of ['\n', '\r\n']) {
      const { plan, rows: read } = await imported({ 'a.csv': `\uFEFF${lines.join(end)}${end}` }, { source: 'forms' });

      expect(plan?.files).toMatchObject([{ role: 'pipeline', delimiter: ';', rows: 2, unread: null }]);
      expect(read.map(({ line, key, outcome }) => [line, key, outcome])).toEqual([
        [first, 'T1', 'would-open'],
        [first + 1, 'T2', 'would-open'],
      ]);
    }
  });

  test('with cells of several lines names the line on which each row begins', async () => {
    const content = [
      columns,
      'T1;ann;"Harbour\r\n\r\nHotel";Maybe;2024-01-05',
      'T2;ann;"Harbour\nHotel";Maybe;2024-01-05',
      'T3;;;;',
    ];

    const { rows: read } = await imported({ 'a.csv': content.join('\r\n') });

    expect(read.map(({ line, key }) => [line, key])).toEqual([
      [2, 'T1'],
      [5, 'T2'],
      [7, 'T3'],
    ]);
  });

  test.for([
    { fault: 'two columns of one name', head: 'Deal ID,Owner,Account,Stage,Opened,Stage', mapping: {} },
    {
      fault: 'two columns for one field',
      head: 'Deal ID,Owner,Account,Stage,Opened,Phase',
      mapping: { columns: { pipeline: { Stage: 'stage', Phase: 'stage' } } },
    },
  ])('with $fault is not read: which of them counts is not guessed', async ({ head: names, mapping }) => {
    const content = { 'a.csv': `${names}\nT1,ann,Harbour Hotel,Won,2024-01-05,Lost` };

    const { plan, rows: read } = await imported(content, { mapping });

    expect(plan?.files).toMatchObject([{ unread: 'column-repeated' }]);
    expect(read).toEqual([]);
    expect((await imported(content, { mapping: plan?.mapping ?? {} })).plan?.files[0]?.unread).not.toBeNull();
  });

  test('is read without a column whose header names a unit', async () => {
    const { plan } = await imported({ 'a.csv': 'Deal ID,Owner,Stage,Value (k)\nT1,ann,Won,15' });

    expect(plan?.files[0]?.columns.at(-1)).toEqual({ header: 'Value (k)', field: null });
  });

  test.for([
    {
      fault: 'in no encoding that is read',
      files: { 'a.csv': latin1('Deal ID,Owner\n1,Jürgen Müller') },
      code: 'encoding-not-recognised',
    },
    { fault: 'of the same name as another', files: { 'a.csv': 'a,b', './a.csv': 'a,b' }, code: 'name-repeated' },
  ])('$fault is refused by name', async ({ files, code }) => {
    const answer = await post(files);

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ pointer: '/file/a.csv', code }] });
  });
});

describe('a cell', () => {
  test('that has lost characters, or shows a formula in place of a value, is refused by row and field', async () => {
    const text = [
      'Deal ID,Owner,Account,Stage,Opened',
      'F1,ann,海港酒店,Engaging,2024-01-05',
      'F2,ann,海港\u200B酒店\u202E,Engaging,2024-01-05',
      '=A1+1,ann,海港酒店,Engaging,2024-01-05',
      "F4,ann,=cmd|'/c calc'!A0,Engaging,2024-01-05",
      'F5,#REF!,海港酒店,Engaging,2024-01-05',
      '',
    ].join('\n');
    const broken = [...Buffer.from('F6,ann,'), 0xba, 0xa3, 0xb8, 0xdb, ...Buffer.from(',Engaging,2024-01-05\nF7')];

    const { plan, rows } = await imported({ 'a.csv': new Uint8Array([...Buffer.from(text), ...broken]) });

    expect(plan?.files).toMatchObject([{ encoding: 'utf-8' }]);
    expect(plan?.missing.customers).toEqual(['海港酒店']);
    expect(rows.map(({ line, reasons: [reason] }) => [line, reason?.field, reason?.code])).toEqual([
      [2, undefined, undefined],
      [3, undefined, undefined],
      [4, 'key', 'formula-not-value'],
      [5, 'customer', 'formula-not-value'],
      [6, 'owner', 'formula-not-value'],
      [7, 'customer', 'characters-unreadable'],
      [8, 'owner', 'owner-required'],
    ]);
  });

  test('in UTF-8 among others in GB 18030 is not read as other Chinese', async () => {
    const [utf8, gb] = [Buffer.from('海港酒店'), Buffer.from([0xba, 0xa3, 0xb8, 0xdb])];
    const line = (key: string, customer: Uint8Array) => [
      ...Buffer.from(`\n${key},ann,`),
      ...customer,
      ...Buffer.from(',Engaging,2024-01-05'),
    ];
    const bytes = [
      ...Buffer.from('Deal ID,Owner,Account,Stage,Opened'),
      ...line('G1', gb),
      ...line('G2', utf8),
      ...line('G3', gb),
    ];

    const { plan, rows } = await imported({ 'a.csv': new Uint8Array(bytes) });

    expect(plan?.files).toMatchObject([{ encoding: 'gb18030' }]);
    expect(plan?.missing.customers).toEqual(['海港']);
    expect(rows.map(({ line: at, reasons: [reason] }) => [at, reason?.field, reason?.code])).toEqual([
      [2, undefined, undefined],
      [3, 'customer', 'characters-unreadable'],
      [4, undefined, undefined],
    ]);
  });

  test('of a date says a day, and nothing beside its time', async () => {
    const dates = [
      '2024-01-05T08:00:00Z',
      '2024/1/5 8:00',
      '2024-01-05 8:00:00 AM',
      '2024-01-05 or so',
      '2024-01-05 to 2024-02-01',
    ];
    const lines = dates.map((date, at) => `D${at},ann,Harbour Hotel,Engaging,${date}`);

    const { rows } = await imported({ 'a.csv': ['Deal ID,Owner,Account,Stage,Opened', ...lines].join('\n') });

    expect(rows.map(({ reasons: [reason] }) => reason?.code)).toEqual([
      ...[undefined, undefined, undefined],
      ...['opened-on-unreadable', 'opened-on-unreadable'],
    ]);
  });

  test('as long as a book, or with half a character where it is cut, stops nothing', async () => {
    const long = 'x'.repeat(99);
    const files: Files = {
      'p.csv': [
        head,
        `L1,ann,${'y'.repeat(900_000)},Won,2024-01-05,2024-03-01,1,CNY`,
        `L2,ann,H,Maybe${long.slice(5)}😀,2024-01-05`,
      ].join('\n'),
      'c.csv': `Account,Sector\n${'z'.repeat(900_000)},steel\n,steel\nH,steel\nh,steel\nH,wood`,
    };

    const { plan, rows } = await imported(files, { source: 'long', apply: true });

    expect(plan?.faults.map(({ file, line, field, code }) => [file, line, field, code])).toEqual([
      ['c.csv', 2, 'customer', 'too-long'],
      ['c.csv', 3, 'customer', 'customer-required'],
      ['c.csv', 5, 'customer', 'customer-repeated'],
      ['c.csv', 6, 'customer', 'customer-repeated'],
    ]);
    expect(rows.map(({ reasons: [reason] }) => [reason?.code, reason?.value])).toEqual([
      ['too-long', 'y'.repeat(100)],
      ['stage-unknown', `Maybe${long.slice(5)}`],
    ]);
  });
});

function latin1(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}
