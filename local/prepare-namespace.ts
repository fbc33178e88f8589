import { areProblems, readSettings } from './config.ts';
import { openClientConnection } from './connection.ts';
import { prepareNamespace } from './namespace.ts';

const settings = readSettings(process.env);
if (areProblems(settings)) throw new Error(`Wrong settings: ${settings.map(({ name }) => name).join(', ')}`);

const connection = openClientConnection(settings, settings.TEMPORAL_ADDRESS ?? '127.0.0.1:7233');
await prepareNamespace(connection, settings.TEMPORAL_NAMESPACE);
await connection.close();
console.log(`The namespace ${settings.TEMPORAL_NAMESPACE} is there, with its search attributes.`);
