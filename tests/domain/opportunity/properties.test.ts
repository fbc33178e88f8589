import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApprovalRequest } from '../../../domain/approval/state.ts';
import type { Actor } from '../../../domain/actor.ts';
import { addDuration } from '../../../domain/calendar.ts';
import { defaultCalendar } from '../../../domain/default-calendar.ts';
import type { RunningClock } from '../../../domain/opportunity/clock.ts';
import { breachAt, runningClocks } from '../../../domain/opportunity/clock.ts';
import type { OpportunityCommand } from '../../../domain/opportunity/command.ts';
import { nextDeadline } from '../../../domain/opportunity/deadline.ts';
import { decide } from '../../../domain/opportunity/decide.ts';
import { passDeadline } from '../../../domain/opportunity/escalate.ts';
import type { OpportunityEvent } from '../../../domain/opportunity/event.ts';
import { evolve } from '../../../domain/opportunity/evolve.ts';
import type { Opportunity } from '../../../domain/opportunity/state.ts';
import { stageOf } from '../../../domain/opportunity/state.ts';
import { summaryOf } from '../../../domain/opportunity/summary.ts';
import { isRefusal } from '../../../domain/refusal.ts';
import { aClaim, aCommand, aNewSale, anOpening, aVerification, machine, manager, monday } from '../../builders/opportunity.ts';
import { aPlaybook } from '../../builders/playbook.ts';

const { stages } = aPlaybook();
const keys = stages.flatMap(({ checkpoints }) => checkpoints.map(({ key }) => key));
const version = (number: number) => ({ number, hash: String(number).repeat(64).slice(0, 64) });
const actors: readonly Actor[] = [
  { userId: 'rep', capacity: 'owner' },
  manager,
  { userId: 'boss', capacity: 'leadership' },
  machine,
];

const aWish: fc.Arbitrary<OpportunityCommand> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...keys).map((key) => aClaim(key, { contract: version(1) })) },
  { weight: 6, arbitrary: fc.constantFrom(...keys).map((key) => aVerification(key)) },
  { weight: 1, arbitrary: fc.constantFrom(...keys).map((key) => aVerification(key, { verdict: 'reject', comment: 'no' })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...keys)
      .map((checkpoint) => aCommand({ type: 'waive-checkpoint', checkpoint, reason: 'r' }, { actor: manager })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...keys)
      .map((checkpoint) => aCommand({ type: 'revoke-checkpoint', checkpoint, reason: 'r' }, { actor: manager })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('go', 'limited', 'no-go')
      .map((verdict) => aCommand({ type: 'rule', verdict, reason: 'r', capWorkingDays: 3 }, { actor: manager })),
  },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 1, max: 3 }).map((number) =>
      aCommand({
        type: 'submit-contract',
        version: version(number),
        lastEditorId: 'rep',
        request: {} as ApprovalRequest,
        people: [],
      }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('approved', 'returned')
      .map((result) => aCommand({ type: 'conclude-approval', version: version(1), result }, { actor: machine })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constant(null)
      .map(() => aCommand({ type: 'pause', until: '2026-12-01T00:00:00.000Z', reason: 'r' }, { actor: manager })),
  },
  { weight: 1, arbitrary: fc.constant(null).map(() => aCommand({ type: 'resume', reason: 'r' }, { actor: manager })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...actors)
      .map((actor) => aCommand({ type: 'acknowledge-escalation', clock: 'stage', plan: 'p' }, { actor })),
  },
);

const aStep = fc.record({ wish: aWish, waitHours: fc.constantFrom(0, 0, 1, 30, 200), stage: fc.constant('') });
const aLife = fc.record({
  entered: fc.constantFrom('development', 'development', 'proposal', 'tender'),
  steps: fc.array(aStep, { maxLength: 60 }),
});

type Seen = { readonly before: Opportunity; readonly after: Opportunity; readonly events: readonly OpportunityEvent[] };

/** Plays a life, deadlines included, and returns each change of state. */
function play({ entered, steps }: typeof aLife extends fc.Arbitrary<infer Life> ? Life : never): readonly Seen[] {
  const seen: Seen[] = [];
  let state = aNewSale();
  let at = monday;
  const enter = (events: readonly OpportunityEvent[]) => {
    for (const event of events) {
      const next = evolve(state, event);
      seen.push({ before: state, after: next, events: [event] });
      state = next;
    }
  };
  const ask = (command: OpportunityCommand) => {
    const decision = decide(state, command, at > state.lastAt ? at : state.lastAt);
    if (!isRefusal(decision)) enter(decision);
  };
  ask(anOpening({ stage: entered }));
  for (const { wish, waitHours } of steps) {
    at = addDuration(defaultCalendar, at, { hours: waitHours });
    for (let due = nextDeadline(state); due !== null && due.dueAt <= at; due = nextDeadline(state)) {
      enter(passDeadline(state, due, { told: [{ userId: 'manager', level: 1 }], at: due.dueAt }));
    }
    ask({ ...wish, at });
  }
  return seen;
}

/** The same run of a clock, in the same stage, breached sooner than before. */
function movedEarlier(clock: RunningClock, before: Opportunity, after: Opportunity): boolean {
  const same = runningClocks(after).find(({ key, startedAt }) => key === clock.key && startedAt === clock.startedAt);
  return same !== undefined && stageOf(before) === stageOf(after) && breachAt(after, same) < breachAt(before, clock);
}

describe('whatever is commanded, in whatever order', () => {
  test('no sale stands past a gate that is not satisfied', () => {
    fc.assert(
      fc.property(aLife, (life) => {
        for (const { after } of play(life)) {
          const stage = stageOf(after);
          const passed = stages.slice(0, stage === undefined ? stages.length : stages.findIndex(({ key }) => key === stage.key));
          const isOpen = (key: string) => (after.checkpoints[key]?.standing ?? 'open') === 'open';
          expect(passed.flatMap(({ gate }) => gate).filter((group) => group.every(isOpen))).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a deadline of a running clock never moves to an earlier instant', () => {
    fc.assert(
      fc.property(aLife, (life) => {
        for (const { before, after } of play(life)) {
          expect(runningClocks(before).filter((clock) => movedEarlier(clock, before, after))).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('each repeat of a command changes nothing, also late', () => {
    fc.assert(
      fc.property(aLife, (life) => {
        const seen = play(life);
        const last = seen.at(-1)?.after;
        for (const { events } of seen) {
          const [{ commandId, fingerprint } = {}] = events;
          if (last === undefined || commandId === undefined || fingerprint === undefined) continue;
          const repeat = { ...aClaim('project-info-confirmed'), commandId, fingerprint };
          expect(decide(last, repeat, last.lastAt)).toEqual([]);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('events are counted one by one, time never goes back, and the sale is won only by a signed, approved version', () => {
    fc.assert(
      fc.property(aLife, (life) => {
        for (const { before, after } of play(life)) {
          expect(after.seq).toBe(before.seq + 1);
          expect(after.lastAt >= before.lastAt).toBe(true);
          if (after.won) expect(after.checkpoints['contract-signed']?.standing).toBe('accepted');
          if (after.won) expect(after.checkpoints['contract-approved']?.standing).toBe('accepted');
          if (after.facts !== null) expect(summaryOf(after).seq).toBe(after.seq);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('nobody verifies what he claimed himself', () => {
    fc.assert(
      fc.property(aLife, (life) => {
        for (const { before, events } of play(life)) {
          for (const event of events) {
            if (event.type === 'checkpoint-accepted' && event.verified && event.actor.capacity !== 'system') {
              expect(before.checkpoints[event.checkpoint]?.claim?.by).not.toBe(event.actor.userId);
            }
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
