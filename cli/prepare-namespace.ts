import { openClientConnection } from '../local/connection.ts';
import { prepareNamespace } from '../local/namespace.ts';
import { exitCodes, type ExitCode } from '../local/exit-code.ts';
import { settingsHere, temporalAddressOf } from './settings.ts';

/** `pursuit prepare-namespace`: makes the namespace where there is none, and the search attributes it lacks. */
export async function prepareNamespaceCommand(): Promise<ExitCode> {
  const settings = settingsHere();
  const connection = openClientConnection(settings, temporalAddressOf(settings));
  try {
    await prepareNamespace(connection, settings.TEMPORAL_NAMESPACE);
    console.log(`The namespace ${settings.TEMPORAL_NAMESPACE} is there, with its search attributes.`);
    return exitCodes.ok;
  } finally {
    await connection.close();
  }
}
