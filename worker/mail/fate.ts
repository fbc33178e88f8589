/** What became of a mail whose sending failed: never to be tried again, certainly not delivered, or nobody knows. */
export type Fate = 'refused-for-good' | 'not-delivered' | 'unknown';

type SmtpError = Error & {
  readonly code?: string;
  /** The command that failed, or `API` when nothing was said to the server. */
  readonly command?: string;
  readonly responseCode?: number;
  /** What the server said, its codes in front. */
  readonly response?: string;
  readonly syscall?: string;
};

export function fateOf(error: unknown): Fate {
  const failure = error as Partial<SmtpError>;
  if (isRefusedForGood(failure)) return 'refused-for-good';
  return isRefused(failure) || hadNoConnection(failure) ? 'not-delivered' : 'unknown';
}

/** Only what is said of this recipient or of this message; the server's opinion of our address and password can be mended. */
function isRefusedForGood(failure: Partial<SmtpError>): boolean {
  const { code = '', command = '', responseCode = 0 } = failure;
  if (!['EENVELOPE', 'EMESSAGE'].includes(code)) return false;
  return command === 'API' || (responseCode >= 500 && ['RCPT TO', 'DATA'].includes(command) && !isOfUs(failure));
}

/** It wants us to sign in, or relays for others alone; some say so by code (RFC 4954, RFC 3463), some in words. Of a content, 5.7 is another thing. */
function isOfUs({ command, responseCode = 0, response = '' }: Partial<SmtpError>): boolean {
  const isUnwanted = /^\d{3}[ -]5\.7\./.test(response) || /\brelay/i.test(response);
  return [530, 534, 535, 538].includes(responseCode) || (command === 'RCPT TO' && isUnwanted);
}

function isRefused({ responseCode = 0 }: Partial<SmtpError>): boolean {
  return responseCode >= 400;
}

function hadNoConnection({ code = '', syscall }: Partial<SmtpError>): boolean {
  return syscall === 'connect' || ['EDNS', 'EAUTH', 'ETLS'].includes(code);
}

/** One line, for the row that shows why. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replaceAll(/\s+/g, ' ').slice(0, 500);
}
