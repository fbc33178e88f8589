import type { ApiClient } from '../../api/client.ts';
import { ApiRefusal } from '../../api/client.ts';
import type { PersonKey } from './cast.ts';
import { emailOf } from './cast.ts';

export type Demo = {
  readonly signIn: (email: string) => Promise<ApiClient>;
  readonly administrator: string;
  /** The one that everybody in the demo company has. */
  readonly password: string;
  readonly say: (line: string) => void;
  /** Ends the telling between two steps. */
  readonly signal: AbortSignal;
};

/** Everybody, by turns, in his own name. */
export type Stage = {
  readonly as: (person: PersonKey) => Promise<ApiClient>;
  readonly administrator: () => Promise<ApiClient>;
};

/** Signs each in when he first appears. */
export function openStage({ signIn, administrator, signal }: Demo): Stage {
  const signedIn = new Map<string, Promise<ApiClient>>();
  const enter = (email: string): Promise<ApiClient> => {
    signal.throwIfAborted();
    const client = signedIn.get(email) ?? signIn(email);
    signedIn.set(email, client);
    return client;
  };
  return { as: (person) => enter(emailOf(person)), administrator: () => enter(administrator) };
}

export type Page<Item> = { readonly items: readonly Item[] };

/** What is there, or null. */
export async function found<Thing>(client: ApiClient, path: string): Promise<Thing | null> {
  try {
    return await client.get<Thing>(path);
  } catch (error) {
    if (error instanceof ApiRefusal && error.problem.code === 'not-found') return null;
    throw error;
  }
}
