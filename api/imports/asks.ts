import type { Actor } from '../../domain/actor.ts';
import { opportunityWorkflowId } from '../../domain/ids.ts';
import type { Close, Open } from '../../domain/opportunity/command.ts';
import type { StartReference } from '../command/dispatch.ts';
import type { Asked } from '../commands.ts';
import type { Draft } from './plan.ts';
import type { Sale } from './sale.ts';
import { instantOf } from './value.ts';

/** A row with the people and customers it names. */
export type Taken = {
  readonly draft: Draft;
  readonly sale: Sale;
  readonly opportunityId: string;
  readonly owner: { readonly id: string; readonly teamId: string };
  readonly customerId: string;
};

export type Asker = {
  readonly source: string;
  readonly importer: string;
  readonly start: Omit<StartReference, 'opportunityId'>;
};

/** The commands that a row comes to. */
export function asksOf(asker: Asker, taken: Taken): readonly Asked[] {
  return [openingOf(asker, taken), ...closingOf(asker, taken)];
}

function openingOf(asker: Asker, { draft, sale, opportunityId, owner, customerId }: Taken): Asked {
  const { key, name, stage, openedOn, closedOn, wonOn, amount } = sale;
  const content: Open = {
    ...{ type: 'open', name, customerId, ownerId: owner.id, teamId: owner.teamId, amount, closeOn: closedOn },
    stage,
    openedAt: instantOf(openedOn),
    imported: { source: asker.source, key },
    ...(wonOn === null ? {} : { wonAt: instantOf(wonOn) }),
  };
  const asked = askedFor(asker, { draft, opportunityId, content });
  return { ...asked, start: { ...asker.start, opportunityId } };
}

function closingOf(asker: Asker, { draft, sale, opportunityId }: Taken): readonly Asked[] {
  const { standing, closedOn } = sale;
  if (standing === 'open' || closedOn === null) return [];
  const unrecorded = { winner: null, priceGap: null, lostAtBuyerStep: null, decisiveCriterion: null };
  const closing = standing === 'won' ? ({ outcome: 'completed' } as const) : ({ outcome: 'lost', ...unrecorded } as const);
  const content: Close = { type: 'close', reason: 'Not recorded.', closedAt: instantOf(closedOn), ...closing };
  return [askedFor(asker, { draft, opportunityId, content })];
}

type Content = Pick<Taken, 'draft' | 'opportunityId'> & { readonly content: { readonly type: string } };

/** How the keys begin under which files speak: nobody else's begin so. */
export const importPrefix = 'import:';

/** How the keys of all openings begin that come from a file. */
export const openingPrefix = `${importPrefix}open:`;

/** The same row asks under the same key; a row that was corrected, under another. */
function askedFor({ source, importer }: Asker, { draft, opportunityId, content }: Content): Asked {
  const actor: Actor = { userId: importer, capacity: 'importer' };
  const idempotencyKey = `${importPrefix}${content.type}:${source}:${draft.fields['key']}:${draft.fingerprint.slice(0, 16)}`;
  return { workflowId: opportunityWorkflowId(opportunityId), actor, idempotencyKey, content };
}
