import type { Calendar } from '../../domain/calendar.ts';
import type { Playbook } from '../../domain/playbook.ts';
import type { Caller } from '../caller.ts';
import type { Deps } from '../deps.ts';
import { rulesToday } from '../opportunities/opening.ts';
import { defaultPlaybook } from '../../domain/default-playbook.ts';
import { nextTurn, turn } from './in-turns.ts';
import type { ImportLine } from './line.ts';
import { planLine, rowLine } from './line.ts';
import { makeParties } from './make-parties.ts';
import { findParties } from './parties.ts';
import { takenBefore } from './before.ts';
import type { Importing, Outcome } from './perform.ts';
import { performRow } from './perform.ts';
import type { Draft, Plan } from './plan.ts';
import { planImport } from './plan.ts';
import { requireKnownStages } from './stage.ts';
import { summaryOf } from './summary.ts';
import { readTables } from './table.ts';
import type { Upload } from './upload.ts';

export type Wanted = Upload & { readonly source: string; readonly apply: boolean };

/** Rows in hand at once. */
const width = 8;

/** Reads the files first, so that what cannot be read is refused before the first line. Without `apply` nothing is written anywhere. */
export async function runImport(deps: Deps, caller: Caller, wanted: Wanted): Promise<AsyncGenerator<ImportLine>> {
  const { files, mapping } = wanted;
  const { start, rules } = await rulesOf(deps);
  requireKnownStages(mapping, rules.playbook);
  const tables = await readTables(files);
  const today = new Date().toISOString().slice(0, 10);
  const plan = await planImport(tables, { mapping, playbook: rules.playbook, today });
  return linesOf(deps, { ...wanted, plan, start, rules, importer: caller.userId });
}

type Running = Wanted & Pick<Importing, 'importer' | 'start' | 'rules'> & { readonly plan: Plan };

/** Tells the plan, then each row in the order of the files, then the figures. */
async function* linesOf(deps: Deps, running: Running): AsyncGenerator<ImportLine> {
  const { plan, mapping, source, apply, importer, start, rules } = running;
  const defaultTeam = mapping.defaults?.team ?? null;
  const found = await findParties(deps.database, { plan, defaultTeam });
  yield planLine({ plan, parties: found, mapping, source, apply });
  const making = { plan, parties: found, defaultTeam, by: importer };
  const parties = apply ? await makeParties(deps.database, making) : found;
  const before = await takenBefore(deps.database, source, keysOf(plan));
  yield* rowsOf(deps, { source, apply, importer, parties, before, start, rules }, plan);
}

async function* rowsOf(deps: Deps, importing: Importing, plan: Plan): AsyncGenerator<ImportLine> {
  const outcomes: Outcome[] = [];
  for await (const { draft, outcome } of inOrder(plan.drafts, (one) => settled(deps, importing, one))) {
    if (outcome instanceof Error) throw outcome;
    outcomes.push(outcome);
    yield rowLine(draft, outcome);
  }
  yield { type: 'summary', ...summaryOf(plan, outcomes) };
}

type Settled = { readonly draft: Draft; readonly outcome: Outcome | Error };

/** A failure is told in its turn: the rows before it are, too. */
async function settled(deps: Deps, importing: Importing, draft: Draft): Promise<Settled> {
  try {
    return { draft, outcome: await performRow(deps, importing, draft) };
  } catch (error) {
    return { draft, outcome: error instanceof Error ? error : new Error(String(error)) };
  }
}

async function* inOrder<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): AsyncGenerator<Result> {
  const inHand: Promise<Result>[] = [];
  for (const [at, item] of items.entries()) {
    if (at % turn === turn - 1) await nextTurn(); // a dry run waits for nothing else
    inHand.push(work(item));
    if (inHand.length >= width) yield (await inHand.shift()) as Result;
  }
  for (const one of inHand) yield await one;
}

function keysOf({ drafts }: Plan): readonly string[] {
  return [...new Set(drafts.flatMap(({ fields }) => fields['key'] ?? []))];
}

async function rulesOf({ database }: Deps): Promise<Pick<Importing, 'start' | 'rules'>> {
  const { playbook, calendar } = await rulesToday(database, defaultPlaybook.key);
  const start = {
    playbook: { key: playbook.key, version: playbook.version },
    calendar: { key: calendar.key, version: calendar.version },
  };
  return { start, rules: { playbook: playbook.document as Playbook, calendar: calendar.document as Calendar } };
}
