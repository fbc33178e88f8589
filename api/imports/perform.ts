import { setTimeout as sleep } from 'node:timers/promises';
import { send, type Asked } from '../commands.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import type { Rules } from '../rules.ts';
import type { Asker, Taken } from './asks.ts';
import { asksOf } from './asks.ts';
import type { Before, Known } from './before.ts';
import { openedByHand } from './before.ts';
import { importedIdOf } from './imported.ts';
import type { Parties } from './parties.ts';
import type { Draft, Note } from './plan.ts';
import type { Reason } from './reason.ts';
import type { Sale } from './sale.ts';
import { isSale } from './sale.ts';
import { objectionTo, reasonOf } from './rehearsal.ts';
import type { Objection } from './rehearsal.ts';

export type Outcome = {
  readonly outcome: 'opened' | 'would-open' | 'already-there' | 'refused';
  readonly opportunityId: string | null;
  readonly reasons: readonly (Reason & { readonly problem?: string })[];
  readonly notes: readonly Note[];
};

export type Importing = Asker & {
  readonly apply: boolean;
  readonly parties: Parties;
  readonly before: Before;
  readonly rules: Rules;
};

/** What a row comes to: its sale is opened, and closed where the row says so, by commands like any other's. */
export async function performRow(deps: Deps, importing: Importing, draft: Draft): Promise<Outcome> {
  const known = importing.before.get(draft.fields['key'] ?? '');
  if (known !== undefined && !isRepeat(draft)) return alreadyThere(draft, known);
  if (!isSale(draft.read)) return refused(draft.read);
  const taken = takenIn(importing, draft, draft.read);
  if (!('sale' in taken)) return refused(taken);
  return ruledOn(deps, importing, { ...taken, asks: asksOf(importing, taken) });
}

/** A dry run and a real one refuse the same. */
async function ruledOn(deps: Deps, importing: Importing, asking: Asking): Promise<Outcome> {
  const objection = objectionTo(asking.asks, importing.rules, asking.draft);
  if (objection === null) return importing.apply ? carryOut(deps, importing, asking) : { ...nothing, outcome: 'would-open' };
  return importing.apply ? turnDown(deps, importing, { ...asking, objection }) : refused([objection]);
}

type Asking = Taken & { readonly asks: readonly Asked[] };

/** With the people and customers it names, or why they are not known for certain. */
function takenIn({ parties, source }: Importing, draft: Draft, sale: Sale): Taken | readonly Reason[] {
  const [owner, customer] = [parties.ownerOf(sale), parties.customerOf(sale)];
  if ('code' in owner || 'code' in customer) return [owner, customer].filter((one) => 'code' in one);
  return { draft, sale, opportunityId: importedIdOf({ source, key: sale.key }), owner, customerId: customer.id };
}

async function carryOut(deps: Deps, importing: Importing, asking: Asking): Promise<Outcome> {
  const { opportunityId, draft, sale, asks } = asking;
  for (const asked of asks) {
    const problem = await problemOf(deps, asked);
    const known = problem?.code === 'already-opened' ? await byHand(deps, importing, sale) : undefined;
    if (known !== undefined) return alreadyThere(draft, known);
    if (problem === null || harmless.includes(problem.code)) continue;
    return turnDown(deps, importing, { ...asking, objection: reasonOf(problem.code, problem.matter.errors, draft) });
  }
  const { fingerprint } = draft;
  await remember(deps, importing, { key: sale.key, fingerprint, opportunityId, outcome: 'opened', reasons: [] });
  return { ...nothing, outcome: 'opened', opportunityId };
}

/** Somebody was faster: his sale is not for this row to close. */
async function byHand({ database }: Deps, { source }: Importing, { key }: Sale): Promise<Known | undefined> {
  return (await openedByHand(database, source, [key])).get(key);
}

type TurnedDown = Pick<Taken, 'draft' | 'sale'> & { readonly objection: Objection };

async function turnDown(deps: Deps, importing: Importing, { draft, sale, objection }: TurnedDown): Promise<Outcome> {
  const { fingerprint } = draft;
  const reasons = [objection];
  await remember(deps, importing, { key: sale.key, fingerprint, opportunityId: null, outcome: 'refused', reasons });
  return refused(reasons);
}

/** What an import that was cut short had done already. */
const harmless: readonly string[] = ['already-opened', 'sale-ended'];

/** A second apart. */
const mostAttempts = 30;

/** Sends, and waits for the outcome as long as servers are only away or busy. Null when it was done. */
async function problemOf(deps: Deps, asked: Asked): Promise<Problem | null> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { status } = await send(deps, asked);
      if (status !== 202) return null;
      if (attempt >= mostAttempts) throw new Problem('worker-stuck');
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (!isPassing(error)) return error;
      if (attempt >= mostAttempts) throw error;
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

function alreadyThere(draft: Draft, { fingerprint, opportunityId }: Known): Outcome {
  const changed: readonly Note[] = [{ field: 'row', code: 'row-changed-since', value: draft.fields['key'] ?? '', closest: null }];
  const isSame = fingerprint === null || fingerprint === draft.fingerprint;
  return { outcome: 'already-there', opportunityId, reasons: [], notes: isSame ? [] : changed };
}

function refused(reasons: Outcome['reasons']): Outcome {
  return { outcome: 'refused', opportunityId: null, reasons, notes: [] };
}
