import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { machine } from '../../../domain/actor.ts';
import { decide, rejection } from '../../../domain/approval/decide.ts';
import { evolve } from '../../../domain/approval/evolve.ts';
import type { ApproverRef } from '../../../domain/approval/policy.ts';
import { settled as follow } from '../../../domain/approval/settle.ts';
import type { Approval, Step } from '../../../domain/approval/state.ts';
import { inForce, openSteps, requesters } from '../../../domain/approval/state.ts';
import { isStuck } from '../../../domain/approval/verdict.ts';
import { approvedBy, asked, by } from '../../builders/approval.ts';
import { aLife, play } from './life.ts';

const check = (property: (life: ReturnType<typeof play>) => void) =>
  fc.assert(
    fc.property(aLife, (life) => property(play(life))),
    { numRuns: 250 },
  );

describe('whatever the policy, the people, their absences and what they do', () => {
  test('neither submitter nor last editor ever counts, nor whom they stood in for, nor anyone for them', () => {
    check(({ settled }) => {
      for (const state of settled) {
        for (const { userId, onBehalfOf } of inForce(state)) {
          expect(requesters(state)).not.toContain(userId);
          expect(requesters(state)).not.toContain(onBehalfOf);
        }
      }
    });
  });

  test('nobody counts twice', () => {
    check(({ settled }) => {
      for (const state of settled) {
        const decisions = inForce(state);
        const people = decisions.flatMap(({ userId, onBehalfOf }) => (onBehalfOf === null ? [userId] : [userId, onBehalfOf]));
        expect(people.length).toBe(new Set(people).size);
      }
    });
  });

  test('an approved request has an approval in force for each of its steps, and no rejection of a step that one can reject', () => {
    let approvals = 0;
    check(({ settled }) => {
      for (const state of settled.filter(({ result }) => result === 'approved')) {
        approvals += 1;
        const approved = new Set(
          inForce(state)
            .filter(({ verdict }) => verdict === 'approve')
            .map(({ step }) => step),
        );
        expect(state.steps.filter(({ key }) => !approved.has(key))).toEqual([]);
        expect(state.steps.every(({ passed }) => passed)).toBe(true);
      }
    });
    expect(approvals).toBeGreaterThan(0);
  });

  test('an approved quorum, or unanimity, was reached by as many different people', () => {
    check(({ settled }) => {
      for (const state of settled.filter(({ result }) => result === 'approved')) {
        for (const { key, rule } of state.steps.filter(({ rule: { mode } }) => mode.kind === 'quorum')) {
          const people = new Set(
            inForce(state)
              .filter(({ step, verdict }) => step === key && verdict === 'approve')
              .map(({ userId }) => userId),
          );
          expect(people.size).toBeGreaterThanOrEqual(rule.mode.kind === 'quorum' ? rule.mode.count : 0);
        }
      }
    });
  });

  test('an open request has somebody who can bring it further, or an alarm was raised', () => {
    check(({ settled }) => {
      for (const state of settled.filter(({ result }) => result === null)) {
        expect(openSteps(state).length).toBeGreaterThan(0);
        for (const step of openSteps(state)) expect(isStuck(state, step) && !step.alarmed).toBe(false);
      }
    });
  });

  test('every seat belongs to somebody who may decide: active, no requester, and undecided', () => {
    check(({ settled }) => {
      for (const state of settled.filter(({ result }) => result === null)) {
        for (const { userId } of openSteps(state).flatMap(({ seats }) => seats)) {
          expect(state.people.find(({ id }) => id === userId)?.active).toBe(true);
          expect(requesters(state)).not.toContain(userId);
          expect(inForce(state).map((decision) => decision.userId)).not.toContain(userId);
        }
      }
    });
  });

  test('a step passes only when its own rule is met by as many different people, and each colleague put in beside', () => {
    check(({ seen }) => {
      const lacks = seen.flatMap(({ before, event }) => {
        const step = event.type === 'step-passed' ? before.steps.find(({ key }) => key === event.step) : undefined;
        return step === undefined ? [] : missing(before, step);
      });
      expect(lacks).toEqual([]);
    });
  });

  test('nobody decides out of turn, nor without being asked or being the one who is away', () => {
    check(({ seen }) => {
      for (const { before, event } of seen) {
        if (event.type !== 'decided') continue;
        const step = openSteps(before).find(({ key }) => key === event.step);
        const isAsked = step?.seats.some(({ slot, userId }) => slot === event.slot && userId === event.userId) ?? false;
        expect(isAsked || isAway(before, event.userId)).toBe(true);
        expect(before.steps.filter(({ rank, passed }) => rank < (step?.rank ?? 0) && !passed)).toEqual([]);
      }
    });
  });

  test('when all who are asked approve, it ends approved, or an alarm says why not', () => {
    let approved = 0;
    check(({ settled }) => {
      const [state] = settled;
      if (state === undefined) return;
      const end = approvedByAll(state);
      approved += end.result === 'approved' ? 1 : 0;
      expect(end.result === 'approved' || openSteps(end).some(({ alarmed }) => alarmed)).toBe(true);
    });
    expect(approved).toBeGreaterThan(0);
  });

  test('nothing more follows of itself from a state that has settled', () => {
    check(({ settled }) => {
      for (const state of settled) expect(follow(state, [], { at: state.lastAt, actor: machine })).toEqual([]);
    });
  });

  test('each repeat of a command changes nothing, also late', () => {
    check(({ settled, given }) => {
      const last = settled.at(-1);
      const answers = last === undefined ? [] : given.map((command) => decide(last, command, last.lastAt));
      expect(answers.filter((answer) => !Array.isArray(answer) || answer.length > 0)).toEqual([]);
    });
  });

  test('deciding changes no state, refused or not', () => {
    check(({ settled, given }) => {
      for (const state of settled.slice(-3)) {
        const before = JSON.stringify(state);
        for (const command of given) decide(state, { ...command, commandId: `again-${command.commandId}` }, state.lastAt);
        expect(JSON.stringify(state)).toBe(before);
      }
    });
  });

  test('a refused command leaves the request as it was, but for the record of it', () => {
    check(({ settled }) => {
      for (const state of settled.slice(-3)) {
        const refused = rejection(by('p0', { type: 'claim' }, { at: state.lastAt }), { refused: 'not-asked' }, state.lastAt);
        const { seq, recent, ...rest } = evolve(state, refused);
        expect(rest).toEqual({ ...state, seq: undefined, recent: undefined });
        expect([seq, recent.at(-1)?.refusal]).toEqual([state.seq + 1, { refused: 'not-asked' }]);
      }
    });
  });

  test('the clock of somebody who is asked runs from when he was, and never anew while he is', () => {
    check(({ seen }) => {
      for (const { before, after } of seen) {
        for (const { key, seats } of after.steps) {
          const known = before.steps.find((step) => step.key === key)?.seats ?? [];
          for (const seat of seats) {
            const same = known.find(({ slot, userId }) => slot === seat.slot && userId === seat.userId);
            expect(same === undefined ? seat.sinceAt >= before.lastAt : seat.sinceAt === same.sinceAt).toBe(true);
          }
        }
      }
    });
  });

  test('any event can follow any state', () => {
    fc.assert(
      fc.property(aLife, aLife, (one, other) => {
        const strangers = play(other).seen.map(({ event }) => event);
        const { settled } = play(one);
        for (const state of settled.slice(-2)) expect(strangers.reduce(evolve, state).seq).toBe(state.seq + strangers.length);
      }),
      { numRuns: 100 },
    );
  });

  test('events are counted one by one and time never goes back', () => {
    check(({ seen }) => {
      for (const { before, after } of seen) {
        expect(after.seq).toBe(before.seq + 1);
        expect(after.lastAt >= before.lastAt).toBe(true);
      }
    });
  });
});

/** What a step's rule still wants, reckoned apart from the rules themselves. */
function missing(state: Approval, { key, rule, changes }: Step): readonly string[] {
  const approvals = inForce(state).filter(({ step, verdict }) => step === key && verdict === 'approve');
  const own = approvals.filter(({ slot }) => !slot.startsWith('beside:'));
  const wanted = [...wantedOf(state, rule), ...changes.flatMap(({ kind, slot }) => (kind === 'beside' ? [slot] : []))];
  const people = new Set(own.map(({ userId }) => userId)).size;
  const least = { any: 1, all: 1, 'each-group': 1, quorum: 1, veto: rule.approvers.length > 1 ? 2 : 1 }[rule.mode.kind];
  const enough = rule.mode.kind === 'quorum' ? rule.mode.count : Math.min(least, new Set(rule.approvers.map(nameOf)).size);
  return [...wanted.filter((slot) => !approvals.some((one) => one.slot === slot)), ...(people >= enough ? [] : ['people'])];
}

/** The places that must all be filled. */
function wantedOf(state: Approval, { approvers, mode }: Step['rule']): readonly string[] {
  if (mode.kind === 'veto') return [`person:${mode.by}`];
  if (mode.kind === 'each-group') return approvers.map(nameOf);
  if (mode.kind !== 'all') return [];
  const named = (ref: ApproverRef) =>
    'person' in ref ? [ref.person] : state.people.filter((one) => one.active && isIn(one, ref)).map(({ id }) => id);
  return approvers.filter((ref) => !('superior' in ref)).flatMap((ref) => named(ref).map((id) => `person:${id}`));
}

function isIn({ groups, roles }: { readonly groups: readonly string[]; readonly roles: readonly string[] }, ref: ApproverRef) {
  return ('group' in ref && groups.includes(ref.group)) || ('role' in ref && roles.includes(ref.role));
}

function nameOf(ref: ApproverRef): string {
  return Object.entries(ref)
    .map(([kind, name]) => `${kind}:${name}`)
    .join('');
}

function isAway({ people, lastAt }: Approval, userId: string): boolean {
  const absences = people?.find(({ id }) => id === userId)?.absences ?? [];
  return absences.some(({ fromAt, untilAt }) => fromAt <= lastAt && lastAt < untilAt);
}

function approvedByAll(start: Approval): Approval {
  let state = start;
  for (let [next] = asked(state); next !== undefined && state.result === null; [next] = asked(state)) {
    state = approvedBy(state, next);
  }
  return state;
}
