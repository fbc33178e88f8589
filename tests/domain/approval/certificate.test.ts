import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { certificateProblems, certificateTexts } from '../../../domain/approval/certificate-check.ts';
import type { Certificate } from '../../../domain/approval/certificate.ts';
import { certificateOf, signedText } from '../../../domain/approval/certificate.ts';
import type { Approval } from '../../../domain/approval/state.ts';
import { after, approvedBy, aRequest, aReturn, away, by, earlierOf, people, rejection } from '../../builders/approval.ts';
import { someTerms } from '../../builders/approval-request.ts';
import { defaultPolicy } from '../../../domain/approval/default-policy.ts';
import { contentHash } from '../../../domain/canonical.ts';

const request = aRequest({ people: away('manager', { deputyId: 'expert' }) });
const approved = approvedBy(request, 'expert', 'director');
const certificate = certified(approved);

function certified(state: Approval): Certificate {
  const made = certificateOf(state);
  if (made === null) throw new Error('the request is open');
  return made;
}

/** The certificate as somebody has altered it on its way. */
function altered(change: (copy: Editable<Certificate>) => void): unknown {
  const copy = structuredClone(certificate) as Editable<Certificate>;
  change(copy);
  return copy;
}

type Editable<Type> = { -readonly [Key in keyof Type]: Type[Key] extends object ? Editable<Type[Key]> : Type[Key] };

describe('the certificate of an approved contract', () => {
  test('says who decided, when, on whose behalf, on which terms and under which policy', () => {
    const { head, entries } = certificate;

    expect(head).toMatchObject({
      result: 'approved',
      termsHash: request.request.version.hash,
      policy: { key: 'contract', version: 1 },
    });
    expect(head.policy.hash).toBe(contentHash(request.request.policy));
    expect(entries).toMatchObject([
      { step: 'manager', userId: 'expert', onBehalfOf: 'manager', verdict: 'approve', origin: 'policy' },
      { step: 'director', userId: 'director', onBehalfOf: null, verdict: 'approve', carriedFrom: null },
    ]);
  });

  test('proves itself, also after a journey as JSON', () => {
    expect(certificateProblems(certificate)).toEqual([]);
    expect(certificateProblems(JSON.parse(JSON.stringify(certificate)))).toEqual([]);
  });

  test('holds no comment, only its hash', () => {
    const { hash } = request.request.version;
    const said = after(request, by('expert', { type: 'approve', hash, comment: 'Their chief owes me.' }));
    const text = JSON.stringify(certified(approvedBy(said, 'director')));

    expect(text).not.toContain('owes');
    expect(text).toContain(contentHash('Their chief owes me.'));
  });

  test('takes a signature over its hash', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const value = sign(null, Buffer.from(signedText(certificate)), privateKey).toString('base64');
    const signed = { ...certificate, signature: { algorithm: 'Ed25519' as const, keyId: 'key-1', value } };

    expect(certificateProblems(signed)).toEqual([]);
    expect(verify(null, Buffer.from(signedText(signed)), publicKey, Buffer.from(value, 'base64'))).toBe(true);
    expect(
      verify(null, Buffer.from(signedText({ ...signed, hash: 'f'.repeat(64) })), publicKey, Buffer.from(value, 'base64')),
    ).toBe(false);
  });
});

test('an open request has no certificate', () => {
  expect(certificateOf(request)).toBeNull();
});

test('a request that was rejected has one too, and one that was returned keeps what became void', () => {
  const manager = aRequest();
  const again = after(approvedBy(manager, 'manager'), aReturn(manager, 'director', 'manager'));
  const rejected = certified(after(again, rejection(manager, 'manager')));

  expect(rejected.head.result).toBe('rejected');
  expect(rejected.entries.map(({ verdict, isVoid }) => [verdict, isVoid])).toEqual([
    ['approve', true],
    ['reject', false],
  ]);
  expect(certificateProblems(rejected)).toEqual([]);
});

test('an approval that was carried over names the version it was given on', () => {
  const terms = someTerms({ grossMarginPercent: 10 });
  const first = after(
    approvedBy(aRequest({ policy: defaultPolicy, terms }), 'manager', 'accountant'),
    aReturn(aRequest({ policy: defaultPolicy, terms }), 'chief'),
  );
  const second = aRequest({
    policy: defaultPolicy,
    terms: { ...terms, remarks: 'x' },
    number: 2,
    earlier: earlierOf(first),
    people,
  });
  const { entries, ...rest } = certified(approvedBy(second, 'chief'));

  expect(entries.map(({ userId, carriedFrom }) => [userId, carriedFrom?.version])).toEqual([
    ['manager', 1],
    ['accountant', 1],
    ['chief', undefined],
  ]);
  expect(certificateProblems({ ...rest, entries })).toEqual([]);
});

describe('an altered certificate', () => {
  test.for<{ what: string; change: (copy: Editable<Certificate>) => void; problem: object }>([
    {
      what: 'another decider',
      change: ({ entries }) => Object.assign(entries[0] ?? {}, { userId: 'lawyer' }),
      problem: { pointer: '/entries/0', code: 'altered' },
    },
    {
      what: 'another time',
      change: ({ entries }) => Object.assign(entries[1] ?? {}, { at: '2026-03-09T02:00:00.000Z' }),
      problem: { pointer: '/entries/1', code: 'altered' },
    },
    {
      what: 'an entry taken out at the beginning',
      change: ({ entries }) => entries.shift(),
      problem: { pointer: '/entries/0', code: 'out-of-place' },
    },
    {
      what: 'an entry taken out at the end',
      change: ({ entries }) => entries.pop(),
      problem: { pointer: '/hash', code: 'altered' },
    },
    {
      what: 'entries in another order',
      change: (copy) => Object.assign(copy, { entries: copy.entries.toReversed() }),
      problem: { pointer: '/entries/0', code: 'out-of-place' },
    },
    {
      what: 'other terms',
      change: ({ head }) => Object.assign(head, { termsHash: 'f'.repeat(64) }),
      problem: { pointer: '/head', code: 'altered' },
    },
    {
      what: 'a time that is none',
      change: ({ head }) => Object.assign(head, { concludedAt: 'yesterday' }),
      problem: { pointer: '/head/concludedAt', code: 'not-an-instant' },
    },
    {
      what: 'another hash of the whole',
      change: (copy) => Object.assign(copy, { hash: 'f'.repeat(64) }),
      problem: { pointer: '/hash', code: 'altered' },
    },
  ])('with $what names the first place', ({ change, problem }) => {
    expect(certificateProblems(altered(change))[0]).toEqual(problem);
  });

  test('made anew around a requester, a second decision, other terms or an undecided step is refused for what it says', () => {
    const [decision] = approved.decisions;
    if (decision === undefined) throw new Error('nothing was decided');
    const forged = (decisions: Approval['decisions']) =>
      certificateProblems(certificateOf({ ...approved, decisions })).map(({ code }) => code);

    expect(forged([{ ...decision, userId: 'rep' }, ...approved.decisions])).toContain('own-request');
    const inHisName = { ...approved, request: { ...approved.request, requestedFor: ['manager'] } };
    expect(certificateProblems(certificateOf(inHisName)).map(({ code }) => code)).toContain('own-request');
    expect(forged([decision, ...approved.decisions])).toContain('decided-twice');
    expect(forged([{ ...decision, userId: 'lawyer', onBehalfOf: 'director' }, ...approved.decisions.slice(1)])).toContain(
      'decided-twice',
    );
    expect(forged([{ ...decision, hash: 'f'.repeat(64) }, ...approved.decisions])).toContain('other-terms');
    expect(forged([decision])).toEqual(['step-not-decided']);
  });

  test('that is no certificate at all is refused', () => {
    expect(certificateProblems({ ...certificate, format: 'other' })).toEqual([{ pointer: '/format', code: 'not-an-option' }]);
    expect(certificateProblems('paper')).toEqual([{ pointer: '', code: 'not-an-object' }]);
  });

  test('is told in both languages', () => {
    expect(Object.values(certificateTexts).filter(({ en, zh }) => en === '' || zh === '')).toEqual([]);
  });
});
