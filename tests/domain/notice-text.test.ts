import { describe, expect, test } from 'vitest';
import { noticeKinds } from '../../domain/account.ts';
import { defaultPlaybook } from '../../domain/default-playbook.ts';
import type { NoticeLine, NoticeReader } from '../../domain/notice-fact.ts';
import { noticePath, noticeText } from '../../domain/notice-text.ts';
import { noticeWords } from '../../domain/notice-words.ts';
import type { Text } from '../../domain/text.ts';

/** All that any notice may tell. */
const everything = {
  opportunityId: 'hotel',
  name: 'Grand Hotel',
  checkpoint: 'purchase-criteria-aligned',
  comment: 'Good work',
  reason: 'It hurries',
  about: 'late-entry',
  verdict: 'limited',
  clock: 'verification:key-person-engaged',
  dueAt: '2026-11-23T08:00:00.000Z',
  version: 2,
  result: 'returned',
  outcome: 'lost',
  command: 'claim-checkpoint',
  code: 'own-claim',
  step: 'finance',
  by: 'li',
  from: 'wang',
  onBehalfOf: 'zhao',
};

const title = (en: string, zh: string): Text => ({ en, zh });
const names: { readonly [id: string]: string } = { li: 'Li Na', wang: 'Wang Wei', zhao: 'Zhao Min' };

function aReader(changes: Partial<NoticeReader> = {}): NoticeReader {
  return {
    language: 'en',
    instant: (at) => `<${at.slice(0, 10)}>`,
    person: (id) => names[id],
    playbook: defaultPlaybook,
    refusal: (code) => title(`refused: ${code}`, `拒绝:${code}`),
    ...changes,
  };
}

function aLine(changes: Partial<NoticeLine> = {}): NoticeLine {
  return { kind: 'escalated', facts: everything, ...changes };
}

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([found]) => found).toSorted();

describe('the words of a notice', () => {
  test.for(noticeKinds)('say %s in both languages, with the same facts in each', (kind) => {
    const { subject, body } = noticeWords[kind];
    for (const { en, zh } of [...subject, ...body]) {
      expect(placeholders(zh)).toEqual(placeholders(en));
      expect(zh).toMatch(/[\u4e00-\u9fff]/);
      expect(en).not.toMatch(/[\u4e00-\u9fff]/);
    }
  });

  test.for(noticeKinds.flatMap((kind) => (['en', 'zh'] as const).map((language) => ({ kind, language }))))(
    'leave no placeholder in $kind for a reader of $language',
    ({ kind, language }) => {
      const { subject, body } = noticeText(aLine({ kind }), aReader({ language }));
      const { length } = noticeWords[kind].body;

      expect(body).toHaveLength(length);
      expect([subject, ...body].join(' ')).not.toMatch(/[{}]|undefined|null/);
      expect(subject).toContain('Grand Hotel');
    },
  );

  test.for(noticeKinds)('leave out in %s what is not known, and still say something', (kind) => {
    const facts = { ...everything, comment: '', reason: '' };
    const { subject, body } = noticeText({ kind, facts }, { language: 'en', instant: String });

    expect(subject).not.toBe('');
    expect(body.length).toBeGreaterThan(0);
    expect(body.join(' ')).not.toMatch(/Comment|Reason|[{}]/);
  });
});

describe('a reader', () => {
  test('of an older release is told that there is news', () => {
    const line = aLine({ kind: 'not-yet-known' });

    expect(noticeText(line, aReader())).toEqual({
      subject: 'News – Grand Hotel',
      body: ['Something has happened that concerns you.'],
    });
    expect(noticeText({ ...line, facts: {} }, aReader({ language: 'zh' })).subject).toBe('新消息');
  });

  test('sees the playbook’s titles, in his language', () => {
    const line = aLine({ kind: 'verification-requested' });
    const checkpoint = defaultPlaybook.stages
      .flatMap(({ checkpoints }) => checkpoints)
      .find(({ key }) => key === 'purchase-criteria-aligned');

    expect(noticeText(line, aReader()).subject).toBe(`To verify: ${checkpoint?.title.en} – Grand Hotel`);
    expect(noticeText(line, aReader({ language: 'zh' })).subject).toBe(`待核实:${checkpoint?.title.zh} – Grand Hotel`);
  });

  test('without a playbook sees the key', () => {
    const { playbook: _, ...reader } = aReader();

    expect(noticeText(aLine({ kind: 'verification-requested' }), reader).subject).toContain('purchase-criteria-aligned');
  });

  test.for([
    { clock: 'stage', says: 'progress in the stage' },
    { clock: 'silence', says: 'contact with the customer' },
    { clock: 'ruling', says: 'the ruling' },
    { clock: 'loss-review', says: 'the loss review' },
    { clock: 'verification:no-such', says: 'the verification of “no-such”' },
  ])('is told that the deadline of $clock is that for $says', ({ clock, says }) => {
    const { subject } = noticeText(aLine({ facts: { ...everything, clock } }), aReader());

    expect(subject).toBe(`Deadline for ${says} – Grand Hotel`);
  });

  test('sees instants in his zone, people by name and a refusal as a sentence', () => {
    expect(noticeText(aLine(), aReader()).body[0]).toContain('<2026-11-23>');
    expect(noticeText(aLine(), aReader()).body).toContain('You are told in place of Zhao Min.');
    expect(noticeText(aLine({ kind: 'approval-decided' }), aReader()).body).toContain('Decided by Li Na.');
    expect(noticeText(aLine({ kind: 'command-rejected' }), aReader()).body).toContain('Why: refused: own-claim.');
  });

  test('is not told of a person whom nobody knows', () => {
    const { body } = noticeText(aLine({ kind: 'approval-nudged' }), aReader({ person: () => undefined }));

    expect(body).toHaveLength(1);
  });

  test('reads braces that somebody typed as he typed them', () => {
    const { body } = noticeText(
      aLine({ kind: 'checkpoint-rejected', facts: { ...everything, comment: 'see {name} and $1' } }),
      aReader(),
    );

    expect(body).toContain('Comment: see {name} and $1');
  });
});

describe('a notice leads', () => {
  test.for([
    ['opportunity:hotel', '/opportunities/hotel'],
    ['contract-approval:hotel:2', '/approvals/hotel:2'],
    ['something:else', '/'],
  ] as const)('from %s to %s', ([workflowId, path]) => {
    expect(noticePath(workflowId)).toBe(path);
  });
});

test.for([
  ['owner-left', 'The owner before has left.', '原负责人已离职。'],
  ['He moves to Ulm.', 'He moves to Ulm.', 'He moves to Ulm.'],
  ['constructor', 'constructor', 'constructor'],
] as const)('a reason that the machine gives is said in words, one that people give as they gave it: %s', ([reason, en, zh]) => {
  const line = aLine({ kind: 'reassigned', facts: { ...everything, reason } });

  expect(noticeText(line, aReader()).body.join(' ')).toContain(en);
  expect(noticeText(line, aReader({ language: 'zh' })).body.join(' ')).toContain(zh);
});
