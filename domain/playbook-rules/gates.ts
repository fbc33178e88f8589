import type { CheckpointKey, CheckpointRule, Playbook, StageRule } from '../playbook.ts';
import { gateIsSatisfied } from '../playbook.ts';
import type { PlaybookCode, PlaybookError } from '../playbook-text.ts';
import { playbookFault } from '../playbook-text.ts';

/** Gates and prerequisites name the stage's own checkpoints, and each checkpoint can be claimed and is needed. */
export function gateProblems({ stages }: Playbook): readonly PlaybookError[] {
  return stages.flatMap((stage, at) => {
    const misnamed = [...misnamedInGate(stage, `/stages/${at}/gate`), ...misnamedInRequires(stage, `/stages/${at}/checkpoints`)];
    return misnamed.length > 0 ? misnamed : uselessCheckpoints(stage, `/stages/${at}/checkpoints`);
  });
}

/** All that must be satisfied before a checkpoint, directly or by way of others; itself among them when it is circular. */
export function prerequisites(
  stage: StageRule,
  key: CheckpointKey,
  known: ReadonlySet<CheckpointKey> = new Set(),
): ReadonlySet<CheckpointKey> {
  const direct = stage.checkpoints.find((rule) => rule.key === key)?.requires ?? [];
  return direct.reduce((found, one) => (found.has(one) ? found : prerequisites(stage, one, new Set([...found, one]))), known);
}

/** True when the stage's gate cannot be satisfied without this checkpoint. */
export function isUnavoidable(stage: StageRule, key: CheckpointKey): boolean {
  return stage.gate.some((group) => group.every((one) => one === key || prerequisites(stage, one).has(key)));
}

function misnamedInGate(stage: StageRule, pointer: string): readonly PlaybookError[] {
  return stage.gate.flatMap((group, at) => misnamed(stage, group, `${pointer}/${at}`));
}

function misnamedInRequires(stage: StageRule, pointer: string): readonly PlaybookError[] {
  return stage.checkpoints.flatMap(({ requires }, at) => misnamed(stage, requires, `${pointer}/${at}/requires`));
}

function misnamed({ checkpoints }: StageRule, keys: readonly CheckpointKey[], pointer: string): readonly PlaybookError[] {
  const own = new Set(checkpoints.map(({ key }) => key));
  return keys.flatMap((key, at) => (own.has(key) ? [] : [playbookFault(`${pointer}/${at}`, 'not-of-this-stage')]));
}

function uselessCheckpoints(stage: StageRule, pointer: string): readonly PlaybookError[] {
  return stage.checkpoints.flatMap((rule, at) => {
    const code = uselessness(stage, rule);
    return code === undefined
      ? []
      : [playbookFault(code === 'circular' ? `${pointer}/${at}/requires` : `${pointer}/${at}`, code)];
  });
}

function uselessness(stage: StageRule, { key }: CheckpointRule): PlaybookCode | undefined {
  const before = prerequisites(stage, key);
  if (before.has(key)) return 'circular';
  if (gateIsSatisfied(stage, (one) => before.has(one))) return 'unreachable';
  return isNeeded(stage, key) ? undefined : 'in-no-gate';
}

function isNeeded(stage: StageRule, key: CheckpointKey): boolean {
  return stage.gate.flat().some((one) => one === key || prerequisites(stage, one).has(key));
}
