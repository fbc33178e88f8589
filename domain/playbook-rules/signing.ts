import type { CheckpointRule, Playbook, StageRule } from '../playbook.ts';
import type { PlaybookCode, PlaybookError } from '../playbook-text.ts';
import { playbookFault } from '../playbook-text.ts';
import { isUnavoidable, prerequisites } from './gates.ts';

type Place = { readonly rule: CheckpointRule; readonly stage: StageRule; readonly order: number; readonly pointer: string };

/** One approval, then one signature, and no way around either: whoever claims the signature has it, if the version is the approved one. */
export function signingProblems(playbook: Playbook): readonly PlaybookError[] {
  const signatures = placesOf(playbook, ({ meaning }) => meaning === 'signature');
  const approvals = placesOf(playbook, ({ acceptance }) => acceptance === 'approval');
  return [
    ...exactlyOne(signatures, 'no-signature', 'second-signature'),
    ...exactlyOne(approvals, 'no-approval', 'second-approval'),
    ...[...signatures, ...approvals].flatMap(bypassProblems),
    ...approvals.flatMap(approvalFieldProblems),
    ...signatures.flatMap(signatureClaimProblems),
    ...orderProblems(signatures[0], approvals[0]),
  ];
}

function placesOf({ stages }: Playbook, matches: (rule: CheckpointRule) => boolean): readonly Place[] {
  return stages.flatMap((stage, order) =>
    stage.checkpoints.flatMap((rule, at) =>
      matches(rule) ? [{ rule, stage, order, pointer: `/stages/${order}/checkpoints/${at}` }] : [],
    ),
  );
}

function exactlyOne(places: readonly Place[], none: PlaybookCode, second: PlaybookCode): readonly PlaybookError[] {
  if (places.length === 0) return [playbookFault('/stages', none)];
  return places.slice(1).map(({ pointer }) => playbookFault(pointer, second));
}

function bypassProblems({ rule, stage, pointer }: Place): readonly PlaybookError[] {
  return isUnavoidable(stage, rule.key) ? [] : [playbookFault(pointer, 'bypassable')];
}

function approvalFieldProblems({ rule, pointer }: Place): readonly PlaybookError[] {
  return rule.fields.length === 0 ? [] : [playbookFault(`${pointer}/fields`, 'evidence-of-approval')];
}

/** A second person could accept a signature on other terms than those approved by then, and a ruling on its score would waive it. */
function signatureClaimProblems({ rule, pointer }: Place): readonly PlaybookError[] {
  const scores = rule.fields.flatMap(({ kind }, at) => (kind === 'score' ? [`${pointer}/fields/${at}`] : []));
  const places = [...(rule.acceptance === 'claim' ? [] : [`${pointer}/acceptance`]), ...scores];
  return places.map((place) => playbookFault(place, 'signature-not-by-claim'));
}

function orderProblems(signature: Place | undefined, approval: Place | undefined): readonly PlaybookError[] {
  if (signature === undefined || approval === undefined || comesBefore(approval, signature)) return [];
  return [playbookFault(approval.pointer, 'approval-not-before-signature')];
}

function comesBefore(approval: Place, signature: Place): boolean {
  if (approval.order !== signature.order) return approval.order < signature.order;
  return approval.rule !== signature.rule && prerequisites(signature.stage, signature.rule.key).has(approval.rule.key);
}
