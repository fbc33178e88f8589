import type { Acknowledgement, Playbook, StageKey, StageRule, Watch } from './playbook.ts';

/** How long things may take, and who is told when: all that a running sale takes over from a newer version of its playbook. */
export type PlaybookTiming = {
  readonly version: number;
  readonly stages: { readonly [Key in StageKey]: Watch };
  readonly verification: Watch;
  readonly ruling: Watch;
  readonly silence: Watch;
  readonly lossReview: Watch;
  readonly acknowledgement: Acknowledgement;
};

export function timingOf({
  version,
  stages,
  verification,
  ruling,
  silence,
  lossReview,
  acknowledgement,
}: Playbook): PlaybookTiming {
  const watches = stages.map(({ key, allowance, ladder }) => [key, { allowance, ladder }] as const);
  return { version, stages: Object.fromEntries(watches), verification, ruling, silence, lossReview, acknowledgement };
}

/** The same gates, checkpoints and evidence on another clock; a stage that the timing does not know keeps its own. */
export function retimed(playbook: Playbook, { version: _version, stages, ...watches }: PlaybookTiming): Playbook {
  return { ...playbook, ...watches, stages: playbook.stages.map((stage) => ({ ...stage, ...timeFor(stage, stages) })) };
}

function timeFor({ key }: StageRule, stages: PlaybookTiming['stages']): Watch | undefined {
  return Object.hasOwn(stages, key) ? stages[key] : undefined;
}
