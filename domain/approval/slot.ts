import { namedBy } from './people.ts';
import type { ApproverRef } from './policy.ts';
import type { Approval, Decision, Seat, SlotChange, Step } from './state.ts';
import { hasCounted, inForce } from './state.ts';

/** A place in a step that somebody must fill; any one of its candidates can. */
export type Slot = { readonly key: string; readonly candidates: readonly Candidate[] };

/** `onBehalfOf` is set where a deputy has made the place his own. */
export type Candidate = { readonly userId: string; readonly origin: Seat['origin']; readonly onBehalfOf?: string };

/** The slots of a step as they are now: what the policy gives, and what people changed. */
export function slotsOf(state: Approval, step: Step): readonly Slot[] {
  const { rule } = step;
  const changes = step.changes.filter((change) => !hasLapsed(state, step, change));
  const isEach = rule.mode.kind === 'all' || rule.mode.kind === 'quorum';
  const asked = rule.approvers.flatMap((ref) => slotsNamed(state, ref, isEach)).filter(isFirstOfKey);
  const beside = changes.filter(({ kind }) => kind === 'beside').map(({ slot }): Slot => ({ key: slot, candidates: [] }));
  return [...asked, ...beside].map((slot) => changes.filter((change) => change.slot === slot.key).reduce(changed, slot));
}

export function slotKey(ref: ApproverRef): string {
  const [[kind, name] = ['', '']] = Object.entries(ref) as [string, string | number][];
  return `${kind}:${name}`;
}

/** A colleague put in beside has a slot of his own, which every mode needs filled. */
export function besideSlot(userId: string, seq: number): string {
  return `beside:${userId}:${seq}`;
}

export function isBeside({ key }: { readonly key: string }): boolean {
  return key.startsWith('beside:');
}

/** The group whose place it is for as long as any one of its members can take it; null where it is somebody's own. */
export function groupOf({ changes }: Step, { slot, userId, candidateId, origin }: Seat): string | null {
  const group = /^group:(.+)$/.exec(slot)?.[1];
  const isMember = origin === 'policy' && candidateId === userId;
  const isClaimed = changes.some((one) => one.kind === 'claimed' && one.slot === slot && one.candidateId === candidateId);
  return group !== undefined && isMember && !isClaimed ? group : null;
}

/** The decision in force that settles a slot. */
export function decisionIn(state: Approval, step: Step, slot: string): Decision | undefined {
  return inForce(state).find((decision) => decision.step === step.key && decision.slot === slot);
}

/** Where each must speak for himself, each person of a group has a slot of his own; who is named twice has one. */
function slotsNamed(state: Approval, ref: ApproverRef, isEach: boolean): readonly Slot[] {
  const candidates = namedBy(state.people, ref, state.request.ownerId).map(byPolicy);
  if (!isEach || candidates.length === 0) return [{ key: slotKey(ref), candidates }];
  return candidates.map((candidate) => ({ key: slotKey({ person: candidate.userId }), candidates: [candidate] }));
}

function byPolicy(userId: string): Candidate {
  return { userId, origin: 'policy' };
}

function isFirstOfKey({ key }: Slot, at: number, all: readonly Slot[]): boolean {
  return all.findIndex((other) => other.key === key) === at;
}

function changed(slot: Slot, change: SlotChange): Slot {
  const { candidates } = slot;
  switch (change.kind) {
    case 'transferred':
      return { ...slot, candidates: candidates.map((one) => (one.userId === change.from ? transferredTo(change.to) : one)) };
    case 'claimed':
      return { ...slot, candidates: claimedFrom(candidates, change) };
    case 'went-up':
      return { ...slot, candidates: [{ userId: change.userId, origin: 'escalated' }] };
    case 'beside':
      return { ...slot, candidates: [{ userId: change.userId, origin: 'added' }] };
    case 'escalated':
      return { ...slot, candidates: [...candidates, { userId: change.userId, origin: 'escalated' }] };
  }
}

/** Who took it, or for whom, counts elsewhere by now: it is his colleagues' again, unless he has handed it on. */
function hasLapsed(state: Approval, step: Step, change: SlotChange): boolean {
  if (change.kind !== 'claimed' || decisionIn(state, step, change.slot) !== undefined) return false;
  const { slot, userId } = change;
  if (step.changes.some((one) => one.kind === 'transferred' && one.slot === slot && one.from === userId)) return false;
  return [change.userId, ...(change.onBehalfOf === null ? [] : [change.onBehalfOf])].some((one) => hasCounted(state, one));
}

function transferredTo(userId: string): Candidate {
  return { userId, origin: 'transferred' };
}

/** A deputy's claim is his own, and still for the one he stands in for. It lapses with the place it was made in. */
function claimedFrom(candidates: readonly Candidate[], change: Extract<SlotChange, { kind: 'claimed' }>): readonly Candidate[] {
  const { userId, onBehalfOf, candidateId } = change;
  const place = candidates.find((one) => one.userId === candidateId);
  if (place === undefined) return candidates;
  return [{ userId, origin: place.origin, ...(onBehalfOf === null ? {} : { onBehalfOf }) }];
}
