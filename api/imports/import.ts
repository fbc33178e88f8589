import type { Playbook } from '../../domain/playbook.ts';
import type { Caller } from '../caller.ts';
import type { Deps } from '../deps.ts';
import { rulesToday } from '../opportunities/opening.ts';
import { defaultPlaybook } from '../../domain/default-playbook.ts';
import type { ImportLine } from './line.ts';
import { planLine, rowLine } from './line.ts';
import { makeParties } from './make-parties.ts';
import { findParties } from './parties.ts';
import type { Before, Importing, Outcome } from './perform.ts';
import { performRow } from './perform.ts';
import type { Draft, Plan } from './plan.ts';
import { planImport } from './plan.ts';
import { summaryOf } from './summary.ts';
import { readTable } from './table.ts';
import type { Upload } from './upload.ts';

export type Wanted = Upload & { readonly source: string; readonly apply: boolean };

/** Rows in hand at once. */
const width = 8;

/** Tells the plan, then each row in the order of the files, then the figures. Without `apply` nothing is written anywhere. */
export async function* runImport(deps: Deps, caller: Caller, wanted: Wanted): AsyncGenerator<ImportLine> {
  const { source, apply, mapping } = wanted;
  const tables = await Promise.all(wanted.files.map(({ name, bytes }) => readTable(name, bytes)));
  const plan = planImport(tables, mapping, new Date().toISOString().slice(0, 10));
  const defaultTeam = mapping.defaults?.team ?? null;
  const parties = await findParties(deps.database, { plan, defaultTeam });
  yield planLine({ plan, missing: parties.missing, mapping, source, apply });
  if (apply) await makeParties(deps.database, { plan, missing: parties.missing, defaultTeam, by: caller.userId });
  const importing = {
    source,
    apply,
    importer: caller.userId,
    parties,
    before: await importedBefore(deps, source),
    ...(await rules(deps)),
  };
  yield* rowsOf(deps, importing, plan);
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
  for (const item of items) {
    inHand.push(work(item));
    if (inHand.length >= width) yield (await inHand.shift()) as Result;
  }
  for (const one of inHand) yield await one;
}

async function importedBefore({ database }: Deps, source: string): Promise<Before> {
  const rows = await database.prisma.importRow.findMany({ where: { source, outcome: 'opened' } });
  return new Map(rows.map(({ key, fingerprint, opportunityId }) => [key, { fingerprint, opportunityId }]));
}

async function rules({ database }: Deps): Promise<Pick<Importing, 'start' | 'playbook'>> {
  const { playbook, calendar } = await rulesToday(database, defaultPlaybook.key);
  const start = {
    playbook: { key: playbook.key, version: playbook.version },
    calendar: { key: calendar.key, version: calendar.version },
  };
  return { start, playbook: playbook.document as Playbook };
}
