import type { Form } from '../command-form.ts';
import { having, list, listOf, misshapenIn, nullable, oneOf, optional, text } from '../command-form.ts';
import type { Refusal } from '../refusal.ts';
import type { ApprovalCommand, ApprovalCommandType } from './command.ts';
import { atField } from './guard.ts';
import type { ApprovalRefusalCode } from './refusal-code.ts';

/** The command is none of ours, or lacks what its rules will look at: nothing else can be asked of it. */
export function buildHindrance(command: ApprovalCommand): Refusal<ApprovalRefusalCode> | null {
  const field = misshapenIn(forms, command);
  return field === null ? null : atField('malformed', `/${field}`);
}

const person = having({ id: text, superiorId: nullable(text), roles: listOf(text), groups: listOf(text), absences: list });
const people = listOf(person);
const known = optional(people);
const verdict: Form = { hash: text, comment: text };

const forms: { readonly [Type in ApprovalCommandType]: Form } = {
  approve: verdict,
  reject: verdict,
  return: { ...verdict, toStep: optional(text) },
  transfer: { to: person, known, comment: text },
  'add-approver': { person, known, where: oneOf('before', 'beside', 'after'), comment: text },
  'hand-back': {},
  claim: {},
  comment: { comment: text, mentions: listOf(text) },
  nudge: {},
  withdraw: { comment: text },
  'change-people': { people },
  supersede: {},
  'parent-closed': {},
};
