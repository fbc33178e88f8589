import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { done } from './approval-stage.ts';
import { asPerson } from './http.ts';
import type { Upload } from './import-upload.ts';
import { anUpload } from './import-upload.ts';
import type { Stage } from './stage.ts';
import { aStage } from './stage.ts';
import { aWorker } from './worker.ts';

let stage: Stage;
let imported: Upload['imported'];
let worker: { readonly stop: () => Promise<unknown> };

beforeAll(async () => {
  stage = await aStage();
  ({ imported } = anUpload(stage));
  worker = await aWorker(stage);
});
afterAll(async () => {
  await worker.stop();
  await stage.close();
});

/** A file with one open sale of each. */
function salesOf(...owners: readonly string[]): string {
  const rows = owners.map((owner, at) => `P${at + 1},${owner},Harbour Hotel,Engaging,2024-01-05`);
  return ['Deal ID,Owner,Account,Stage,Opened', ...rows].join('\n');
}

function teamOf(...rows: readonly string[]): string {
  return ['Agent,Manager,Team,Email', ...rows].join('\n');
}

async function named(name: string) {
  return stage.database.prisma.user.findFirst({ where: { name }, include: { superior: true } });
}

describe('who cannot be taken in as listed', () => {
  const listed = [
    'Ghost Taken,Mo Boss,East,Ann@Boilers.Example',
    'Ghost Twin,Mo Boss,East,twins@boilers.example',
    'Other Twin,Mo Boss,East,TWINS@boilers.example',
    'Ghost Wrong,Mo Boss,East,not an address',
    'Ghost Below,Ghost Taken,East,',
    'Ghost Round,Round Two,East,',
    'Round Two,Ghost Round,East,',
    'Ghost Under,Gone,East,',
    'Real One,Mo Boss,East,real.one@boilers.example',
    'Real One,Somebody Else,East,',
    'Real One,Mo Boss,East,real.one@boilers.example',
  ];
  const owners = [
    ...[
      'Ghost Taken',
      'Ghost Twin',
      'Other Twin',
      'Ghost Wrong',
      'Ghost Below',
      'Ghost Round',
      'Ghost Under',
      'Gone',
      'Real One',
    ],
  ];
  const files = { 'p.csv': salesOf(...owners), 't.csv': teamOf(...listed) };
  const reasons = [
    { field: 'email', code: 'email-taken', value: 'Ann@Boilers.Example' },
    { field: 'email', code: 'email-taken', value: 'twins@boilers.example' },
    { field: 'email', code: 'email-taken', value: 'TWINS@boilers.example' },
    { field: 'email', code: 'email-unreadable', value: 'not an address' },
    { field: 'manager', code: 'manager-refused', value: 'Ghost Taken' },
    { field: 'manager', code: 'manager-circular', value: 'Round Two' },
    { field: 'manager', code: 'manager-left', value: 'Gone' },
    { field: 'owner', code: 'owner-left', value: 'Gone' },
    undefined,
  ];

  test('owns no sale: each such row is refused, in the dry run as in the import, and the listing names its row', async () => {
    await stage.database.prisma.user.create({ data: { id: 'gone', name: 'Gone', email: 'gone@boilers.example', active: false } });
    const asked = { source: 'ghosts' };

    const dry = await imported(files, asked);
    const real = await imported(files, { ...asked, apply: true });

    expect(dry.rows.map((row) => row.reasons[0])).toEqual(reasons);
    expect(real.rows.map((row) => row.reasons)).toEqual(dry.rows.map((row) => row.reasons));
    expect(real.rows.map(({ outcome }) => outcome)).toEqual([...Array.from({ length: 8 }, () => 'refused'), 'opened']);
    expect(dry.plan?.faults).toMatchObject([
      { file: 't.csv', line: 11, field: 'owner', code: 'owner-repeated', value: 'Real One' },
      ...[2, 3, 4].map((line) => ({ file: 't.csv', line, code: 'email-taken' })),
      { line: 5, code: 'email-unreadable' },
      { line: 6, code: 'manager-refused' },
      { line: 7, code: 'manager-circular' },
      { line: 8, code: 'manager-circular' },
      { line: 9, code: 'manager-left' },
    ]);
    expect(dry.plan?.missing.people).toEqual(['Real One', 'Mo Boss']);
    const { rows: ghosts } = await stage.database.pool.query(
      `SELECT id FROM opportunity WHERE owner_id NOT IN (SELECT id FROM "user" WHERE active)`,
    );
    expect(ghosts).toEqual([]);
    expect(await named('Ghost Taken')).toBeNull();
    expect(await named('Real One')).toMatchObject({ email: 'real.one@boilers.example', superior: { name: 'Mo Boss' } });
  });

  test('because his own row cannot be read is not taken in as if no row named him, nor is anybody below him', async () => {
    const rows = [
      'Half Boss,Mo Boss,#REF!,half.boss@boilers.example',
      'Half Rep,Half Boss,North,half.rep@boilers.example',
      'Half Aide,Half Rep,North,half.aide@boilers.example',
      'Lone Rep,Mo Boss,#REF!,lone.rep@boilers.example',
      'Twice Rep,Mo Boss,#REF!,twice.rep@boilers.example',
      'Twice Rep,Mo Boss,North,twice.rep@boilers.example',
    ];
    const halves = ['Half Boss', 'Half Rep', 'Half Aide', 'Lone Rep', 'Twice Rep'];
    const sent = { 'p.csv': salesOf(...halves), 't.csv': teamOf(...rows) };
    const asked = { source: 'halves', mapping: { defaults: { team: 'North' } } };

    const dry = await imported(sent, asked);
    const real = await imported(sent, { ...asked, apply: true });

    expect(dry.rows.map(({ reasons: [reason] }) => reason)).toEqual([
      { field: 'team', code: 'formula-not-value', value: '#REF!' },
      { field: 'manager', code: 'manager-refused', value: 'Half Boss' },
      { field: 'manager', code: 'manager-refused', value: 'Half Rep' },
      { field: 'team', code: 'formula-not-value', value: '#REF!' },
      undefined,
    ]);
    expect(real.rows.map((row) => row.reasons)).toEqual(dry.rows.map((row) => row.reasons));
    expect(dry.plan?.faults.map(({ line, code }) => [line, code])).toEqual([
      ...[2, 5, 6].map((line) => [line, 'formula-not-value']),
      ...[3, 4].map((line) => [line, 'manager-refused']),
    ]);
    const taken = await stage.database.prisma.user.findMany({ where: { name: { in: halves } }, include: { superior: true } });
    expect(taken).toMatchObject([{ name: 'Twice Rep', email: 'twice.rep@boilers.example', superior: { name: 'Mo Boss' } }]);
  });

  test('is known again by the name he was imported under, whatever he is called today', async () => {
    const person = await named('Real One');
    await done((await asPerson(stage, 'admin'))('PATCH', `/users/${person?.id}`, { body: { name: 'Real Won' } }));

    const { plan, rows } = await imported({ 'p.csv': salesOf('Real One') }, { source: 'renamed', apply: true });

    expect(plan?.missing.people).toEqual([]);
    expect(rows).toMatchObject([{ outcome: 'opened' }]);
    expect(await stage.database.prisma.opportunity.findFirst({ where: { importKey: 'renamed:P1' } })).toMatchObject({
      ownerId: person?.id,
    });
  });
});

describe('the line that is listed', () => {
  const line = teamOf(
    'Low Rep,mid  MANAGER,West,',
    'Mid Manager,Dir_Top,West,',
    'Dir_Top,Chief Ex,West,',
    'DirXTop,Chief Ex,West,',
  );

  test('is kept over all its levels, whatever the order of the rows and the spelling of a name', async () => {
    const { rows } = await imported({ 'p.csv': salesOf('Low Rep'), 't.csv': line }, { source: 'line', apply: true });

    expect(rows).toMatchObject([{ outcome: 'opened' }]);
    expect(await named('Low Rep')).toMatchObject({ superior: { name: 'Mid Manager' } });
    expect(await named('Mid Manager')).toMatchObject({ roles: ['manager'], superior: { name: 'Dir_Top' } });
    expect(await named('Dir_Top')).toMatchObject({ superior: { name: 'Chief Ex' } });
  });
});

describe('mail to somebody who was imported', () => {
  test('is his to switch, and his administrator’s', async () => {
    const [ann, admin] = await Promise.all([asPerson(stage, 'ann'), asPerson(stage, 'admin')]);
    expect(await named('Low Rep')).toMatchObject({ wantsMail: true, email: expect.stringMatching(/@imported\.invalid$/) });

    const off = await done(ann('PATCH', '/me', { body: { wantsMail: false } }));
    expect(off.body).toMatchObject({ wantsMail: false });
    expect((await ann('GET', '/me')).body).toMatchObject({ wantsMail: false });
    const on = await done(admin('PATCH', '/users/ann', { body: { wantsMail: true } }));
    expect(on.body).toMatchObject({ wantsMail: true });
  });
});
