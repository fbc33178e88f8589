import { contentHash } from '../canonical.ts';
import type { StepMode } from './policy.ts';
import type { Approval, ApprovalRequest, ApprovalResult, Decision } from './state.ts';

/**
 * Proof of what was decided on a contract version, by people and their terms' hash alone: nothing in it is confidential. Each entry's hash
 * covers the one before, the first one's the head, and `hash` covers them all.
 */
export type Certificate = {
  readonly format: typeof certificateFormat;
  readonly head: CertificateHead;
  readonly headHash: string;
  readonly entries: readonly CertificateEntry[];
  readonly hash: string;
  /** Over `signedText`; null until somebody with the key has signed. */
  readonly signature: CertificateSignature | null;
};

export type CertificateSignature = { readonly algorithm: 'Ed25519'; readonly keyId: string; readonly value: string };

export type CertificateHead = {
  readonly opportunityId: string;
  readonly opportunityName: string;
  readonly customerName: string;
  readonly version: number;
  readonly termsHash: string;
  readonly policy: { readonly key: string; readonly version: number; readonly hash: string };
  readonly submitterId: string;
  readonly lastEditorId: string;
  readonly requestedFor: readonly string[];
  readonly ownerId: string;
  readonly requestedAt: string;
  readonly steps: readonly { readonly key: string; readonly rank: number; readonly mode: StepMode; readonly isPassed: boolean }[];
  readonly result: ApprovalResult;
  readonly concludedAt: string;
};

/** A decision: who, when, for whom, in which capacity, on which terms. */
export type CertificateEntry = Omit<Decision, 'comment' | 'hash' | 'fromVersion' | 'fromSeq'> & {
  readonly termsHash: string;
  /** Of the comment's text. */
  readonly commentHash: string;
  /** The decision on an earlier version that it carries over. */
  readonly carriedFrom: { readonly version: number; readonly seq: number | null } | null;
  readonly previousHash: string;
  readonly hash: string;
};

export const certificateFormat = 'pursuit-approval-certificate/1';

/** Of a request, all that is certified. */
export type Certifiable = Pick<Approval, 'steps' | 'decisions' | 'result' | 'concludedAt'> & {
  readonly request: Omit<ApprovalRequest, 'calendar' | 'earlier'>;
};

/** The unsigned certificate of a request that has ended; null while it is open. */
export function certificateOf(state: Certifiable): Certificate | null {
  const head = headOf(state);
  if (head === null) return null;
  const headHash = contentHash(head);
  const entries = state.decisions.reduce<readonly CertificateEntry[]>(
    (before, decision) => [...before, entryOf(decision, before.at(-1)?.hash ?? headHash)],
    [],
  );
  return { format: certificateFormat, head, headHash, entries, hash: wholeHash({ headHash, entries }), signature: null };
}

/** What a signature is made over: the hash, and what it is a hash of. */
export function signedText({ format, hash }: Pick<Certificate, 'format' | 'hash'>): string {
  return `${format}\n${hash}\n`;
}

export function entryHash({ hash: _hash, ...entry }: CertificateEntry): string {
  return contentHash(entry);
}

export function wholeHash({ headHash, entries }: Pick<Certificate, 'headHash' | 'entries'>): string {
  return contentHash([certificateFormat, headHash, ...entries.map(({ hash }) => hash)]);
}

function headOf({ request, steps, result, concludedAt }: Certifiable): CertificateHead | null {
  if (result === null || concludedAt === null) return null;
  const { opportunityId, opportunityName, customerName, version, policy } = request;
  const { submitterId, lastEditorId, requestedFor = [], ownerId, requestedAt } = request;
  return {
    ...{ opportunityId, opportunityName, customerName, version: version.number, termsHash: version.hash },
    ...{ submitterId, lastEditorId, requestedFor, ownerId, requestedAt, result, concludedAt },
    policy: { key: policy.key, version: policy.version, hash: contentHash(policy) },
    steps: steps.map(({ key, rank, rule, passed }) => ({ key, rank, mode: rule.mode, isPassed: passed })),
  };
}

function entryOf({ comment, hash, fromVersion, fromSeq, ...decision }: Decision, previousHash: string): CertificateEntry {
  const carriedFrom = fromVersion === null ? null : { version: fromVersion, seq: fromSeq ?? null };
  const entry = { ...decision, termsHash: hash, commentHash: contentHash(comment), carriedFrom, previousHash };
  return { ...entry, hash: contentHash(entry) };
}
