import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileTypeFromBuffer } from 'file-type';
import { Problem } from '../problem.ts';

/** Bytes. */
export const largest = 25 * 1024 * 1024;

export type Stored = { readonly id: string; readonly sha256: string; readonly size: number; readonly mimeType: string };

/** What people send each other about a sale. What a browser would run is not among it. */
const allowed = new Set([
  'application/pdf',
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/heic',
  'image/tiff',
  'application/zip',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/x-cfb',
  'message/rfc822',
]);

/** Streams to disk under an id of its own, counting, hashing and looking at the first bytes; nothing stays of what is refused. */
export async function store(folder: string, source: Readable): Promise<Stored> {
  const id = randomUUID();
  const partial = join(folder, `${id}.part`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const measured = measure();
    const target = await open(partial, 'wx', 0o600);
    await pipeline(source, measured.stream, target.createWriteStream({ flush: true }));
    const mimeType = await typeOf(partial, measured.head());
    await rename(partial, join(folder, id));
    return { id, mimeType, ...measured.result() };
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** Takes back what was stored. */
export function discard(folder: string, id: string): Promise<void> {
  return rm(join(folder, id), { force: true });
}

/** Opened before anything is answered, so that a file that is gone is an error and no half answer. */
export async function read(folder: string, id: string): Promise<Readable> {
  return (await open(join(folder, id), 'r')).createReadStream();
}

const headLength = 4_100;

function measure() {
  const hash = createHash('sha256');
  let size = 0;
  let head = Buffer.alloc(0);
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      hash.update(chunk);
      if (head.length < headLength) head = Buffer.concat([head, chunk]).subarray(0, headLength);
      done(size > largest ? new Problem('body-too-large', { facts: { limit: largest } }) : null, chunk);
    },
  });
  return { stream, head: () => head, result: () => ({ size, sha256: hash.digest('hex') }) };
}

/** By the bytes, not by what the sender says. The mark of UTF-16 would else be taken for a sound. */
async function typeOf(path: string, head: Buffer): Promise<string> {
  const encoding = encodingOf(head);
  const found = encoding === 'utf-8' ? await fileTypeFromBuffer(head) : undefined;
  if (found !== undefined && allowed.has(found.mime)) return found.mime;
  if (found === undefined && (await isPlainText(path, head, encoding))) return 'text/plain';
  throw new Problem('file-type-refused', { facts: { type: found?.mime ?? 'unknown' } });
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

function encodingOf(head: Buffer): Encoding {
  const mark = head.subarray(0, 2).toString('hex');
  return mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
}

async function isPlainText(path: string, head: Buffer, encoding: Encoding): Promise<boolean> {
  const start = new TextDecoder(encoding).decode(head);
  return start !== '' && !/^\s*<(!doctype|html|svg|script|\?xml)/i.test(start) && isText(path, encoding);
}

/** Without a NUL to its last byte; whole characters where a mark says UTF-16, for without one it may be GB 18030 as well. */
async function isText(path: string, encoding: Encoding): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: encoding !== 'utf-8' });
  try {
    for await (const chunk of createReadStream(path))
      if (decoder.decode(chunk as Buffer, { stream: true }).includes('\0')) return false;
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
