import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DefaultLogger, type Logger as TemporalLogger } from '@temporalio/worker';
import pino, { type DestinationStream, type Logger } from 'pino';
import type { Settings } from './config.ts';

/** JSON lines: in production on standard output, else in a file, so that the terminal stays readable. */
export function openLog({ NODE_ENV, LOG_LEVEL, PURSUIT_FOLDER }: Settings): Logger {
  if (NODE_ENV === 'production') return pino({ level: LOG_LEVEL }, standardOutput());
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
  const tell = tellerOf(path);
  return {
    write(line) {
      try {
        writeFileSync(file, line);
        tell();
      } catch (error) {
        tell(error as Error);
      }
    },
  };
}

/** The same, and a reader that is slow costs nothing; one that stands still costs lines, before they fill the memory. */
function standardOutput(): DestinationStream {
  const { stdout } = process;
  const tell = tellerOf('standard output');
  stdout.on('error', tell);
  return {
    write(line) {
      if (stdout.writableLength > mostUnread) tell(new Error('nobody reads it'));
      else stdout.write(line, tell);
    },
  };
}

const mostUnread = 16 * 1024 * 1024;

/** To be called after each line: says on standard error that lines are lost, once, until one is written again. */
function tellerOf(place: string): (error?: Error | null) => void {
  let isTold = false;
  return (error) => {
    const isLost = error !== undefined && error !== null;
    if (isLost && !isTold) console.error(`Nothing is logged while ${place} cannot be written to: ${error.message}.`);
    isTold = isLost;
  };
}

const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;
