import type { KeyObject } from 'node:crypto';
import type { Temporal } from './temporal.ts';
import type { Logger } from 'pino';
import type { Database } from '../prisma/database.ts';

/** What handlers work with; built once, in main.ts. */
export type Deps = {
  readonly database: Database;
  readonly temporal: Temporal;
  readonly log: Logger;
  readonly settings: Settings;
};

export type Settings = {
  readonly taskQueue: string;
  /** As browsers reach it; null: whatever the Host header says. */
  readonly publicUrl: string | null;
  /** Where the bytes of documents lie; outside of everything that is served. */
  readonly documentsFolder: string;
  readonly version: string;
  /** Ed25519, private: signs certificates. */
  readonly signingKey: KeyObject;
  /** AES, 256 bits: seals who helps us covertly. */
  readonly supporterKey: KeyObject;
  /** Compares each reply with its schema: in tests, not in production. */
  readonly checkReplies: boolean;
  /** Milliseconds to wait for the answer to a command. */
  readonly commandDeadlineMs: number;
  /** Proxies in front of it that may say for whom they ask. */
  readonly trustedProxies: number;
};
