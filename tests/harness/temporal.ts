import { Connection } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { prepareNamespace } from '../../local/namespace.ts';

/** host:port of the Temporal server of this run, shared by all test files. */
export function temporalAddress(): string {
  return inject('temporalAddress');
}

/** The executable, for a test that starts and kills a server of its own with `startTemporal` of `local/temporal.ts`. */
export function temporalExecutable(): string {
  return inject('temporalExecutable');
}

/** Enough for a file whose workflow ids are its own: its worker sees no other file's tasks in the namespace `default`. */
export function freshTaskQueue(): string {
  return `test-${randomUUID()}`;
}

/** A namespace of one's own with the search attributes, for what lists or sweeps all workflows. */
export async function freshNamespace(): Promise<string> {
  const namespace = `test-${randomUUID()}`;
  const connection = await Connection.connect({ address: temporalAddress() });
  try {
    await prepareNamespace(connection, namespace);
    return namespace;
  } finally {
    await connection.close();
  }
}
