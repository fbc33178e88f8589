import { matches } from './value.ts';

export const idPattern = /^[A-Za-z0-9_-]{1,64}$/;

/** What may stand in a workflow id and in a URL; whether it exists is asked elsewhere. */
export function isId(id: unknown): id is string {
  return matches(id, idPattern);
}

export function opportunityWorkflowId(opportunityId: string): string {
  return `opportunity:${opportunityId}`;
}

/** Under which the approval of a contract version stands in the read model and in URLs. */
export function approvalIdOf(opportunityId: string, version: number): string {
  return `${opportunityId}:${version}`;
}

export function approvalWorkflowId(opportunityId: string, version: number): string {
  return `contract-approval:${approvalIdOf(opportunityId, version)}`;
}

/** The opportunity a workflow id names; null when it names something else. */
export function opportunityIdOf(workflowId: string): string | null {
  const [kind, id = '', ...rest] = workflowId.split(':');
  return kind === 'opportunity' && isId(id) && rest.length === 0 ? id : null;
}

/** A contract version of an opportunity, whose approval an id names. */
export type ContractRef = { readonly opportunityId: string; readonly version: number };

/** What a workflow id names; null when it names something else. */
export function approvalOf(workflowId: string): ContractRef | null {
  const [kind, ...id] = workflowId.split(':');
  return kind === 'contract-approval' ? approvalIn(id.join(':')) : null;
}

/** What an approval's id names; null when it is none. */
export function approvalIn(approvalId: string): ContractRef | null {
  const [opportunityId, version = '', ...rest] = approvalId.split(':');
  if (!isId(opportunityId) || !/^[1-9]\d{0,8}$/.test(version) || rest.length > 0) return null;
  return { opportunityId, version: Number(version) };
}
