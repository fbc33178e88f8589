import { Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';
import type { Settings } from './config.ts';
import { DependencyAway } from './dependency-away.ts';

/** A connection for commands and reads alone: it opens on first use, so that the API serves reads while Temporal is away. */
export function openClientConnection(settings: Settings, address: string): Connection {
  return Connection.lazy(optionsFor(settings, address));
}

/** The connection a worker needs; a client on it is faster than on one of its own. Throws when Temporal does not answer. */
export async function openNativeConnection(settings: Settings, address: string): Promise<NativeConnection> {
  try {
    return await NativeConnection.connect(optionsFor(settings, address));
  } catch (cause) {
    throw new DependencyAway(`Temporal does not answer at ${address}.`, { cause });
  }
}

/** For a real server, TLS and all the rest are as the SDK's own variables and profile say. */
function optionsFor({ TEMPORAL_ADDRESS, TEMPORAL_API_KEY }: Settings, address: string) {
  if (TEMPORAL_ADDRESS === undefined) return { address };
  const { connectionOptions } = loadClientConnectConfig();
  return { ...connectionOptions, address, ...(TEMPORAL_API_KEY !== undefined && { apiKey: TEMPORAL_API_KEY }) };
}
