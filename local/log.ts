import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DefaultLogger, type Logger as TemporalLogger } from '@temporalio/worker';
import pino, { type DestinationStream, type Logger } from 'pino';
import type { Settings } from './config.ts';

/** JSON lines: in production on standard output, else in a file, so that the terminal stays readable. */
export function openLog({ NODE_ENV, LOG_LEVEL, PURSUIT_FOLDER }: Settings): Logger {
  if (NODE_ENV === 'production') return pino({ level: LOG_LEVEL });
  mkdirSync(PURSUIT_FOLDER, { recursive: true });
  return pino({ level: LOG_LEVEL }, logFile(join(PURSUIT_FOLDER, 'pursuit.log')));
}

/** What the worker's SDK has to say, in the same lines. */
export function temporalLog(log: Logger): TemporalLogger {
  return new DefaultLogger('INFO', ({ level, message, meta }) => log[levels[level]]({ ...meta }, message));
}

/** A full disk costs lines, never the process: pino's own destination would try one for ever, and hold up everything meanwhile. */
function logFile(path: string): DestinationStream {
  const file = openSync(path, 'a');
  let isTold = false;
  return {
    write(line) {
      try {
        writeFileSync(file, line);
        isTold = false;
      } catch (error) {
        if (!isTold) console.error(`Nothing is logged while ${path} cannot be written to: ${(error as Error).message}.`);
        isTold = true;
      }
    },
  };
}

const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;
