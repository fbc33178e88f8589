/** Who acts, in which capacity towards this opportunity or request, and for whom when not for himself. */
export type Actor = { readonly userId: string; readonly capacity: Capacity; readonly onBehalfOf?: string };

/**
 * `superior`: anywhere up the owner's reporting line. `system`: the machine itself. `integration`: an API key. `importer`: brings in a sale
 * from elsewhere, and tells what was decided there.
 */
export type Capacity = 'owner' | 'superior' | 'leadership' | 'admin' | 'approver' | 'integration' | 'importer' | 'system';

/** What every command carries, whichever door it comes through. */
export type Stamp = {
  /** The request's Idempotency-Key, and the update id. */
  readonly commandId: string;
  /** Hash of the content: the same id with another content is refused. */
  readonly fingerprint: string;
  readonly actor: Actor;
  readonly at: string;
  /** The sequence up to which the sender found the event table complete; absent when the sender will not write the answer. */
  readonly seen?: number;
};

/** When, by whom, and because of which command something happened; the machine's own deeds carry no command. */
export type Happening = {
  readonly at: string;
  readonly actor: Actor;
  readonly commandId?: string;
  readonly fingerprint?: string;
};

export const machine: Actor = { userId: 'system', capacity: 'system' };

/** Who is nothing but an administrator neither sells nor approves. */
export function onlyAdministers({ roles }: { readonly roles: readonly string[] }): boolean {
  return roles.length > 0 && roles.every((role) => role === 'admin');
}
