import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { derived } from '../domain/derived.ts';
import type { Opportunity } from '../domain/opportunity/state.ts';
import { stageOf } from '../domain/opportunity/state.ts';
import type { OpportunitySummary } from '../domain/opportunity/summary.ts';
import { conditionOf, escalationLevelOf, summaryOf } from '../domain/opportunity/summary.ts';
import { searchAttributesOf, searchKeys } from './contract.ts';

export type Visibility = {
  /** True when what is searched by has changed since it was last shown. */
  readonly isStale: (state: Opportunity) => boolean;
  readonly show: (state: Opportunity) => void;
};

/** Shows a sale in Temporal's own UI. The next due instant follows only together with something else: each upsert is an event in history. */
export function openVisibility(): Visibility {
  let indexed = searchableAtStart();
  let described = '';
  const isStale = (state: Opportunity) => searchableIn(state) !== described;
  return {
    isStale,
    show(state: Opportunity): void {
      if (!isStale(state)) return;
      const summary = summaryOf(state);
      described = searchableIn(state);
      setCurrentDetails(detailsOf(summary));
      if (indexed !== described) upsertSearchAttributes(searchAttributesOf(summary));
      indexed = described;
    },
  };
}

/** What whoever started the sale has put in the index. A renewed run shows all anew. */
function searchableAtStart(): string {
  const { continuedFromExecutionRunId, typedSearchAttributes: given } = workflowInfo();
  if (continuedFromExecutionRunId !== undefined) return '';
  const { stage, owner, team, state, level } = searchKeys;
  return [stage, owner, team, state, level].map((key) => given.get(key)).join('|');
}

const searchableIn = derived((state: Opportunity) =>
  [stageOf(state)?.key, state.facts?.ownerId, state.facts?.teamId, conditionOf(state), escalationLevelOf(state)].join('|'),
);

/** No names, no amounts: whoever may look at Temporal need not see the sale. */
function detailsOf(summary: OpportunitySummary): string {
  const { id, stage, state, seq, nextDueAt, odds, escalationLevel } = summary;
  const lines = [`**Opportunity ${id}**`, `- stage: ${stage ?? 'all done'}, ${state}`, `- odds: ${odds} %`, `- events: ${seq}`];
  return [...lines, `- escalation level: ${escalationLevel}`, `- next due: ${nextDueAt ?? 'nothing'}`].join('\n');
}
