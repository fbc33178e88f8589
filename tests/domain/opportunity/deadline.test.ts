import { describe, expect, test } from 'vitest';
import type { ApprovalRequest } from '../../../domain/approval/state.ts';
import { addDuration } from '../../../domain/calendar.ts';
import { defaultCalendar } from '../../../domain/default-calendar.ts';
import type { Deadline } from '../../../domain/opportunity/deadline.ts';
import { deadlines, nextDeadline, stageDueAt } from '../../../domain/opportunity/deadline.ts';
import { decide } from '../../../domain/opportunity/decide.ts';
import { passDeadline } from '../../../domain/opportunity/escalate.ts';
import type { Rung } from '../../../domain/playbook.ts';
import { timingOf } from '../../../domain/playbook-timing.ts';
import { evolve } from '../../../domain/opportunity/evolve.ts';
import type { Opportunity } from '../../../domain/opportunity/state.ts';
import {
  aClaim,
  aCommand,
  aSale,
  aSaleAt,
  aVerification,
  after,
  machine,
  manager,
  monday,
  rep,
  version,
} from '../../builders/opportunity.ts';
import { aPlaybook } from '../../builders/playbook.ts';

const days = (workingDays: number, from = monday) => addDuration(defaultCalendar, from, { workingDays });
const next = (state: Opportunity) => nextDeadline(state) as Extract<Deadline, { type: 'rung' }>;
const pass = (state: Opportunity) =>
  passDeadline(state, next(state), { told: [{ userId: 'manager', level: 1 }], at: next(state).dueAt }).reduce(evolve, state);
const ofStage = (state: Opportunity) => deadlines(state).filter((one) => one.type === 'rung' && one.clock === 'stage');

describe('the clock of a stage', () => {
  test('gives the stage its allowance in working days', () => {
    expect(stageDueAt(aSale())).toBe(days(15));
  });

  test('restarts only when a checkpoint is accepted', () => {
    const later = days(3);
    const visited = after(aSale(), aCommand<'record-contact'>({ type: 'record-contact', contactedAt: later }, { at: later }));
    const progressed = after(visited, aClaim('project-info-confirmed', { at: later }));

    expect(stageDueAt(visited)).toBe(days(15));
    expect(stageDueAt(progressed)).toBe(days(15, later));
  });

  test('stands while the claim waits for its verifier, whose own clock runs', () => {
    const claimed = after(aSale(), aClaim('project-info-confirmed'), aClaim('qualification-passed', { at: days(1) }));

    expect(stageDueAt(claimed)).toBeNull();
    expect(deadlines(claimed)).toContainEqual(expect.objectContaining({ clock: 'verification:qualification-passed' }));
  });

  test('whose clock a pause does not stop: it is the customer who waits then, not the manager', () => {
    const claimed = after(aSale(), aClaim('project-info-confirmed'), aClaim('qualification-passed'));
    const owed = (state: Opportunity) =>
      deadlines(state)
        .filter((one) => one.type === 'rung')
        .map(({ clock }) => clock);
    const pause = { type: 'pause', until: days(20), reason: 'The hotel waits for its permit.' } as const;

    expect(owed(claimed)).toEqual(expect.arrayContaining(['verification:qualification-passed', 'silence']));
    expect(owed(after(claimed, aCommand<'pause'>(pause, { actor: manager })))).toEqual(['verification:qualification-passed']);
  });

  test('goes on with what was left when the claim is rejected', () => {
    const claimed = after(aSale(), aClaim('project-info-confirmed'), aClaim('qualification-passed', { at: days(1) }));
    const rejected = after(claimed, aVerification('qualification-passed', { verdict: 'reject', comment: 'No.', at: days(4) }));

    expect(stageDueAt(rejected)).toBe(days(18));
  });

  test('stands while leadership decides on the contract', () => {
    const submitted = after(
      aSaleAt('negotiation'),
      aCommand<'submit-contract'>({
        type: 'submit-contract',
        version,
        lastEditorId: 'rep',
        request: {} as ApprovalRequest,
        people: [],
      }),
    );

    expect(stageDueAt(submitted)).toBeNull();
  });

  test('of delivery counts to the planned date', () => {
    const signed = after(
      aSaleAt('negotiation'),
      aCommand<'submit-contract'>({
        type: 'submit-contract',
        version,
        lastEditorId: 'rep',
        request: {} as ApprovalRequest,
        people: [],
      }),
      aCommand<'conclude-approval'>(
        { type: 'conclude-approval', version, result: 'approved' },
        { actor: { userId: 'system', capacity: 'system' } },
      ),
      aClaim('contract-signed', { contract: version }),
    );
    const planned = after(signed, aCommand<'plan-delivery'>({ type: 'plan-delivery', dueOn: '2026-08-28' }));

    expect(stageDueAt(planned)?.slice(0, 10)).toBe('2026-08-28');
  });

  test('of an imported sale has half an allowance left', () => {
    expect(stageDueAt(aSale({ imported: { source: 'crm', key: '1' } }))).toBe(days(7.5));
  });
});

describe('a stalled stage', () => {
  test('reminds the rep at 80 %, then tells the manager, then goes up, then comes back weekly', () => {
    const quiet = { ...aSale(), silentSince: '2030-01-01T00:00:00.000Z' };
    const fired: { readonly tell: unknown; readonly dueAt: string }[] = [];
    let state: Opportunity = quiet;
    for (let rung = 0; rung < 7; rung += 1) {
      fired.push({ tell: next(state).tell, dueAt: next(state).dueAt });
      state = pass(state);
    }

    expect(fired).toEqual([
      { tell: { to: 'owner' }, dueAt: days(12) },
      { tell: { to: 'superior', level: 1 }, dueAt: days(15) },
      { tell: { to: 'superior', level: 2 }, dueAt: days(17) },
      { tell: { to: 'superior', level: 3 }, dueAt: days(19) },
      { tell: { to: 'leadership' }, dueAt: days(21) },
      { tell: { to: 'leadership' }, dueAt: days(26) },
      { tell: { to: 'leadership' }, dueAt: days(31) },
    ]);
  });

  test('keeps quiet for a while once somebody who was told has a plan', () => {
    const stalled = pass(pass({ ...aSale(), silentSince: '2030-01-01T00:00:00.000Z' }));
    const acknowledge = aCommand<'acknowledge-escalation'>(
      { type: 'acknowledge-escalation', clock: 'stage', plan: 'Visit on Friday.' },
      { at: days(16) },
    );

    expect(decide(stalled, { ...acknowledge, actor: rep }, days(16))).toMatchObject({ refused: 'not-permitted' });
    expect(ofStage(after(stalled, { ...acknowledge, actor: manager }))).toMatchObject([{ rung: 2, dueAt: days(21) }]);
  });

  test('cannot be put off by more than ten working days', () => {
    const stalled = pass(pass({ ...aSale(), silentSince: '2030-01-01T00:00:00.000Z' }));
    const snooze = aCommand<'acknowledge-escalation'>(
      { type: 'acknowledge-escalation', clock: 'stage', plan: 'Later.', snoozeUntil: days(27) },
      { actor: manager, at: days(16) },
    );

    expect(decide(stalled, snooze, days(16))).toMatchObject({ refused: 'snooze-too-long' });
  });

  test('begins its ladder anew after progress', () => {
    const stalled = pass(pass({ ...aSale(), silentSince: '2030-01-01T00:00:00.000Z' }));
    const progressed = after(stalled, aClaim('project-info-confirmed', { at: days(16) }));

    expect(ofStage(progressed)).toMatchObject([{ rung: 0, dueAt: days(28) }]);
  });

  test('fires nothing for a deadline that has moved meanwhile', () => {
    const stale = next({ ...aSale(), silentSince: '2030-01-01T00:00:00.000Z' });
    const progressed = after(aSale(), aClaim('project-info-confirmed', { at: days(1) }));

    expect(passDeadline(progressed, stale, { told: [], at: stale.dueAt })).toEqual([]);
  });
});

test('after an outage, what repeats is said once, not as often as it was missed', () => {
  let state: Opportunity = { ...aSale(), silentSince: '2030-01-01T00:00:00.000Z' };
  const at = days(150);
  let said = 0;
  for (let due = next(state); due.dueAt <= at; due = next(state), said += 1) {
    state = passDeadline(state, due, { told: [], at }).reduce(evolve, state);
  }

  expect(said).toBe(5);
});

describe('a ladder that a newer playbook changes while it fires', () => {
  const superior = (level: number) => ({ to: 'superior', level }) as const;
  const first: Rung = { when: { percent: 100 }, tell: superior(1) };
  const second: Rung = { when: { after: { workingDays: 2 } }, tell: superior(2) };
  const reminder: Rung = { when: { percent: 80 }, tell: { to: 'owner' } };
  const withLadder = (...rungs: readonly Rung[]) => {
    const stages = aPlaybook().stages.map((stage) => ({ ...stage, ladder: { rungs } }));
    return aPlaybook({ version: 2, stages });
  };
  const told = (...rungs: readonly Rung[]) => {
    const silent = { ...aSale(), playbook: withLadder(...rungs), silentSince: '2030-01-01T00:00:00.000Z' };
    return (newer: readonly Rung[], fired = 1) => {
      const stalled = Array.from({ length: fired }).reduce<Opportunity>(pass, silent);
      const change = aCommand<'change-timing'>({ type: 'change-timing', timing: timingOf(withLadder(...newer)) });
      return next(after(stalled, { ...change, actor: machine }));
    };
  };

  test('tells nobody again, nor the next one up before his time, because a reminder was put in front', () => {
    expect(told(first, second)([reminder, first, second])).toMatchObject({ tell: superior(2), dueAt: days(17) });
  });

  test('passes nobody over because a reminder was left out', () => {
    expect(told(reminder, first, second)([first, second], 2)).toMatchObject({ tell: superior(2), dueAt: days(17) });
    expect(told(reminder, first, second)([first, second], 1)).toMatchObject({ tell: superior(1), dueAt: days(15) });
  });

  test('tells at once who should have been told by now, where the newer one is stricter', () => {
    const strict: Rung = { when: { percent: 20 }, tell: superior(1) };

    expect(told(reminder, first)([{ ...reminder, when: { percent: 10 } }, strict])).toMatchObject({
      tell: superior(1),
      dueAt: days(3),
    });
  });
});

test('silence is a clock of its own, and a recorded contact restarts it', () => {
  const silence = (state: Opportunity) => deadlines(state).find((one) => one.type === 'rung' && one.clock === 'silence')?.dueAt;
  const contacted = after(aSale(), aCommand<'record-contact'>({ type: 'record-contact', contactedAt: days(2) }, { at: days(2) }));

  expect(silence(contacted)).toBe(days(2, silence(aSale())));
});

test('a pause ends by itself', () => {
  const until = '2026-06-01T00:00:00.000Z';
  const paused = after(aSale(), aCommand<'pause'>({ type: 'pause', until, reason: 'Permit.' }, { actor: manager }));

  expect(nextDeadline(paused)).toEqual({ type: 'pause-ends', dueAt: until });
  expect(pass(paused).pause).toBeNull();
});

test('a contact told late tells nobody again of the silence before it', () => {
  const silent = (state: Opportunity) => deadlines(state).find((one) => one.type === 'rung' && one.clock === 'silence');
  let state = aSale();
  while ((silent(state)?.dueAt ?? '') < days(15)) {
    const due = silent(state) as Extract<Deadline, { type: 'rung' }>;
    state = passDeadline(state, due, { told: [{ userId: 'manager', level: 1 }], at: due.dueAt }).reduce(evolve, state);
  }
  const contactedAt = days(4);
  const contact = aCommand<'record-contact'>({ type: 'record-contact', contactedAt }, { at: days(15) });
  const heard = after(state, contact);

  expect(state.escalations['silence']?.rungsFired).toBeGreaterThan(2);
  expect(heard.lastContactAt).toBe(contactedAt);
  expect((silent(heard)?.dueAt ?? '') > days(15)).toBe(true);
});
