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
const alreadyExists = 6;

/** Makes sure that a namespace exists and knows the search attributes. Running it again changes nothing. */
export async function prepareNamespace(connection: Connection, namespace: string): Promise<void> {
  await ignoringExisting(
    connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: { seconds: (retentionDays * 86_400) as never },
    }),
  );
  const known = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = searchAttributes.filter(({ name }) => !(name in known.customAttributes));
  if (missing.length === 0) return;
  const wanted = Object.fromEntries(missing.map(({ name, number }) => [name, number]));
  await ignoringExisting(connection.operatorService.addSearchAttributes({ namespace, searchAttributes: wanted }));
}

async function ignoringExisting(call: Promise<unknown>): Promise<void> {
  await call.catch((error: { readonly code?: number }) => {
    if (error.code !== alreadyExists) throw error;
  });
}
