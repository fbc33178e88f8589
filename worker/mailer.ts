import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport, type Transporter } from 'nodemailer';
import type { Logger } from 'pino';
import type { NoticeReader } from '../domain/notice-fact.ts';
import type { Database } from '../prisma/database.ts';
import { fateOf, reasonOf } from './mail/fate.ts';
import { linksOf } from './mail/links.ts';
import { readPost } from './mail/lines.ts';
import { messageOf } from './mail/message.ts';
import type { Parcel } from './mail/outbox.ts';
import { giveBack, leaseSeconds, markFailed, markSent, putBack, takeDue } from './mail/outbox.ts';
import { backoffSeconds } from './mail/postage.ts';

export type MailerConfig = {
  readonly database: Pick<Database, 'pool'>;
  /** `smtp://user:password@host:587`, or `smtps://…`. */
  readonly smtpUrl: string;
  /** Decision links are made from it. */
  readonly secret: string;
  /** Where the web pages are; links lead there, and its host stands in message ids. */
  readonly publicUrl: string;
  /** The sender's address; absent, `pursuit@` that host. */
  readonly from?: string;
  /** The sentence for a refusal's code; absent, the mail does not say why. */
  readonly refusal?: NoticeReader['refusal'];
  readonly log: Pick<Logger, 'warn' | 'info'>;
};

export type Mailer = {
  /** Resolves when the mails in hand are sent; what was not yet tried is given back. */
  readonly stop: () => Promise<void>;
};

type Office = MailerConfig & { readonly transport: Transporter; readonly stopping: AbortSignal };

const everyMs = 2000;
const lanes = 3;
/** Milliseconds. */
const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 10_000 };
/** No server may keep one mail longer in hand than this. */
const longestSendMs = 60_000;

/** Sends what waits in the outbox until stopped; any number of workers may do so side by side. */
export function startMailer(config: MailerConfig): Mailer {
  const stopping = new AbortController();
  const transport = createTransport({ url: config.smtpUrl, ...patience });
  const running = workUntilStopped({ ...config, transport, stopping: stopping.signal });
  return {
    async stop() {
      stopping.abort();
      await running;
      transport.close();
    },
  };
}

async function workUntilStopped(office: Office): Promise<void> {
  while (!office.stopping.aborted) {
    const taken = await deliverDue(office).catch((error: unknown) => {
      office.log.warn({ err: error }, 'the outbox cannot be read');
      return 0;
    });
    if (taken === 0) await sleep(everyMs, undefined, { signal: office.stopping }).catch(() => undefined);
  }
}

/** One turn: takes what is due and sends it, a few at a time. Gives how many mails it took. */
async function deliverDue(office: Office): Promise<number> {
  const leaseEndsAt = Date.now() + leaseSeconds * 1000;
  const parcels = await takeDue(office.database, hostOf(office));
  const queue = [...parcels];
  const mayGoOn = () => !office.stopping.aborted && Date.now() + longestSendMs < leaseEndsAt;
  const lane = async () => {
    while (queue.length > 0 && mayGoOn()) await deliver(office, queue.shift());
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  if (queue.length > 0) await giveBack(office.database, queue);
  return parcels.length;
}

async function deliver(office: Office, parcel: Parcel | undefined): Promise<void> {
  if (parcel === undefined) return;
  try {
    await send(office, parcel);
  } catch (error) {
    await settle(office, parcel, error).catch((err: unknown) => office.log.warn({ err }, 'the outbox cannot be written'));
    return;
  }
  await persist(() => markSent(office.database, parcel)).catch((err: unknown) =>
    office.log.warn({ err, messageId: parcel.messageId }, 'sent, but not marked: it goes out again under the same id'),
  );
}

async function send({ database, transport, refusal, secret, ...office }: Office, parcel: Parcel): Promise<void> {
  const post = await readPost(database, parcel, refusal);
  if (post === undefined) return;
  const host = hostOf(office);
  const sender = { from: office.from ?? `pursuit@${host}`, host, publicUrl: office.publicUrl };
  const links = await linksOf(database, post, secret);
  await transport.sendMail(messageOf(parcel, post, { ...sender, links }));
}

async function settle({ database, log }: Office, parcel: Parcel, error: unknown): Promise<void> {
  const fate = fateOf(error);
  const reason = reasonOf(error);
  log.warn({ messageId: parcel.messageId, attempts: parcel.attempts, fate, reason }, 'mail not delivered');
  if (fate === 'refused-for-good') return markFailed(database, parcel, reason);
  await putBack(database, parcel, { reason, inSeconds: backoffSeconds(parcel.attempts), asItIs: fate === 'unknown' });
}

/** Half a second apart: ten seconds that the database may be away. */
const mostAttempts = 20;

/** What was sent must be marked so: a short absence of the database is waited for. */
async function persist(write: () => Promise<void>, attempts = mostAttempts): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (attempts <= 1) throw error;
    await sleep(500);
    await persist(write, attempts - 1);
  }
}

function hostOf({ publicUrl }: Pick<MailerConfig, 'publicUrl'>): string {
  return new URL(publicUrl).hostname;
}
