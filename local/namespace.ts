import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import { searchKeys } from '../workflows/contract.ts';

/** What Temporal's command line and its services call a type. */
const types = {
  KEYWORD: { word: 'Keyword', number: 2 },
  INT: { word: 'Int', number: 3 },
  DATETIME: { word: 'Datetime', number: 6 },
} as const;

/** What operators can search opportunities by in Temporal's own pages. */
export const searchAttributes = Object.values(searchKeys).map(({ name, type }) => ({ name, ...types[type] }));

const retentionDays = 30;
const patienceMs = 5_000;
const notFound = 5;
const alreadyExists = 6;

/** What to do about a namespace in which Pursuit cannot work. */
export const namespaceRemedy = 'run `pursuit prepare-namespace`';

/** Makes sure that a namespace exists and knows the search attributes. Running it again changes nothing. */
export async function prepareNamespace(connection: Connection, namespace: string): Promise<void> {
  await ignoringExisting(
    connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: { seconds: (retentionDays * 86_400) as never },
    }),
  );
  const missing = await onceKnown(() => missingAttributes(connection, namespace));
  if (missing.length === 0) return;
  const wanted = Object.fromEntries(missing.map(({ name, number }) => [name, number]));
  await ignoringExisting(connection.operatorService.addSearchAttributes({ namespace, searchAttributes: wanted }));
}

/** A server that was asked for the namespace before remembers for some seconds that there was none. */
async function onceKnown<Answer>(ask: () => Promise<Answer>, deadline = Date.now() + 30_000): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!isNotFound(error) || Date.now() > deadline) throw error;
    await delay(200);
    return onceKnown(ask, deadline);
  }
}

/** Why Pursuit cannot work in a namespace: no workflow starts there. Undefined when it can; throws when Temporal does not say. */
export async function namespaceFault(connection: Connection, namespace: string): Promise<string | undefined> {
  try {
    const missing = await connection.withDeadline(Date.now() + patienceMs, () => missingAttributes(connection, namespace));
    return missing.length === 0
      ? undefined
      : `the namespace ${namespace} lacks the search attributes ${missing.map(({ name }) => name).join(', ')}`;
  } catch (error) {
    if (isNotFound(error)) return `Temporal has no namespace ${namespace}`;
    throw error;
  }
}

async function missingAttributes(connection: Connection, namespace: string) {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  return searchAttributes.filter(({ name }) => !(name in customAttributes));
}

function isNotFound(error: unknown): boolean {
  return (error as { readonly code?: number }).code === notFound;
}

async function ignoringExisting(call: Promise<unknown>): Promise<void> {
  await call.catch((error: { readonly code?: number }) => {
    if (error.code !== alreadyExists) throw error;
  });
}
