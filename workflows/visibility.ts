import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { derived } from '../domain/derived.ts';
import type { Opportunity } from '../domain/opportunity/state.ts';
import { stageOf } from '../domain/opportunity/state.ts';
import type { OpportunitySummary } from '../domain/opportunity/summary.ts';
import { conditionOf, escalationLevelOf, summaryOf } from '../domain/opportunity/summary.ts';

const keys = {
  stage: { name: 'OppStage', type: 'KEYWORD' },
  owner: { name: 'OppOwner', type: 'KEYWORD' },
  team: { name: 'OppTeam', type: 'KEYWORD' },
  state: { name: 'OppState', type: 'KEYWORD' },
  level: { name: 'EscalationLevel', type: 'INT' },
  due: { name: 'NextDueAt', type: 'DATETIME' },
} as const;

export type Showcase = {
  /** True when the state shows another face than the one last shown. */
  readonly isStale: (state: Opportunity) => boolean;
  readonly show: (state: Opportunity) => void;
};

/** Shows a sale in Temporal's own UI. The next due instant follows only together with something else: each upsert is an event in history. */
export function openShowcase(): Showcase {
  let shown = '';
  const isStale = (state: Opportunity) => face(state) !== shown;
  return {
    isStale,
    show(state: Opportunity): void {
      if (!isStale(state)) return;
      const summary = summaryOf(state);
      shown = face(state);
      upsertSearchAttributes(attributesOf(summary));
      setCurrentDetails(detailsOf(summary));
    },
  };
}

const face = derived((state: Opportunity) =>
  [stageOf(state)?.key, state.facts?.ownerId, state.facts?.teamId, conditionOf(state), escalationLevelOf(state)].join('|'),
);

function attributesOf({ stage, ownerId, teamId, state, escalationLevel, nextDueAt }: OpportunitySummary) {
  return [
    { key: keys.stage, value: stage },
    { key: keys.owner, value: ownerId },
    { key: keys.team, value: teamId },
    { key: keys.state, value: state },
    { key: keys.level, value: escalationLevel },
    { key: keys.due, value: nextDueAt === null ? null : new Date(nextDueAt) },
  ];
}

/** No names, no amounts: whoever may look at Temporal need not see the sale. */
function detailsOf(summary: OpportunitySummary): string {
  const { id, stage, state, seq, nextDueAt, odds, escalationLevel } = summary;
  const lines = [`**Opportunity ${id}**`, `- stage: ${stage ?? 'all done'}, ${state}`, `- odds: ${odds} %`, `- events: ${seq}`];
  return [...lines, `- escalation level: ${escalationLevel}`, `- next due: ${nextDueAt ?? 'nothing'}`].join('\n');
}
