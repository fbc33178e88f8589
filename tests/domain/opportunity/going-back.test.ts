import { describe, expect, test } from 'vitest';
import type { ApprovalRequest } from '../../../domain/approval/state.ts';
import { addDuration, scaled } from '../../../domain/calendar.ts';
import { defaultCalendar } from '../../../domain/default-calendar.ts';
import type { Evidence } from '../../../domain/evidence-field.ts';
import type { CommandOf } from '../../../domain/opportunity/command.ts';
import { deadlines, stageDueAt } from '../../../domain/opportunity/deadline.ts';
import { decide } from '../../../domain/opportunity/decide.ts';
import { oddsOf } from '../../../domain/opportunity/odds.ts';
import { stageOf } from '../../../domain/opportunity/state.ts';
import {
  aClaim,
  aCommand,
  aNewSale,
  anOpening,
  aSale,
  aSaleAt,
  aVerification,
  after,
  machine,
  manager,
  monday,
  reached,
  version,
} from '../../builders/opportunity.ts';
import { aPlaybook } from '../../builders/playbook.ts';

const days = (workingDays: number, from = monday) => addDuration(defaultCalendar, from, { workingDays });
const submit = (number: number) =>
  aCommand<'submit-contract'>({
    ...{ type: 'submit-contract', version: { ...version, number }, lastEditorId: 'rep' },
    ...{ request: {} as ApprovalRequest, people: [] },
  });
const conclude = (number: number) =>
  aCommand<'conclude-approval'>(
    { type: 'conclude-approval', version: { ...version, number }, result: 'approved' },
    { actor: machine },
  );
const revoke = (checkpoint: string) =>
  aCommand<'revoke-checkpoint'>({ type: 'revoke-checkpoint', checkpoint, reason: 'A mistake.' }, { actor: manager });
const approved = after(aSaleAt('negotiation'), submit(1), conclude(1));
const signed = after(approved, aClaim('contract-signed', { contract: version }));
const imported = (stage: string) => aSale({ stage, imported: { source: 'crm', key: 'A1' } });

/** When the first rung comes due of a silence that began then. */
const firstSilence = (from: string) => {
  const { allowance, ladder } = aPlaybook().silence;
  const [{ when } = { when: { percent: 100 } }] = ladder.rungs;
  return addDuration(defaultCalendar, from, 'percent' in when ? scaled(allowance, when.percent / 100) : allowance);
};

describe('revoking the approval of a contract', () => {
  test('takes back the signature that stood on it, and the win', () => {
    const back = after(signed, revoke('contract-approved'));

    expect(back.won).toBe(false);
    expect(stageOf(back)?.key).toBe('negotiation');
    expect(back.checkpoints['contract-signed']).toMatchObject({ standing: 'open' });
    expect(oddsOf(back).percent).toBeLessThan(100);
  });

  test('asks for a newer version: the one that was approved cannot be submitted again, nor signed', () => {
    const back = after(approved, revoke('contract-approved'));

    expect(decide(back, submit(1), monday)).toMatchObject({ refused: 'version-not-newer' });
    expect(decide(back, aClaim('contract-signed', { contract: version }), monday)).toMatchObject({
      refused: 'checkpoint-required-first',
    });
    expect(after(back, submit(2)).approval).toMatchObject({ open: true, version: { number: 2 } });
  });

  test('months after the win warns of no silence in between: it counts from then on', () => {
    const back = after(signed, { ...revoke('contract-signed'), at: days(100) });
    const silence = deadlines(back).find((one) => one.type === 'rung' && one.clock === 'silence');

    expect(back.won).toBe(false);
    expect(silence?.dueAt).toBe(firstSilence(days(100)));
  });

  test('of anything else leaves what does not stand on it', () => {
    const back = after(signed, revoke('qualification-passed'));

    expect(stageOf(back)?.key).toBe('development');
    expect(back.checkpoints['contract-signed']?.standing).toBe('accepted');
  });
});

describe('the clock of a stage measures its own progress', () => {
  const late = days(8);

  test('confirming what an import carried over does not restart it', () => {
    const sale = imported('tender');
    const confirmed = after(sale, aClaim('project-info-confirmed', { at: late }));

    expect(confirmed.checkpoints['project-info-confirmed']?.standing).toBe('accepted');
    expect(stageDueAt(confirmed)).toBe(stageDueAt(sale));
  });

  test('nor does it stand while such a confirmation waits for its second person', () => {
    const sale = imported('tender');

    expect(stageDueAt(after(sale, aClaim('qualification-passed', { at: late })))).toBe(stageDueAt(sale));
  });

  test('nor does a claim of a later stage, verified after the sale has gone back', () => {
    const claimed = after(aSaleAt('entry'), aClaim('key-person-engaged'));
    const back = after(claimed, { ...revoke('project-info-confirmed'), at: days(1) });
    const verified = after(back, aVerification('key-person-engaged', { at: days(3) }));

    expect(stageOf(verified)?.key).toBe('development');
    expect(stageDueAt(verified)).toBe(stageDueAt(back));
  });
});

describe('a planned delivery', () => {
  const plan = (dueOn: string) => aCommand<'plan-delivery'>({ type: 'plan-delivery', dueOn });

  test('of an imported sale is due on its date, half an allowance or not', () => {
    expect(stageDueAt(after(imported('delivery'), plan('2026-04-20')))?.slice(0, 10)).toBe('2026-04-20');
  });

  test('is brought forward by its owner, and put off by somebody above him alone, with a reason', () => {
    const planned = after(signed, plan('2026-04-20'));
    const putOff = aCommand<'plan-delivery'>({ type: 'plan-delivery', dueOn: '2026-06-30', reason: 'The hall is not built.' });

    expect(after(planned, plan('2026-04-13')).facts?.deliveryDueOn).toBe('2026-04-13');
    expect(decide(planned, putOff, monday)).toMatchObject({
      refused: 'not-permitted',
      errors: [{ pointer: '/dueOn', code: 'put-off' }],
    });
    expect(decide(planned, { ...plan('2026-06-30'), actor: manager }, monday)).toMatchObject({ refused: 'reason-required' });
    expect(decide(planned, { ...putOff, actor: manager }, monday)).toMatchObject([
      { type: 'delivery-planned', dueOn: '2026-06-30', reason: 'The hall is not built.' },
    ]);
    expect(decide(planned, { ...putOff, actor: { userId: 'rep', capacity: 'leadership' } }, monday)).toMatchObject({
      refused: 'not-permitted',
    });
  });

  test('cannot be hidden by its owner in a far year', () => {
    expect(decide(signed, plan('2199-12-31'), monday)).toMatchObject({ refused: 'not-permitted' });
    expect(decide(signed, { ...plan('2199-12-31'), actor: manager }, monday)).toMatchObject({ refused: 'reason-required' });
    expect(stageDueAt(after(signed, plan('2028-03-09')))?.slice(0, 10)).toBe('2028-03-09');
  });

  test('stays due on its date after a pause', () => {
    const planned = after(signed, plan('2026-04-20'));
    const paused = after(
      planned,
      aCommand<'pause'>({ type: 'pause', until: days(10), reason: 'Holidays.' }, { actor: manager }),
      aCommand<'resume'>({ type: 'resume', reason: '' }, { at: days(10) }),
    );

    expect(stageDueAt(paused)).toBe(stageDueAt(planned));
  });
});

describe('an imported sale', () => {
  test('earns no odds with what was carried over, until it is confirmed', () => {
    const sale = imported('entry');

    expect(oddsOf(sale).percent).toBe(oddsOf(aSale()).percent);
    expect(oddsOf(sale).reasons).toContainEqual(expect.objectContaining({ code: 'carried-over' }));
    expect(oddsOf(reached(sale, 'project-info-confirmed', 'qualification-passed')).percent).toBe(
      oddsOf(aSaleAt('entry')).percent,
    );
  });

  test('has odds also where its playbook gives none to the first stages', () => {
    const hopeless = aPlaybook().stages.map((stage, at) => (at < 2 ? { ...stage, odds: 0 } : stage));
    const opening = anOpening({ stage: 'entry', imported: { source: 'crm', key: 'A1' } });

    expect(oddsOf(after({ ...aNewSale(), playbook: aPlaybook({ stages: hopeless }) }, opening)).percent).toBe(0);
  });

  test('that is won is not given up by a ruling on what it confirms', () => {
    const { evidence } = aClaim('qualification-passed') as CommandOf<'claim-checkpoint'>;
    const nought = Object.entries(evidence).map(([key, value]) => [key, typeof value === 'number' ? 0 : value]);
    const ruled = after(
      imported('delivery'),
      aClaim('qualification-passed', { evidence: Object.fromEntries(nought) as Evidence }),
    );
    const noGo = aCommand<'rule'>({ type: 'rule', verdict: 'no-go', reason: 'Too weak.' }, { actor: manager });

    expect(ruled.ruling).not.toBeNull();
    expect(decide(ruled, noGo, monday)).toMatchObject({ refused: 'already-won' });
  });
});
