import type { Request, Response } from 'express';
import multer from 'multer';
import type { StorageEngine } from 'multer';
import { unsupported } from '../http/body.ts';
import { parsed } from '../http/issues.ts';
import { Problem } from '../problem.ts';
import { Mapping, unknownFields } from './mapping.ts';

export type Upload = {
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly mapping: Mapping;
};

/** Bytes, of all files together: they are in memory as long as the import takes. */
const largest = 25 * 1024 * 1024;

/** The files of a multipart body, and beside them the field `mapping` with how to read them. */
export async function readUpload(request: Request): Promise<Upload> {
  if (request.is('multipart/form-data') === false || request.is('multipart/form-data') === null)
    throw unsupported('multipart/form-data');
  if (request.destroyed) throw new Problem('invalid-request'); // whoever sent it has gone, and nothing would ever say so
  const limits = { files: 10, fields: 1, fileSize: largest, fieldSize: 256 * 1024 };
  const upload = multer({ storage: memoryWithin(largest), limits, defParamCharset: 'utf8' });
  await new Promise<void>((resolve, reject) => {
    upload.array('file')(request, {} as Response, (error: unknown) => (error == null ? resolve() : reject(uploadProblem(error))));
  });
  const files = (request.files ?? []) as readonly Express.Multer.File[];
  if (files.length === 0) throw new Problem('invalid-request', { errors: [{ pointer: '/file', code: 'required' }] });
  const { mapping } = (request.body ?? {}) as { readonly mapping?: string };
  return { files: files.map(({ originalname, buffer }) => ({ name: originalname, bytes: buffer })), mapping: mappingOf(mapping) };
}

/** What goes beyond is read, and not kept. */
function memoryWithin(most: number): StorageEngine {
  let read = 0;
  return {
    _handleFile(_request, { stream }, done) {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => {
        read += piece.length;
        if (read <= most) pieces.push(piece);
      });
      stream.once('error', done);
      stream.once('end', () => {
        if (read > most) done(new multer.MulterError('LIMIT_FILE_SIZE'));
        else done(null, { buffer: Buffer.concat(pieces) });
      });
    },
    _removeFile: (_request, _file, done) => done(null),
  };
}

function mappingOf(text: string | undefined): Mapping {
  const mapping = parsed(Mapping, text === undefined ? {} : jsonOf(text), 'body');
  const errors = unknownFields(mapping).map(({ role, header }) => ({
    pointer: `/mapping/columns/${role}/${header}`,
    code: 'unknown-field',
  }));
  if (errors.length > 0) throw new Problem('invalid-request', { errors });
  return mapping;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Problem('malformed-json', { errors: [{ pointer: '/mapping', code: 'not-well-formed' }] });
  }
}

function uploadProblem(error: unknown): unknown {
  if (!(error instanceof multer.MulterError)) return new Problem('invalid-request', {}, { cause: error });
  if (error.code === 'LIMIT_FILE_SIZE') return new Problem('body-too-large', { facts: { limit: largest } });
  return new Problem('invalid-request', { errors: [{ pointer: `/${error.field ?? 'file'}`, code: 'unknown-field' }] });
}
