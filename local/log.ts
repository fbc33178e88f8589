import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DefaultLogger, type Logger as TemporalLogger } from '@temporalio/worker';
import pino, { type Logger } from 'pino';
import type { Settings } from './config.ts';

/** JSON lines: in production on standard output, else in a file, so that the terminal stays readable. */
export function openLog({ NODE_ENV, LOG_LEVEL, PURSUIT_FOLDER }: Settings): Logger {
  if (NODE_ENV === 'production') return pino({ level: LOG_LEVEL });
  mkdirSync(PURSUIT_FOLDER, { recursive: true });
  return pino({ level: LOG_LEVEL }, pino.destination(join(PURSUIT_FOLDER, 'pursuit.log')));
}

/** What the worker's SDK has to say, in the same lines. */
export function temporalLog(log: Logger): TemporalLogger {
  return new DefaultLogger('INFO', ({ level, message, meta }) => log[levels[level]]({ ...meta }, message));
}

const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;
