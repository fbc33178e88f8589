import { closeSync, lstatSync, openSync, readFileSync, rmSync } from 'node:fs';
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
  if (!isObject(map)) throw new UsageError(`${file} is no mapping: a mapping is a JSON object.`);
  const { defaults = {}, ...rest } = map as { readonly defaults?: unknown };
  if (!isObject(defaults)) throw new UsageError(`${file} is no mapping: its defaults are a JSON object.`);
  return { ...rest, defaults };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
