import { matches } from './value.ts';

export const idPattern = /^[A-Za-z0-9_-]{1,64}$/;

/** What may stand in a workflow id and in a URL; whether it exists is asked elsewhere. */
export function isId(id: unknown): id is string {
  return matches(id, idPattern);
}

export function opportunityWorkflowId(opportunityId: string): string {
  return `opportunity:${opportunityId}`;
}

export function approvalWorkflowId(opportunityId: string, version: number): string {
  return `contract-approval:${opportunityId}:${version}`;
}

/** The opportunity a workflow id names; null when it names something else. */
export function opportunityIdOf(workflowId: string): string | null {
  const [kind, id = '', ...rest] = workflowId.split(':');
  return kind === 'opportunity' && isId(id) && rest.length === 0 ? id : null;
}

/** The opportunity and contract version a workflow id names; null when it names something else. */
export function approvalOf(workflowId: string): { readonly opportunityId: string; readonly version: number } | null {
  const [kind, opportunityId = '', version = '', ...rest] = workflowId.split(':');
  if (kind !== 'contract-approval' || !isId(opportunityId) || !/^[1-9]\d{0,8}$/.test(version) || rest.length > 0) return null;
  return { opportunityId, version: Number(version) };
}
