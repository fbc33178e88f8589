import { SMTPServer } from 'smtp-server';

/** A mail as a reader's program shows it. */
export type Mail = {
  readonly to: string;
  readonly header: (name: string) => string | undefined;
  readonly text: string;
  readonly html: string;
};

export type PostOffice = {
  readonly url: string;
  readonly port: number;
  /** In the order of their arrival. */
  readonly mails: readonly Mail[];
  readonly close: () => Promise<void>;
};

export type Clerk = {
  /** Absent, a free port. */
  readonly port?: number;
  /** Gives the error with which an addressee is refused. */
  readonly refuse?: (to: string) => Error | undefined;
  /** What happens between the arrival of a mail and the answer `250`. */
  readonly beforeAnswer?: (mail: Mail, hangUp: () => void) => Promise<void> | void;
};

/** A real SMTP server on this machine. */
export async function openPostOffice({ port = 0, refuse, beforeAnswer }: Clerk = {}): Promise<PostOffice> {
  const mails: Mail[] = [];
  const server: SMTPServer = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, answer) => answer(refuse?.(address)),
    onData(stream, session, answer) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const mail = read(Buffer.concat(chunks).toString('latin1'), session.envelope.rcptTo[0]?.address ?? '');
        mails.push(mail);
        void Promise.resolve(beforeAnswer?.(mail, () => hangUp(server))).then(() => answer());
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
  const bound = (server.server.address() as { readonly port: number }).port;
  return {
    ...{ mails, port: bound, url: `smtp://127.0.0.1:${bound}` },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The error with which the server answers, such as 451 for later or 550 for never. */
export function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function hangUp(server: SMTPServer): void {
  const { connections } = server as unknown as { readonly connections: Iterable<{ readonly _socket: { destroy: () => void } }> };
  for (const { _socket } of connections) _socket.destroy();
}

function read(raw: string, to: string): Mail {
  const { headers, body } = split(raw);
  const boundary = /boundary="([^"]+)"/.exec(headers.get('content-type') ?? '')?.[1] ?? '';
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => split(part.replace(/^\r\n/, '')));
  const partOf = (type: string) => parts.find((part) => part.headers.get('content-type')?.startsWith(type));
  return {
    to,
    header: (name) => decodedWords(headers.get(name.toLowerCase())),
    text: decoded(partOf('text/plain')),
    html: decoded(partOf('text/html')),
  };
}

type Part = { readonly headers: ReadonlyMap<string, string>; readonly body: string };

function split(raw: string): Part {
  const at = raw.indexOf('\r\n\r\n');
  const lines = raw
    .slice(0, at)
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = lines.map((line): [string, string] => [
    line.slice(0, line.indexOf(':')).toLowerCase(),
    line.slice(line.indexOf(':') + 1).trim(),
  ]);
  return { headers: new Map(headers), body: raw.slice(at + 4) };
}

function decoded(part: Part | undefined): string {
  if (part === undefined) return '';
  const encoding = part.headers.get('content-transfer-encoding');
  if (encoding === 'base64') return Buffer.from(part.body, 'base64').toString('utf8').replaceAll('\r\n', '\n');
  return unquoted(part.body.replaceAll('=\r\n', '')).replaceAll('\r\n', '\n');
}

function decodedWords(value: string | undefined): string | undefined {
  return value
    ?.replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?B\?([^?]*)\?=/gi, (_, word: string) => Buffer.from(word, 'base64').toString('utf8'))
    .replaceAll(/=\?UTF-8\?Q\?([^?]*)\?=/gi, (_, word: string) => unquoted(word.replaceAll('_', ' ')));
}

function unquoted(text: string): string {
  const bytes = text.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
