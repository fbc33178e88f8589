import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Actor } from '../../domain/actor.ts';
import { opportunityWorkflowId } from '../../domain/ids.ts';
import type { Close, Open } from '../../domain/opportunity/command.ts';
import type { Playbook } from '../../domain/playbook.ts';
import type { StartReference } from '../command/dispatch.ts';
import { send, type Asked } from '../commands.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import type { Parties } from './parties.ts';
import type { Draft, Note } from './plan.ts';
import type { Reason, Sale } from './sale.ts';
import { isSale } from './sale.ts';
import { instantOf } from './value.ts';

export type Outcome = {
  readonly outcome: 'opened' | 'would-open' | 'already-there' | 'refused';
  readonly opportunityId: string | null;
  readonly reasons: readonly (Reason & { readonly problem?: string })[];
  readonly notes: readonly Note[];
};

/** What was imported before, by key. */
export type Before = ReadonlyMap<string, { readonly fingerprint: string; readonly opportunityId: string | null }>;

export type Importing = {
  readonly source: string;
  readonly apply: boolean;
  readonly importer: string;
  readonly parties: Parties;
  readonly before: Before;
  readonly start: Omit<StartReference, 'opportunityId'>;
  readonly playbook: Playbook;
};

/** What a row comes to: its sale is opened, and closed where the row says so, by commands like any other's. */
export async function performRow(deps: Deps, importing: Importing, draft: Draft): Promise<Outcome> {
  const known = importing.before.get(draft.fields['key'] ?? '');
  if (known !== undefined && !isRepeat(draft)) return alreadyThere(draft, known);
  if (!isSale(draft.read)) return refused(draft.read);
  const taken = takenIn(importing, draft, draft.read);
  if (!('sale' in taken)) return refused(taken);
  return importing.apply ? carryOut(deps, importing, taken) : { ...nothing, outcome: 'would-open' };
}

/** With the people and customers it names, or why they are not known for certain. */
function takenIn({ parties, source }: Importing, draft: Draft, sale: Sale): Taken | readonly Reason[] {
  const [owner, customer] = [parties.ownerOf(sale), parties.customerOf(sale)];
  if ('code' in owner || 'code' in customer) return [owner, customer].filter((one) => 'code' in one);
  return { draft, sale, opportunityId: opportunityIdOf(source, sale.key), owner, customerId: customer.id };
}

type Taken = {
  readonly draft: Draft;
  readonly sale: Sale;
  readonly opportunityId: string;
  readonly owner: { readonly id: string; readonly teamId: string };
  readonly customerId: string;
};

async function carryOut(deps: Deps, importing: Importing, taken: Taken): Promise<Outcome> {
  const { opportunityId, draft, sale } = taken;
  const asks = [openingOf(importing, taken), ...closingOf(importing, taken)];
  for (const asked of asks) {
    const problem = await problemOf(deps, asked);
    if (problem === null || harmless.includes(problem.code)) continue;
    const reasons = [{ field: 'row', code: 'command-refused', problem: problem.code } as const];
    await remember(deps, importing, {
      key: sale.key,
      fingerprint: draft.fingerprint,
      opportunityId: null,
      outcome: 'refused',
      reasons,
    });
    return refused(reasons);
  }
  await remember(deps, importing, {
    key: sale.key,
    fingerprint: draft.fingerprint,
    opportunityId,
    outcome: 'opened',
    reasons: [],
  });
  return { ...nothing, outcome: 'opened', opportunityId };
}

/** What an import that was cut short had done already. */
const harmless: readonly string[] = ['already-opened', 'sale-ended', 'workflow-gone'];

function openingOf(importing: Importing, { draft, sale, opportunityId, owner, customerId }: Taken): Asked {
  const { key, name, standing, openedOn, closedOn, amount } = sale;
  const content: Open = {
    ...{ type: 'open', name, customerId, ownerId: owner.id, teamId: owner.teamId, amount, closeOn: closedOn },
    stage: stageOf(importing.playbook, standing),
    openedAt: instantOf(openedOn),
    imported: { source: importing.source, key },
    ...(standing === 'won' && closedOn !== null ? { wonAt: instantOf(closedOn) } : {}),
  };
  const asked = askedFor(importing, { draft, opportunityId, content });
  return { ...asked, start: { ...importing.start, opportunityId } };
}

function closingOf(importing: Importing, { draft, sale, opportunityId }: Taken): readonly Asked[] {
  const { standing, closedOn } = sale;
  if (standing === 'open' || closedOn === null) return [];
  const unrecorded = { winner: null, priceGap: null, lostAtBuyerStep: null, decisiveCriterion: null };
  const closing = standing === 'won' ? ({ outcome: 'completed' } as const) : ({ outcome: 'lost', ...unrecorded } as const);
  const content: Close = { type: 'close', reason: 'Not recorded.', closedAt: instantOf(closedOn), ...closing };
  return [askedFor(importing, { draft, opportunityId, content })];
}

type Content = Pick<Taken, 'draft' | 'opportunityId'> & { readonly content: { readonly type: string } };

/** The same row asks under the same key; a row that was corrected, under another. */
function askedFor({ source, importer }: Importing, { draft, opportunityId, content }: Content): Asked {
  const actor: Actor = { userId: importer, capacity: 'integration' };
  const idempotencyKey = `import:${content.type}:${source}:${draft.fields['key']}:${draft.fingerprint.slice(0, 16)}`;
  return { workflowId: opportunityWorkflowId(opportunityId), actor, idempotencyKey, content };
}

/** What was won is behind its signature; of all else the stage is its owner's to confirm. */
function stageOf({ stages }: Playbook, standing: Sale['standing']): string {
  const signed = stages.findIndex(({ checkpoints }) => checkpoints.some(({ meaning }) => meaning === 'signature'));
  const behind = stages[signed + 1] ?? stages.at(-1);
  return (standing === 'won' ? behind : stages[0])?.key ?? '';
}

/** Follows from source and key alone, so that whoever imports the row opens the same sale. */
function opportunityIdOf(source: string, key: string): string {
  return createHash('sha256')
    .update(JSON.stringify(['import', source, key]))
    .digest('hex')
    .slice(0, 32);
}

const patience = 30;

/** Sends, and waits for the outcome as long as servers are only away or busy. Null when it was done. */
async function problemOf(deps: Deps, asked: Asked): Promise<Problem | null> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { status } = await send(deps, asked);
      if (status !== 202) return null;
      if (attempt >= patience) throw new Problem('worker-stuck');
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (!isPassing(error)) return error;
      if (attempt >= patience) throw error;
    }
    await sleep(1_000);
  }
}

function isPassing({ code }: Problem): boolean {
  return ['temporal-away', 'database-away', 'too-many-in-flight', 'worker-stuck'].includes(code);
}

type Memory = {
  readonly key: string;
  readonly fingerprint: string;
  readonly opportunityId: string | null;
  readonly outcome: 'opened' | 'refused';
  readonly reasons: readonly object[];
};

async function remember({ database }: Deps, { source, importer }: Importing, { key, reasons, ...memory }: Memory): Promise<void> {
  const data = { ...memory, reason: [...reasons] as object[], importedBy: importer };
  await database.prisma.importRow.upsert({
    where: { source_key: { source, key } },
    create: { source, key, ...data },
    update: { ...data, importedAt: new Date() },
  });
}

const nothing = { opportunityId: null, reasons: [], notes: [] } as const;

function isRepeat({ read }: Draft): boolean {
  return !isSale(read) && read.some(({ code }) => code === 'key-repeated');
}

function alreadyThere(
  draft: Draft,
  { fingerprint, opportunityId }: { readonly fingerprint: string; readonly opportunityId: string | null },
): Outcome {
  const changed: readonly Note[] = [{ field: 'row', code: 'row-changed-since', value: draft.fields['key'] ?? '', closest: null }];
  return { outcome: 'already-there', opportunityId, reasons: [], notes: fingerprint === draft.fingerprint ? [] : changed };
}

function refused(reasons: Outcome['reasons']): Outcome {
  return { outcome: 'refused', opportunityId: null, reasons, notes: [] };
}
