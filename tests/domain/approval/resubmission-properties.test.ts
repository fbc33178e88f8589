import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApprovalEventOf } from '../../../domain/approval/event.ts';
import type { Approval } from '../../../domain/approval/state.ts';
import { inForce, requesters } from '../../../domain/approval/state.ts';
import { changedFacts } from '../../../domain/approval/terms.ts';
import type { Told } from './life.ts';
import { aSaga, factOf, tell } from './life.ts';

/** Each decision that was carried over, with the version it came to and the one it comes from. */
function carriedIn({ seen, past }: Told) {
  return seen.flatMap(({ before, event }) => {
    const from = event.type === 'carried-over' ? past.find((one) => one.request.version.number === event.fromVersion) : undefined;
    return from === undefined ? [] : [{ before, event: event as ApprovalEventOf<'carried-over'>, from, past }];
  });
}

type Carried = ReturnType<typeof carriedIn>[number];

const check = (property: (told: Told) => void) =>
  fc.assert(
    fc.property(aSaga, (saga) => tell(saga).forEach(property)),
    { numRuns: 250 },
  );

/** Of an empty set anything is true. */
function checkCarried(property: (carried: Carried) => void): void {
  let count = 0;
  check((told) => {
    for (const carried of carriedIn(told)) {
      count += 1;
      property(carried);
    }
  });
  expect(count).toBeGreaterThan(0);
}

const wasDecided = ({ decisions }: Approval, step: string) => decisions.some((one) => one.step === step);

describe('whatever became of the versions before', () => {
  test('nothing is carried over where the fact that a step tests has changed since', () => {
    checkCarried(({ before, event, from }) => {
      const changed = changedFacts(from.request.version.terms, before.request.version.terms);
      expect(changed).not.toContain(factOf(Number(event.step.slice(1))));
    });
  });

  test('what is carried over was approved on that version by that person, and stands there', () => {
    checkCarried(({ event: { step, userId, onBehalfOf, fromSeq: seq, hash }, from }) => {
      expect(inForce(from)).toContainEqual(expect.objectContaining({ seq, step, userId, onBehalfOf, verdict: 'approve' }));
      expect(hash).toBe(from.request.version.hash);
    });
  });

  test('nothing is carried over into a step that was decided or returned since, on that version or a later one', () => {
    checkCarried(({ before, event: { step }, from, past }) => {
      expect(past.slice(0, past.indexOf(from)).filter((one) => wasDecided(one, step))).toEqual([]);
      expect(before.decisions.filter((one) => one.step === step && one.isVoid)).toEqual([]);
      expect(before.returns[step]).toBeUndefined();
    });
  });

  test('nobody counts twice, and no requester at all', () => {
    check(({ settled }) => {
      for (const state of settled) {
        const people = inForce(state).flatMap(({ userId, onBehalfOf }) =>
          onBehalfOf === null ? [userId] : [userId, onBehalfOf],
        );
        expect(people.length).toBe(new Set(people).size);
        expect(people.filter((one) => requesters(state).includes(one))).toEqual([]);
      }
    });
  });

  test('no version is approved that nobody has seen', () => {
    let approved = 0;
    check(({ settled }) => {
      for (const state of settled.filter(({ result }) => result === 'approved')) {
        approved += 1;
        const own = inForce(state).filter(({ origin }) => origin !== 'carried-over');
        expect(own.some(({ hash }) => hash === state.request.version.hash)).toBe(true);
      }
    });
    expect(approved).toBeGreaterThan(0);
  });
});
