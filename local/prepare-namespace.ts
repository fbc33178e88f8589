import { Connection } from '@temporalio/client';
import { prepareNamespace } from './namespace.ts';

const { TEMPORAL_ADDRESS: address = '127.0.0.1:7233', TEMPORAL_NAMESPACE: namespace = 'default' } = process.env;

const connection = await Connection.connect({ address });
await prepareNamespace(connection, namespace);
await connection.close();
console.log(`The namespace ${namespace} is there, with its search attributes.`);
