import { describe, expect, test } from 'vitest';
import { machine } from '../../../domain/actor.ts';
import { rejection } from '../../../domain/approval/decide.ts';
import { evolve } from '../../../domain/approval/evolve.ts';
import { nextDeadline } from '../../../domain/approval/deadline.ts';
import { noticesOf } from '../../../domain/approval/notice.ts';
import type { People } from '../../../domain/approval/people.ts';
import {
  alarmed,
  aPerson,
  aPolicy,
  approval,
  approvedBy,
  aRequest,
  asked,
  aStep,
  after,
  away,
  by,
  changing,
  firstEvents,
  people,
  refused,
  until,
} from '../../builders/approval.ts';

const finance = aPolicy([aStep('finance', [{ group: 'finance' }])]);
const tell = (who: People) => by(machine, { type: 'change-people', people: who });

/** Who was passed over when the request was made, and why. */
function passedOver(who: People): readonly (readonly [string, string])[] {
  return firstEvents({ people: who }).flatMap((event) =>
    event.type === 'seated' ? event.passedOver.map(({ userId, reason }) => [userId, reason] as const) : [],
  );
}

describe('somebody who is away', () => {
  test('is stood in for by his deputy, and the record says for whom', () => {
    const request = aRequest({ people: away('manager', { deputyId: 'expert' }) });

    expect(asked(request)).toEqual(['expert']);
    expect(approvedBy(request, 'expert').decisions).toMatchObject([{ userId: 'expert', onBehalfOf: 'manager' }]);
  });

  test('without a deputy is stood in for by his superior at once', () => {
    const request = aRequest({ people: away('manager') });

    expect(asked(request)).toEqual(['director']);
    expect(approvedBy(request, 'director').decisions).toMatchObject([{ userId: 'director', onBehalfOf: 'manager' }]);
  });

  test.for([{ deputyId: 'expert' }, { deputyId: null }])('may still decide himself, with deputy $deputyId', (absence) => {
    const request = aRequest({ people: away('manager', absence) });

    expect(approvedBy(request, 'manager').decisions).toMatchObject([{ userId: 'manager', onBehalfOf: null }]);
  });

  test('counts once: what a deputy took over for him goes back when his superior has decided for him', () => {
    const policy = aPolicy([aStep('finance', [{ group: 'finance' }]), aStep('same', [{ person: 'accountant' }])]);
    const start = aRequest({ policy, people: away('accountant', { deputyId: 'expert' }) });
    const taken = after(start, by('expert', { type: 'claim' }));
    const decided = approvedBy(taken, 'cfo');

    expect(asked(taken)).toEqual(['expert', 'cfo']);
    expect(decided.decisions).toMatchObject([{ userId: 'cfo', onBehalfOf: 'accountant' }]);
    expect(refused(decided, approval(decided, 'expert'))).toBe('no-longer-asked');
    expect(asked(decided)).toEqual(['controller', 'treasurer']);
  });

  test('decides for himself alone when his deputy, who took it over for him, goes away in turn', () => {
    const taken = after(
      aRequest({ policy: finance, people: away('accountant', { deputyId: 'expert' }) }),
      by('expert', { type: 'claim' }),
    );
    const turned = after(taken, tell(away('expert', { deputyId: 'accountant' })));

    expect(asked(turned)).toEqual(['accountant']);
    expect(approvedBy(turned, 'accountant').decisions).toMatchObject([{ userId: 'accountant', onBehalfOf: null }]);
  });

  test('gives nothing back to his group that he took over and handed on', () => {
    const policy = aPolicy([aStep('finance', [{ group: 'finance' }]), aStep('same', [{ person: 'accountant' }])]);
    const taken = after(aRequest({ policy }), by('accountant', { type: 'claim' }));
    const expert = aPerson('expert', { superiorId: 'chief' });
    const handedOn = after(taken, by('accountant', { type: 'transfer', to: expert, comment: 'He knows it.' }));

    expect(asked(approvedBy(handedOn, 'accountant'))).toEqual(['expert']);
  });

  test('counts once, however many deputies stand between', () => {
    const policy = aPolicy([aStep('finance', [{ group: 'finance' }]), aStep('same', [{ person: 'accountant' }], { rank: 2 })]);
    const start = aRequest({ policy, people: away('accountant', { deputyId: 'expert' }) });
    const taken = after(start, by('expert', { type: 'claim' }));
    const bothAway = away('accountant', { deputyId: 'expert' }, away('expert', { deputyId: 'lawyer' }));
    const decided = approvedBy(after(taken, tell(bothAway)), 'lawyer');

    expect(decided.decisions).toMatchObject([{ userId: 'lawyer', onBehalfOf: 'accountant' }]);
    expect(refused(decided, approval(decided, 'accountant'))).toBe('already-decided');
  });

  test('counts once: what his deputy decided for him, he does not decide again', () => {
    const policy = aPolicy([aStep('manager', [{ superior: 1 }]), aStep('same', [{ person: 'manager' }], { rank: 2 })]);
    const request = approvedBy(aRequest({ policy, people: away('manager', { deputyId: 'expert' }) }), 'expert');

    expect(refused(request, approval(request, 'manager'))).toBe('already-decided');
    expect(asked(request)).toEqual(['director']);
  });

  test('counts once also when he is back by the next step', () => {
    const policy = aPolicy([aStep('manager', [{ superior: 1 }]), aStep('same', [{ person: 'manager' }], { rank: 2 })]);
    const untilAt = '2026-03-10T01:00:00.000Z';
    const request = aRequest({ policy, people: away('manager', { deputyId: 'expert', untilAt }) });

    expect(asked(until(approvedBy(request, 'expert'), untilAt))).toEqual(['director']);
  });

  test('may still decide himself when he was to decide in place of a requester', () => {
    const who = away('director', { deputyId: 'expert' });
    const request = aRequest({ people: who, request: { lastEditorId: 'manager' } });

    expect(asked(request)).toEqual(['expert']);
    expect(approvedBy(request, 'director').decisions).toMatchObject([{ userId: 'director', onBehalfOf: null }]);
  });

  test('is asked himself from the minute he is back, and his deputy no more', () => {
    const untilAt = '2026-03-10T01:00:00.000Z';
    const request = aRequest({ people: away('manager', { deputyId: 'expert', untilAt }) });

    expect(nextDeadline(request)).toEqual({ type: 'absence', dueAt: untilAt });
    expect(asked(until(request, untilAt))).toEqual(['manager']);
    expect(refused(until(request, untilAt), approval(request, 'expert'))).toBe('no-longer-asked');
  });

  test('hands over from the minute he goes', () => {
    const fromAt = '2026-03-10T01:00:00.000Z';
    const request = aRequest({ people: away('manager', { deputyId: 'expert', fromAt }) });

    expect(asked(request)).toEqual(['manager']);
    expect(asked(until(request, fromAt))).toEqual(['expert']);
  });

  test('is heeded also when somebody was refused in that very minute', () => {
    const fromAt = '2026-03-10T01:00:00.000Z';
    const request = aRequest({ people: away('manager', { deputyId: 'expert', fromAt }) });
    const late = evolve(request, rejection(approval(request, 'lawyer'), { refused: 'not-asked' }, '2026-03-10T01:00:01.000Z'));

    expect(asked(until(late, '2026-03-10T01:00:02.000Z'))).toEqual(['expert']);
  });

  test('in a group is not missed while a colleague is there, and may still decide', () => {
    const request = aRequest({ policy: finance, people: away('accountant') });

    expect(asked(request)).toEqual(['controller', 'treasurer']);
    expect(approvedBy(request, 'accountant').result).toBe('approved');
  });

  test('with the whole group is stood in for by the superior, once', () => {
    const none = ['accountant', 'controller', 'treasurer'].reduce((who, id) => away(id, {}, who), people);

    expect(asked(aRequest({ policy: finance, people: none }))).toEqual(['cfo']);
  });
});

describe('deputies', () => {
  test('of deputies are found', () => {
    const who = away('expert', { deputyId: 'lawyer' }, away('manager', { deputyId: 'expert' }));

    expect(approvedBy(aRequest({ people: who }), 'lawyer').decisions).toMatchObject([{ onBehalfOf: 'manager' }]);
  });

  test('in a ring lead to the superior, and the ring is named', () => {
    const ring = away('expert', { deputyId: 'manager' }, away('manager', { deputyId: 'expert' }));

    expect(asked(aRequest({ people: ring }))).toEqual(['director']);
    expect(passedOver(ring)).toEqual([
      ['manager', 'absent'],
      ['expert', 'absent'],
      ['manager', 'cycle'],
    ]);
  });

  test.for([
    { ceiling: { amount: '3000000', currency: 'CNY' }, who: 'expert' },
    { ceiling: { amount: '2999999.99', currency: 'CNY' }, who: 'director' },
    { ceiling: { amount: '9000000', currency: 'USD' }, who: 'director' },
  ])('stand in up to their ceiling: $ceiling.amount $ceiling.currency makes it $who', ({ ceiling, who }) => {
    expect(asked(aRequest({ people: away('manager', { deputyId: 'expert', ceiling }) }))).toEqual([who]);
  });

  test('for larger and for smaller contracts can differ', () => {
    const small = away('manager', { deputyId: 'expert', ceiling: { amount: '100', currency: 'CNY' } });

    expect(asked(aRequest({ people: away('manager', { deputyId: 'lawyer' }, small) }))).toEqual(['lawyer']);
  });

  test('beyond their ceiling leave the place to the superior, on behalf of the absent', () => {
    const ceiling = { amount: '100', currency: 'CNY' };
    const request = aRequest({ people: away('manager', { deputyId: 'expert', ceiling }) });

    expect(approvedBy(request, 'director').decisions).toMatchObject([{ onBehalfOf: 'manager' }]);
    expect(passedOver(away('manager', { deputyId: 'expert', ceiling }))).toContainEqual(['manager', 'beyond-ceiling']);
  });

  test('who do nothing but administer are passed over: administrators never approve', () => {
    const who = away('manager', { deputyId: 'expert' }).map((one) => (one.id === 'expert' ? { ...one, roles: ['admin'] } : one));

    expect(asked(aRequest({ people: who }))).toEqual(['director']);
    expect(passedOver(who)).toContainEqual(['expert', 'administrator']);
  });

  test('who submitted, or last edited, are passed over', () => {
    const request = aRequest({ people: away('manager', { deputyId: 'rep' }) });
    const edited = aRequest({ people: away('manager', { deputyId: 'expert' }), request: { lastEditorId: 'expert' } });

    expect(asked(request)).toEqual(['director']);
    expect(asked(edited)).toEqual(['director']);
  });

  test('who have decided already are passed over', () => {
    const request = approvedBy(aRequest({ people: away('director', { deputyId: 'manager' }) }), 'manager');

    expect(asked(request)).toEqual(['chief']);
  });

  test('who left are passed over', () => {
    const who = changing('expert', { active: false }, away('manager', { deputyId: 'expert' }));

    expect(asked(aRequest({ people: who }))).toEqual(['director']);
    expect(passedOver(who)).toContainEqual(['expert', 'left']);
  });
});

describe('who is who, told anew,', () => {
  test('takes a leaver out and asks his superior in his place, on his own account', () => {
    const request = after(aRequest(), tell(changing('manager', { active: false })));

    expect(asked(request)).toEqual(['director']);
    expect(approvedBy(request, 'director').decisions).toMatchObject([{ userId: 'director', onBehalfOf: null }]);
    expect(refused(request, approval(request, 'manager'))).toBe('no-longer-asked');
  });

  test('follows a change of group or role', () => {
    const request = aRequest({ policy: finance });
    const moved = changing('expert', { groups: ['finance'] }, changing('accountant', { groups: [] }));

    expect(asked(after(request, tell(moved)))).toEqual(['controller', 'treasurer', 'expert']);
  });

  test('follows a change of superior', () => {
    expect(asked(after(aRequest(), tell(changing('rep', { superiorId: 'director' }))))).toEqual(['director']);
  });

  test('brings in a deputy named meanwhile', () => {
    expect(asked(after(aRequest(), tell(away('manager', { deputyId: 'expert' }))))).toEqual(['expert']);
  });

  test('leaves what was decided by a leaver in force', () => {
    const request = after(approvedBy(aRequest(), 'manager'), tell(changing('manager', { active: false })));

    expect(asked(request)).toEqual(['director']);
    expect(request.decisions).toMatchObject([{ userId: 'manager', isVoid: false }]);
  });

  test('keeps the seat, and the clock, of whoever is not concerned', () => {
    const request = aRequest();
    const told = after(request, { ...tell(changing('director', { active: false })), at: '2026-03-09T05:00:00.000Z' });

    expect(told.steps[0]?.seats).toEqual(request.steps[0]?.seats);
  });

  test('does not lose a colleague whom no rule names', () => {
    const expert = people.find(({ id }) => id === 'expert');
    if (expert === undefined) throw new Error('nobody');
    const request = after(aRequest(), by('manager', { type: 'transfer', to: expert, comment: 'c' }));
    const without = people.filter(({ id }) => id !== 'expert');

    expect(asked(after(request, tell(without)))).toEqual(['expert']);
  });
});

describe('when nobody can decide', () => {
  test('an administrator is told, and the request stays open', () => {
    const request = aRequest({ people: changing('manager', { superiorId: null, active: false }) });

    expect(asked(request)).toEqual([]);
    expect(alarmed(request)).toBe(true);
    expect(request.result).toBeNull();
    const nowhere = changing('manager', { superiorId: null, active: false });
    const alarms = firstEvents({ people: nowhere }).flatMap((event) => noticesOf(request, event));
    expect(alarms).toMatchObject([{ kind: 'approval-alarm', to: { role: 'admin' }, facts: { step: 'manager' } }]);
  });

  test('a change of people puts it right', () => {
    const request = aRequest({ people: changing('manager', { superiorId: null, active: false }) });
    const mended = after(request, tell(people));

    expect(asked(mended)).toEqual(['manager']);
    expect(alarmed(mended)).toBe(false);
  });

  test('a ring of superiors comes to an end', () => {
    const ring = changing(
      'chief',
      { superiorId: 'manager', active: false },
      changing('director', { active: false }, changing('manager', { active: false })),
    );

    expect(alarmed(aRequest({ people: ring }))).toBe(true);
  });

  test('a group without members raises an alarm', () => {
    expect(alarmed(aRequest({ policy: aPolicy([aStep('board', [{ group: 'board' }])]) }))).toBe(true);
  });
});
