import type { Actor } from '../actor.ts';
import * as guard from '../guard.ts';
import type { ApprovalRefusalCode } from './refusal-code.ts';
import { hindranceOf } from './people.ts';
import { openSlots, searchOf } from './seating.ts';
import type { Approval, Seat, Step } from './state.ts';
import { hasCounted, openSteps, requesters } from './state.ts';

export type Guard = guard.Guard<ApprovalRefusalCode>;
export type Held = { readonly step: Step; readonly seat: Seat };

export const firstBroken = guard.firstBroken<ApprovalRefusalCode>;
export const atField = guard.atField<ApprovalRefusalCode>;

/** The seat an actor holds now, by himself or because somebody sits in it for him; who is away may still decide. */
export function heldBy(state: Approval, { userId }: Actor): Held | undefined {
  const held = openSteps(state).flatMap((step) => step.seats.map((seat) => ({ step, seat })));
  return (
    held.find(({ seat }) => seat.userId === userId) ??
    held.find(({ seat }) => seat.onBehalfOf === userId) ??
    placeOf(state, userId)
  );
}

/** The place of somebody who is away, while others of its candidates are asked. */
function placeOf(state: Approval, userId: string): Held | undefined {
  const isHis = (step: Step) => hindranceOf(searchOf(state, step, state.lastAt), userId) === null;
  const places = openSteps(state)
    .filter(isHis)
    .flatMap((step) => openSlots(state, step).flatMap(({ key, candidates }) => candidates.map((one) => ({ step, key, ...one }))));
  const place = places.find((one) => one.userId === userId);
  if (place === undefined) return undefined;
  const { step, key, origin } = place;
  const times = { sinceAt: state.lastAt, reminded: false, escalated: false };
  return { step, seat: { slot: key, userId, candidateId: userId, onBehalfOf: null, origin, ...times } };
}

/** Whoever acts in a seat: asked, no requester, and undecided so far. */
export function seated(state: Approval, actor: Actor): readonly Guard[] {
  return [
    [requesters(state).includes(actor.userId), { refused: 'own-request' }],
    [actor.onBehalfOf !== undefined && requesters(state).includes(actor.onBehalfOf), { refused: 'own-request' }],
    [hasCounted(state, actor.userId), { refused: 'already-decided' }],
    [heldBy(state, actor) === undefined, { refused: wasAsked(state, actor) ? 'no-longer-asked' : 'not-asked' }],
  ];
}

/** Somebody else was quicker, or took his place. */
function wasAsked({ steps }: Approval, { userId }: Actor): boolean {
  return steps.some(({ asked }) => asked.includes(userId));
}

/** The terms the sender saw must be the terms that stand. */
export function onTerms(state: Approval, hash: string): Guard {
  return [
    state.request.version.hash !== hash,
    { ...atField('stale-terms', '/hash'), facts: { hash: state.request.version.hash } },
  ];
}

export function explained(state: Approval, verb: Approval['request']['policy']['comments'][number], comment: string): Guard {
  return [
    state.request.policy.comments.includes(verb) && guard.isBlank(comment),
    atField('comment-required', '/comment', 'required'),
  ];
}
