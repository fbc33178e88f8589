import type { Connection } from '@temporalio/client';

/** What operators can search opportunities by in Temporal's own pages. */
export const searchAttributes = {
  OppStage: 'Keyword',
  OppOwner: 'Keyword',
  OppTeam: 'Keyword',
  OppState: 'Keyword',
  EscalationLevel: 'Int',
  NextDueAt: 'Datetime',
} as const;

const indexedValueTypes = { Keyword: 2, Int: 3, Datetime: 6 } as const;
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
  const missing = Object.entries(searchAttributes).filter(([name]) => !(name in known.customAttributes));
  if (missing.length === 0) return;
  const types = Object.fromEntries(missing.map(([name, type]) => [name, indexedValueTypes[type]]));
  await ignoringExisting(connection.operatorService.addSearchAttributes({ namespace, searchAttributes: types }));
}

async function ignoringExisting(call: Promise<unknown>): Promise<void> {
  await call.catch((error: { readonly code?: number }) => {
    if (error.code !== alreadyExists) throw error;
  });
}
