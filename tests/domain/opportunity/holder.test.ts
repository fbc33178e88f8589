import { expect, test } from 'vitest';
import type { ApprovalRequest } from '../../../domain/approval/state.ts';
import { holderOf } from '../../../domain/opportunity/holder.ts';
import { aClaim, aCommand, aNewSale, aSale, aSaleAt, after, manager, version } from '../../builders/opportunity.ts';

const pause = aCommand<'pause'>({ type: 'pause', until: '2026-06-01T00:00:00.000Z', reason: 'Permit.' }, { actor: manager });
const submit = aCommand<'submit-contract'>({
  ...{ type: 'submit-contract', version, lastEditorId: 'rep', request: {} as ApprovalRequest, people: [] },
});
const lose = aCommand<'close'>({
  ...{ type: 'close', outcome: 'lost', reason: 'Price.', winner: 'Rival' },
  ...{ priceGap: null, lostAtBuyerStep: 'commit', decisiveCriterion: 'price' },
});
const withdraw = aCommand<'close'>({ type: 'close', outcome: 'cancelled', reason: 'No money.' });
const imported = aSale({ stage: 'tender', imported: { source: 'crm', key: 'A1' } });
const claimed = after(aSaleAt('entry'), aClaim('key-person-engaged'));

test.for([
  { when: 'is not opened yet', given: aNewSale(), holder: 'nobody' },
  { when: 'is worked on', given: aSale(), holder: 'owner' },
  { when: 'is paused', given: after(aSale(), pause), holder: 'nobody' },
  { when: 'came in late', given: aSale({ stage: 'tender' }), holder: 'manager' },
  { when: 'waits for a second person', given: claimed, holder: 'verifier' },
  { when: 'waits for one, paused or not', given: after(claimed, pause), holder: 'verifier' },
  { when: 'has a claim of another stage waiting', given: after(imported, aClaim('qualification-passed')), holder: 'owner' },
  { when: 'has its contract under approval', given: after(aSaleAt('negotiation'), submit), holder: 'approvers' },
  { when: 'is lost', given: after(aSale(), lose), holder: 'reviewer' },
  { when: 'has ended', given: after(aSale(), withdraw), holder: 'nobody' },
] as const)(
  'in a sale that $when the next move is the $holder’s, and the clock runs for the owner alone',
  ({ given, holder }) => {
    expect(holderOf(given)).toBe(holder);
    expect(given.clock.runningSince !== null).toBe(holder === 'owner');
  },
);
