import { oddsOf } from '../../domain/opportunity/odds.ts';
import type { Opportunity } from '../../domain/opportunity/state.ts';
import type { BareOpportunity } from '../../domain/opportunity/summary.ts';
import { withSnapshots } from '../../domain/opportunity/summary.ts';
import { retimed, timingOf } from '../../domain/playbook-timing.ts';
import type { Playbook } from '../../domain/playbook.ts';
import type { Database } from '../../prisma/database.ts';
import { documentOf } from '../../prisma/rule-documents.ts';
import { rulesOf } from '../rules.ts';
import type { SeenOpportunity } from './query.ts';
import type { WholeRow } from './row.ts';
import { opportunityView } from './row.ts';

/** The state as its workflow has it, for the rules, from the read model and the published versions that it runs by. */
export async function stateOf(database: Pick<Database, 'pool'>, row: WholeRow): Promise<Opportunity> {
  const playbook = { key: row.playbookKey, version: row.playbookVersion };
  const calendar = { key: row.calendarKey, version: row.calendarVersion };
  const rules = await rulesOf(database, { playbook, calendar });
  return withSnapshots(row.bare, { ...rules, playbook: await onItsClock(database, row, rules.playbook) });
}

async function onItsClock(database: Pick<Database, 'pool'>, row: WholeRow, playbook: Playbook): Promise<Playbook> {
  const { playbookKey: key, timingVersion: version } = row;
  if (version === playbook.version) return playbook;
  return retimed(playbook, timingOf(await documentOf(database, 'playbook', { key, version })));
}

/** One sale with all that its process knows. */
export function wholeView({ row, standing }: SeenOpportunity, state: Opportunity) {
  const { bare, ...line } = row;
  const { checkpoints, ruling, pause, approval, outcome, escalations, lastContactAt } = bare;
  return {
    ...opportunityView(line),
    ...factsView(bare),
    capacity: standing.capacity,
    checkpoints: Object.entries(checkpoints).map(([key, one]) => ({ key, ...one })),
    ...{ ruling, pause, approval, outcome, lastContactAt },
    escalations: Object.entries(escalations).map(([clock, { rungsFired: _rungs, ...one }]) => ({ clock, ...one })),
    oddsReasons: oddsOf(state).reasons,
  };
}

/** Only opened sales have a row. */
function factsView({ facts }: BareOpportunity) {
  if (facts === null) throw new Error('a sale in the read model was opened');
  const { enteredStage, deliveryDueOn, effortCapWorkingDays, imported } = facts;
  return { enteredStage, deliveryDueOn, effortCapWorkingDays, importedFrom: imported };
}
