import { describe, expect, test } from 'vitest';
import { machine } from '../../../domain/actor.ts';
import { decide, rejection as rejected } from '../../../domain/approval/decide.ts';
import { evolve } from '../../../domain/approval/evolve.ts';
import { isRefusal } from '../../../domain/refusal.ts';
import {
  aPerson,
  aPolicy,
  approval,
  approvedBy,
  aRequest,
  aReturn,
  asked,
  aStep,
  after,
  away,
  by,
  monday,
  people,
  refusalOf,
  refused,
  rejection,
  workingHours,
} from '../../builders/approval.ts';

const request = aRequest();
const group = aRequest({ policy: aPolicy([aStep('finance', [{ group: 'finance' }])]) });
const named = (id: string) => people.find((one) => one.id === id) ?? aPerson(id);
const transfer = (userId: string, to: string, comment = 'He knows the customer.') =>
  by(userId, { type: 'transfer', to: named(to), comment });
const add = (userId: string, id: string, where: 'before' | 'beside' | 'after') =>
  by(userId, { type: 'add-approver', person: named(id), where, comment: '' });
const claim = (userId: string) => by(userId, { type: 'claim' });
const handBack = (userId: string) => by(userId, { type: 'hand-back' });

describe('a decision', () => {
  test('keeps who decided, when, in which place, on which terms and why', () => {
    const { hash } = request.request.version;
    const decided = after(request, by('manager', { type: 'approve', hash, comment: 'Fine.' }, { at: workingHours(2) }));

    expect(decided.decisions).toMatchObject([
      { step: 'manager', slot: 'superior:1', userId: 'manager', onBehalfOf: null, origin: 'policy', verdict: 'approve' },
    ]);
    expect(decided.decisions).toMatchObject([{ comment: 'Fine.', at: workingHours(2), hash, isVoid: false, fromVersion: null }]);
  });

  test('on other terms than those that stand is refused, and told which stand', () => {
    const stale = by('manager', { type: 'approve', hash: 'f'.repeat(64), comment: '' });

    expect(refusalOf(request, stale)).toEqual({
      refused: 'stale-terms',
      errors: [{ pointer: '/hash', code: 'stale-terms' }],
      facts: { hash: request.request.version.hash },
    });
  });

  test("is never the submitter's or the last editor's, nor that of somebody acting for them", () => {
    const edited = aRequest({ request: { lastEditorId: 'manager' } });
    const forRep = by(
      { userId: 'expert', capacity: 'approver', onBehalfOf: 'rep' },
      {
        type: 'approve',
        hash: request.request.version.hash,
        comment: '',
      },
    );

    expect(refused(request, approval(request, 'rep'))).toBe('own-request');
    expect(refused(edited, approval(edited, 'manager'))).toBe('own-request');
    expect(asked(edited)).toEqual(['director']);
    expect(refused(request, forRep)).toBe('own-request');
  });

  test('is never that of whom submitter or last editor stood in for', () => {
    const stoodIn = aRequest({ request: { submitterId: 'expert', lastEditorId: 'expert', requestedFor: ['manager'] } });

    expect(asked(stoodIn)).toEqual(['director']);
    expect(refused(stoodIn, approval(stoodIn, 'manager'))).toBe('own-request');
    expect(after(stoodIn, by('manager', { type: 'withdraw', comment: 'Not in my name.' })).result).toBe('withdrawn');
  });

  test('belongs to those who are asked now', () => {
    expect(refused(request, approval(request, 'expert'))).toBe('not-asked');
  });

  test.for(['approve', 'reject', 'return'] as const)('to %s needs a comment where the policy says so', (type) => {
    const strict = aRequest({ policy: { ...request.request.policy, comments: [type] } });
    const silent = by('manager', { type, hash: strict.request.version.hash, comment: ' ' });
    const lax = aRequest({ policy: { ...request.request.policy, comments: [] } });

    expect(refusalOf(strict, silent)).toEqual({
      refused: 'comment-required',
      errors: [{ pointer: '/comment', code: 'required' }],
    });
    expect(refusalOf(lax, silent)).toBeUndefined();
  });

  test('of a request that has ended is refused, and told how it ended', () => {
    const ended = after(request, rejection(request, 'manager'));

    expect(refusalOf(ended, approval(ended, 'director'))).toEqual({
      refused: 'request-concluded',
      facts: { result: 'rejected' },
    });
  });

  test('that is repeated changes nothing, and under the same id nothing else can be said', () => {
    const command = approval(request, 'manager');
    const decided = after(request, command);

    expect(decide(decided, command, monday)).toEqual([]);
    expect(refused(decided, { ...command, fingerprint: 'other' })).toBe('command-id-reused');
  });

  test('that was refused by signal stays visible, and repeated gets the same refusal', () => {
    const command = approval(request, 'expert');
    const refusal = decide(request, command, monday);
    if (!isRefusal(refusal)) throw new Error('it was not refused');
    const after = evolve(request, rejected(command, refusal, monday));

    expect(after).toMatchObject({ seq: request.seq + 1, steps: request.steps, decisions: [] });
    expect(decide(after, command, monday)).toEqual({ refused: 'not-asked' });
  });
});

describe('a transfer', () => {
  const transferred = after(request, transfer('manager', 'expert'));

  test('asks the colleague instead', () => {
    expect(asked(transferred)).toEqual(['expert']);
    expect(refused(transferred, approval(transferred, 'manager'))).toBe('no-longer-asked');
    expect(approvedBy(transferred, 'expert').decisions).toMatchObject([{ userId: 'expert', origin: 'transferred' }]);
  });

  test('can be handed back, once', () => {
    const back = after(transferred, handBack('expert'));

    expect(asked(back)).toEqual(['manager']);
    expect(refused(back, handBack('expert'))).toBe('nothing-to-hand-back');
  });

  test('that went on to a third person goes back one by one, and only by whoever holds it', () => {
    const twice = after(transferred, transfer('expert', 'lawyer'));

    expect(refused(twice, handBack('expert'))).toBe('nothing-to-hand-back');
    expect(asked(after(twice, handBack('lawyer')))).toEqual(['expert']);
    expect(asked(after(twice, handBack('lawyer'), handBack('expert')))).toEqual(['manager']);
  });

  test('out of a group leaves the colleagues of the group where they are', () => {
    expect(asked(after(group, transfer('accountant', 'expert')))).toEqual(['expert', 'controller', 'treasurer']);
  });

  test('by a deputy passes the place of the person he stands in for', () => {
    const deputised = aRequest({ people: away('manager', { deputyId: 'lawyer' }) });

    expect(asked(after(deputised, transfer('lawyer', 'expert')))).toEqual(['expert']);
  });

  test('to somebody who is away asks his deputy, when the request learns of him', () => {
    const [friend] = away('friend', { deputyId: 'helper' }, [aPerson('friend')]);
    if (friend === undefined) throw new Error('nobody');
    const command = by('manager', { type: 'transfer', to: friend, known: [aPerson('helper')], comment: 'c' });

    expect(asked(after(request, command))).toEqual(['helper']);
  });

  test.for([
    { to: 'rep', code: 'own-request' },
    { to: 'manager', code: 'already-asked' },
    { to: 'director', code: 'already-asked' },
  ])('to $to is refused with $code', ({ to, code }) => {
    expect(refusalOf(request, transfer('manager', to))).toEqual({ refused: code, errors: [{ pointer: '/to', code }] });
  });

  test('to somebody who left, or has decided, is refused', () => {
    const gone = by('manager', { type: 'transfer', to: aPerson('gone', { active: false }), comment: 'c' });
    const decided = approvedBy(request, 'manager');

    expect(refusalOf(request, gone)).toEqual({ refused: 'unknown-person', errors: [{ pointer: '/to', code: 'left' }] });
    expect(refused(decided, transfer('director', 'manager'))).toBe('already-decided');
  });

  test('needs a reason', () => {
    expect(refused(request, transfer('manager', 'expert', ''))).toBe('comment-required');
  });
});

describe('a colleague put in', () => {
  test('before is asked first; the step waits, and then asks whoever put him in', () => {
    const waiting = after(request, add('manager', 'expert', 'before'));

    expect(asked(waiting)).toEqual(['expert']);
    expect(refused(waiting, approval(waiting, 'manager'))).toBe('no-longer-asked');
    expect(asked(approvedBy(waiting, 'expert'))).toEqual(['manager']);
    expect(approvedBy(waiting, 'expert', 'manager', 'director').result).toBe('approved');
  });

  test('before one step does not stop what runs beside it', () => {
    const policy = aPolicy([aStep('finance', [{ person: 'cfo' }]), aStep('legal', [{ group: 'legal' }])]);
    const both = aRequest({ policy });

    expect(asked(after(both, add('cfo', 'expert', 'before')))).toEqual(['lawyer', 'expert']);
    expect(approvedBy(after(both, add('cfo', 'expert', 'before')), 'lawyer', 'expert', 'cfo').result).toBe('approved');
  });

  test('before can be asked again by a return to him', () => {
    const waiting = approvedBy(after(request, add('manager', 'expert', 'before')), 'expert');
    const key = waiting.steps.find(({ precedes }) => precedes === 'manager')?.key;

    expect(asked(after(waiting, aReturn(waiting, 'manager', key)))).toEqual(['expert']);
  });

  test('beside must approve as well, in every mode', () => {
    const beside = after(request, add('manager', 'expert', 'beside'));

    expect(asked(beside)).toEqual(['manager', 'expert']);
    expect(asked(approvedBy(beside, 'manager'))).toEqual(['expert']);
    expect(asked(approvedBy(beside, 'expert'))).toEqual(['manager']);
    expect(asked(approvedBy(beside, 'manager', 'expert'))).toEqual(['director']);
    expect(after(beside, rejection(beside, 'expert')).result).toBe('rejected');
  });

  test('beside ends the request with his rejection, even where one rejection can be borne', () => {
    const policy = aPolicy([aStep('finance', [{ group: 'finance' }], { mode: { kind: 'quorum', count: 2 } })]);
    const quorum = aRequest({ policy });
    const beside = after(quorum, add('treasurer', 'expert', 'beside'));

    expect(after(beside, rejection(beside, 'accountant')).result).toBeNull();
    expect(after(beside, rejection(beside, 'expert')).result).toBe('rejected');
  });

  test('after is asked next, before the step that would follow', () => {
    const later = approvedBy(after(request, add('manager', 'expert', 'after')), 'manager');

    expect(asked(later)).toEqual(['expert']);
    expect(asked(approvedBy(later, 'expert'))).toEqual(['director']);
  });

  test('after the last step is still asked', () => {
    const last = approvedBy(after(approvedBy(request, 'manager'), add('director', 'expert', 'after')), 'director');

    expect(last.result).toBeNull();
    expect(approvedBy(last, 'expert').result).toBe('approved');
  });

  test('is not put in twice', () => {
    const later = after(request, add('manager', 'expert', 'after'));

    expect(refusalOf(later, add('manager', 'expert', 'before'))).toEqual({
      refused: 'already-asked',
      errors: [{ pointer: '/userId', code: 'already-asked' }],
    });
  });

  test('is never the requester, and put in only by somebody who is asked', () => {
    expect(refused(request, add('manager', 'rep', 'beside'))).toBe('own-request');
    expect(refused(request, add('expert', 'lawyer', 'beside'))).toBe('not-asked');
  });
});

describe('a claim', () => {
  const claimed = after(group, claim('controller'));

  test('takes the request out of the hands of a group', () => {
    expect(asked(claimed)).toEqual(['controller']);
    expect(refused(claimed, approval(claimed, 'treasurer'))).toBe('no-longer-asked');
    expect(refused(claimed, claim('treasurer'))).toBe('already-taken');
    expect(approvedBy(claimed, 'controller').result).toBe('approved');
  });

  test('is undone by handing it back', () => {
    expect(asked(after(claimed, handBack('controller')))).toEqual(['accountant', 'controller', 'treasurer']);
    expect(refused(claimed, handBack('accountant'))).toBe('nothing-to-hand-back');
  });

  test('needs a group', () => {
    expect(refused(request, claim('manager'))).toBe('not-a-group-seat');
    expect(refused(claimed, claim('controller'))).toBe('not-a-group-seat');
    expect(refused(request, claim('expert'))).toBe('not-asked');
  });

  test('by a deputy is his, still on behalf of the person he stands in for', () => {
    const deputised = aRequest({ people: away('controller', { deputyId: 'expert' }), policy: group.request.policy });
    const taken = after(deputised, claim('expert'));

    expect(asked(taken)).toEqual(['expert']);
    expect(approvedBy(taken, 'expert').decisions).toMatchObject([{ userId: 'expert', onBehalfOf: 'controller' }]);
  });

  test('by a deputy who goes away in turn is decided by the person himself, for nobody else', () => {
    const taken = after(
      aRequest({ people: away('controller', { deputyId: 'expert' }), policy: group.request.policy }),
      claim('expert'),
    );
    const turned = after(taken, by(machine, { type: 'change-people', people: away('expert', { deputyId: 'controller' }) }));

    expect(asked(turned)).toEqual(['controller']);
    expect(approvedBy(turned, 'controller').decisions).toMatchObject([{ userId: 'controller', onBehalfOf: null }]);
  });

  test('of somebody who leaves goes back to the group', () => {
    const without = people.filter(({ id }) => id !== 'controller');
    const left = [...without, { ...named('controller'), active: false }];

    expect(asked(after(claimed, by(machine, { type: 'change-people', people: left })))).toEqual(['accountant', 'treasurer']);
  });
});

describe('the requester', () => {
  const nudge = (userId: string, at: string) => by(userId, { type: 'nudge' }, { at });

  test('nudges those who are asked, once in four hours', () => {
    const nudged = after(request, nudge('rep', workingHours(1)));

    expect(refusalOf(nudged, nudge('rep', '2026-03-09T05:59:59.999Z'))).toEqual({
      refused: 'nudged-lately',
      facts: { againAt: '2026-03-09T06:00:00.000Z' },
    });
    expect(refused(nudged, nudge('rep', '2026-03-09T06:00:00.000Z'))).toBeUndefined();
    expect(decide(request, nudge('rep', monday), monday)).toMatchObject([{ type: 'nudged', userIds: ['manager'] }]);
    expect(refused(request, nudge('manager', monday))).toBe('not-requester');
  });

  test('nudges in the evening, and again first thing in the morning', () => {
    const nudged = after(request, nudge('rep', workingHours(7.5)));

    expect(refused(nudged, nudge('rep', workingHours(8.1)))).toBeUndefined();
  });

  test('withdraws, and so may the last editor and the owner of the sale', () => {
    const shared = aRequest({ request: { submitterId: 'expert', lastEditorId: 'lawyer', ownerId: 'rep' } });
    const withdraw = (userId: string) => by(userId, { type: 'withdraw', comment: 'A mistake.' });

    for (const userId of ['expert', 'lawyer', 'rep']) {
      expect(after(shared, withdraw(userId))).toMatchObject({ result: 'withdrawn', steps: [{ seats: [] }, { seats: [] }] });
    }
    expect(refused(shared, withdraw('manager'))).toBe('not-requester');
  });
});

describe('a comment', () => {
  test('says something, to those it mentions', () => {
    const said = by('chief', { type: 'comment', comment: 'See the margin.', mentions: ['expert'] });

    expect(decide(request, said, monday)).toMatchObject([
      { type: 'commented', comment: 'See the margin.', mentions: ['expert'], actor: { userId: 'chief' } },
    ]);
  });

  test('that says nothing is refused', () => {
    expect(refused(request, by('chief', { type: 'comment', comment: '  ', mentions: [] }))).toBe('comment-required');
  });
});

describe('the machine alone', () => {
  test('puts a newer version in its place', () => {
    expect(after(request, by(machine, { type: 'supersede' })).result).toBe('superseded');
    expect(refused(request, by('rep', { type: 'supersede' }))).toBe('not-permitted');
  });

  test('ends it with the sale', () => {
    expect(after(request, by(machine, { type: 'parent-closed' })).result).toBe('withdrawn');
    expect(refused(request, by('chief', { type: 'parent-closed' }))).toBe('not-permitted');
  });

  test('says who is who', () => {
    expect(after(request, by(machine, { type: 'change-people', people: [aPerson('newcomer')] })).people).toContainEqual(
      aPerson('newcomer'),
    );
    expect(refused(request, by('chief', { type: 'change-people', people }))).toBe('not-permitted');
  });
});

describe('an administrator who is nothing else', () => {
  const among = [...people, aPerson('root', { superiorId: 'chief', roles: ['admin'] })];
  const root = among.at(-1) ?? aPerson('root');

  test.for([
    by('manager', { type: 'transfer', to: root, comment: 'Please.' }),
    by('manager', { type: 'add-approver', person: root, where: 'before', comment: '' }),
  ])('is handed nothing: $type is refused', (handing) => {
    expect(refusalOf(aRequest({ people: among }), handing)).toMatchObject({
      refused: 'unknown-person',
      errors: [{ code: 'administrator' }],
    });
  });
});

describe('a command that came past the API', () => {
  test.for([
    { said: { type: 'transfer', comment: '' }, pointer: '/to' },
    { said: { type: 'comment', comment: 5, mentions: [] }, pointer: '/comment' },
    { said: { type: 'change-people' }, pointer: '/people' },
    { said: { type: 'constructor' }, pointer: '/type' },
  ])('and lacks $pointer is refused, and throws nothing', ({ said, pointer }) => {
    expect(refusalOf(request, by('manager', said as never))).toMatchObject({ refused: 'malformed', errors: [{ pointer }] });
  });
});
