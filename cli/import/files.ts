import { closeSync, lstatSync, openSync, readFileSync, rmSync } from 'node:fs';
import { isRecord } from '../../domain/value.ts';
import { UsageError } from '../usage-error.ts';

export function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new UsageError(`${file} cannot be read.`, { cause });
  }
}

/** How to read the files, as JSON. */
export function mapIn(file: string): { readonly defaults: object } {
  const map = jsonIn(file);
  if (!isRecord(map)) throw new UsageError(`${file} is no mapping: a mapping is a JSON object.`);
  const { defaults = {}, ...rest } = map;
  if (!isRecord(defaults)) throw new UsageError(`${file} is no mapping: its defaults are a JSON object.`);
  return { ...rest, defaults };
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(contentOf(file).toString('utf8')) as unknown;
  } catch (cause) {
    throw cause instanceof UsageError ? cause : new UsageError(`${file} is not JSON.`, { cause });
  }
}

/** Before anything is asked for, so that nothing is done of which the map is lost. Leaves no file behind that was not there. */
export function requireWritable(file: string): void {
  try {
    const isNew = lstatSync(file, { throwIfNoEntry: false }) === undefined;
    closeSync(openSync(file, 'a'));
    if (isNew) rmSync(file);
  } catch (cause) {
    throw new UsageError(`${file} cannot be written.`, { cause });
  }
}
