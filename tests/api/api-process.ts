import { Client, Connection } from '@temporalio/client';
import pino from 'pino';
import { startApi } from '../../api/main.ts';
import { openDatabase } from '../../prisma/database.ts';

/** The API as a process of its own, to be killed. */
const { DATABASE_URL = '', TEMPORAL_ADDRESS = '', TEMPORAL_TASK_QUEUE = '' } = process.env;
const api = await startApi({
  host: '127.0.0.1',
  port: 0,
  database: openDatabase(DATABASE_URL),
  temporal: new Client({ connection: Connection.lazy({ address: TEMPORAL_ADDRESS }) }),
  log: pino({ level: 'silent' }),
  settings: { taskQueue: TEMPORAL_TASK_QUEUE, version: '0.0.0-test' },
});
process.stdout.write(`listening on ${api.port}.\n`);
