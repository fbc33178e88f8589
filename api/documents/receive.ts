import { callbackify } from 'node:util';
import type { Request, Response } from 'express';
import multer from 'multer';
import { Problem } from '../problem.ts';
import { unsupported } from '../http/body.ts';
import type { Stored } from './store.ts';
import { discard, largest, store } from './store.ts';

export type Received = Stored & { readonly name: string };

/** The one file of a multipart body, stored as it comes in. */
export async function receive(request: Request, folder: string): Promise<Received> {
  if (request.is('multipart/form-data') === false) throw unsupported('multipart/form-data');
  const upload = multer({
    storage: engine(folder),
    limits: { files: 1, fields: 0, fileSize: largest + 1 },
    defParamCharset: 'utf8',
  });
  await new Promise<void>((resolve, reject) => {
    upload.single('file')(request, {} as Response, (error: unknown) =>
      error === undefined || error === null ? resolve() : reject(uploadProblem(error)),
    );
  });
  if (request.file === undefined) throw new Problem('invalid-request', { errors: [{ pointer: '/file', code: 'required' }] });
  return request.file as unknown as Received;
}

function engine(folder: string): multer.StorageEngine {
  return {
    _handleFile: callbackify(async (_request: unknown, file: Express.Multer.File) => {
      return { ...(await store(folder, file.stream)), name: plainName(file.originalname) };
    }),
    _removeFile: callbackify((_request: unknown, file: unknown) => discard(folder, (file as Received).id)),
  };
}

/** The last part of the path, without what would break a header or a listing. */
function plainName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  return (
    last
      .replaceAll(/[\p{Cc}\p{Cs}"]/gu, '')
      .trim()
      .slice(0, 200) || 'document'
  );
}

function uploadProblem(error: unknown): unknown {
  if (error instanceof Problem) return error;
  if (!(error instanceof multer.MulterError)) return isTruncated(error) ? new Problem('invalid-request') : error;
  if (error.code === 'LIMIT_FILE_SIZE') return new Problem('body-too-large', { facts: { limit: largest } });
  return new Problem('invalid-request', { errors: [{ pointer: `/${error.field ?? 'file'}`, code: 'unknown-field' }] });
}

/** What busboy says of a broken multipart body. */
function isTruncated(error: unknown): boolean {
  return error instanceof Error && /Unexpected end of form|Malformed|Boundary not found|Request aborted/i.test(error.message);
}
