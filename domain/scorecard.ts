import type { Evidence, EvidenceField } from './evidence-field.ts';
import type { FieldOf } from './evidence.ts';
import { valueOf } from './value.ts';
import type { CheckpointRule } from './playbook.ts';

/** What a scorecard comes to. `score` is 0 to 100, cut (never rounded up) to two decimals. */
export type Score = { readonly score: number; readonly failedMustHaves: readonly string[]; readonly passes: boolean };

/**
 * The weighted mean of a checkpoint's `score` fields, and the must-haves below their mark, which no mean outweighs.
 * A score that was not given counts as 0. Null when the checkpoint has no scorecard.
 */
export function scoreOf({ fields, threshold }: Pick<CheckpointRule, 'fields' | 'threshold'>, evidence: Evidence): Score | null {
  const card = fields.filter(isScore);
  if (card.length === 0) return null;
  const score = percentOf(card, evidence);
  const failedMustHaves = card.filter((field) => given(field, evidence) < (field.mustHave ?? 0)).map(({ key }) => key);
  return { score, failedMustHaves, passes: failedMustHaves.length === 0 && score >= (threshold ?? 0) };
}

function percentOf(card: readonly FieldOf<'score'>[], evidence: Evidence): number {
  const weights = card.reduce((total, { weight }) => total + weight, 0);
  const points = card.reduce((total, field) => total + field.weight * given(field, evidence), 0);
  return Math.floor((points / weights) * 1000 + 1e-6) / 100;
}

function given({ key }: EvidenceField, evidence: Evidence): number {
  const value = valueOf(evidence, key);
  return typeof value === 'number' ? value : 0;
}

function isScore(field: EvidenceField): field is FieldOf<'score'> {
  return field.kind === 'score';
}
