import { contentHash } from '../canonical.ts';
import type { FieldError } from '../field-error.ts';
import type { ShapeCode } from '../shape-text.ts';
import type { Shape } from '../shape.ts';
import { flag, instant, list, name, number, object, option, prose, whole } from '../shape.ts';
import type { Text } from '../text.ts';
import type { Certificate, CertificateEntry, CertificateHead, CertificateSignature } from './certificate.ts';
import { certificateFormat, entryHash, wholeHash } from './certificate.ts';
import { mode } from './policy-shape.ts';
import { countedBy } from './state.ts';

/** Why a certificate proves nothing, besides its build. */
export const certificateTexts = {
  altered: { en: 'This was altered after the certificate was made.', zh: '此处在证书生成后被改动。' },
  'out-of-place': { en: 'An entry is missing, added or moved here.', zh: '此处的条目被删除、增加或移动。' },
  'own-request': { en: 'A requester decided on his own request.', zh: '申请人对自己的申请作出了决定。' },
  'decided-twice': { en: 'One person decided twice.', zh: '同一人作出了两次决定。' },
  'other-terms': { en: 'This was decided on other terms.', zh: '此决定针对的是其他条款。' },
  'step-not-decided': { en: 'It is said to be approved, but nobody approved this step.', zh: '结果为批准,但此步骤无人批准。' },
} satisfies { readonly [code: string]: Text };

export type CertificateError = FieldError & { readonly code: keyof typeof certificateTexts | ShapeCode };

const hash = name(/^[0-9a-f]{64}$/);
const count = whole(0, 1e9);

const head = object({
  opportunityId: text,
  opportunityName: text,
  customerName: text,
  version: count,
  termsHash: hash,
  policy: object({ key: text, version: count, hash }),
  submitterId: text,
  lastEditorId: text,
  requestedFor: list(text, 0, 2),
  ownerId: text,
  requestedAt: instant,
  steps: list(object({ key: text, rank: number(0, 1e6), mode, isPassed: flag }), 0, 1000),
  result: option('approved', 'rejected', 'returned', 'withdrawn', 'superseded'),
  concludedAt: instant,
} satisfies { readonly [Key in keyof CertificateHead]: Shape });

const entry = object({
  seq: count,
  step: text,
  slot: text,
  userId: text,
  onBehalfOf: nullable(text),
  origin: option('policy', 'transferred', 'added', 'escalated', 'carried-over'),
  verdict: option('approve', 'reject'),
  at: instant,
  isVoid: flag,
  termsHash: hash,
  commentHash: hash,
  carriedFrom: nullable(object({ version: count, seq: nullable(count) })),
  previousHash: hash,
  hash,
} satisfies { readonly [Key in keyof CertificateEntry]: Shape });

const signature = object({
  algorithm: option('Ed25519'),
  keyId: prose(200),
  value: prose(200),
} satisfies { readonly [Key in keyof CertificateSignature]: Shape });

const certificate = object({
  format: option(certificateFormat),
  head,
  headHash: hash,
  entries: list(entry, 0, 10_000),
  hash,
  signature: nullable(signature),
} satisfies { readonly [Key in keyof Certificate]: Shape });

/**
 * Everything that speaks against a certificate, each at its JSON pointer; of a broken chain the first place alone. That nobody has made the
 * whole chain anew only the signature over `signedText` can prove.
 */
export function certificateProblems(document: unknown): readonly CertificateError[] {
  const misbuilt = certificate(document, '');
  if (misbuilt.length > 0) return misbuilt;
  const given = document as Certificate;
  return [...chainProblems(given), ...decisionProblems(given), ...stepProblems(given)];
}

function chainProblems({ head, headHash, entries, hash }: Certificate): readonly CertificateError[] {
  if (contentHash(head) !== headHash) return fault('/head', 'altered');
  const previousOf = (at: number) => entries[at - 1]?.hash ?? headHash;
  const broken = entries.findIndex((one, at) => entryHash(one) !== one.hash || one.previousHash !== previousOf(at));
  const at = entries[broken];
  if (at !== undefined) return fault(`/entries/${broken}`, entryHash(at) === at.hash ? 'out-of-place' : 'altered');
  return wholeHash({ headHash, entries }) === hash ? [] : fault('/hash', 'altered');
}

/** What holds of every request's decisions, whoever made the certificate. */
function decisionProblems({ head, entries }: Certificate): readonly CertificateError[] {
  const requesters = [head.submitterId, head.lastEditorId, ...head.requestedFor];
  return entries.flatMap((one, at) => {
    const isRequesters = countedBy(one).some((person) => requesters.includes(person));
    const isSecond = !one.isVoid && entries.slice(0, at).some((before) => !before.isVoid && isOfSamePerson(before, one));
    const isOfOthers = one.carriedFrom === null && one.termsHash !== head.termsHash;
    return [
      ...(isRequesters ? fault(`/entries/${at}/userId`, 'own-request') : []),
      ...(isSecond ? fault(`/entries/${at}/userId`, 'decided-twice') : []),
      ...(isOfOthers ? fault(`/entries/${at}/termsHash`, 'other-terms') : []),
    ];
  });
}

function isOfSamePerson(one: CertificateEntry, other: CertificateEntry): boolean {
  return countedBy(one).some((person) => countedBy(other).includes(person));
}

function stepProblems({ head, entries }: Certificate): readonly CertificateError[] {
  if (head.result !== 'approved') return [];
  if (head.steps.length === 0) return fault('/head/steps', 'step-not-decided');
  return head.steps.flatMap((step, at) => {
    const approvals = entries.filter((one) => one.step === step.key && one.verdict === 'approve' && !one.isVoid);
    const least = step.mode.kind === 'quorum' ? step.mode.count : 1;
    return step.isPassed && approvals.length >= least ? [] : fault(`/head/steps/${at}`, 'step-not-decided');
  });
}

/** Any string at all: keys and names are not judged here. */
function text(value: unknown, pointer: string): ReturnType<Shape> {
  return typeof value === 'string' ? [] : [{ pointer, code: 'not-a-text' }];
}

function nullable(shape: Shape): Shape {
  return (value, pointer) => (value === null ? [] : shape(value, pointer));
}

function fault(pointer: string, code: keyof typeof certificateTexts): readonly CertificateError[] {
  return [{ pointer, code }];
}
