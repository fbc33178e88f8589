import { describe, expect, test } from 'vitest';
import { deadlines, nextDeadline, passDeadline } from '../../../domain/approval/deadline.ts';
import { noticesOf } from '../../../domain/approval/notice.ts';
import { summaryOf } from '../../../domain/approval/summary.ts';
import {
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
  refused,
  rejection,
  until,
  workingHours,
} from '../../builders/approval.ts';

const request = aRequest();
const remindAt = workingHours(24);
const escalateAt = workingHours(48);

describe('a request that waits', () => {
  test('is brought to mind after 24 working hours, once', () => {
    const due = nextDeadline(request);
    if (due === null) throw new Error('nothing is due');

    expect(due).toMatchObject({ type: 'remind', dueAt: remindAt, userId: 'manager' });
    expect(passDeadline(request, due)).toMatchObject([{ type: 'reminded', at: remindAt, actor: { userId: 'system' } }]);
    expect(nextDeadline(until(request, remindAt))).toMatchObject({ type: 'escalate', dueAt: escalateAt });
  });

  test('is brought before the superior too after 48 working hours, and the late one may still decide first', () => {
    const escalated = until(request, escalateAt);

    expect(asked(escalated)).toEqual(['manager', 'director']);
    expect(approvedBy(escalated, 'manager').decisions).toMatchObject([{ userId: 'manager', origin: 'policy' }]);
    expect(approvedBy(escalated, 'director').decisions).toMatchObject([{ userId: 'director', origin: 'escalated' }]);
    expect(asked(approvedBy(escalated, 'director'))).toEqual(['chief']);
  });

  test('is overdue in the queue of the late one, not of the superior', () => {
    const { seats } = summaryOf(until(request, escalateAt));

    expect(seats.map(({ userId, overdue }) => [userId, overdue])).toEqual([
      ['manager', true],
      ['director', false],
    ]);
  });

  test('goes on up the line, and at its end to an administrator; it is never approved by itself', () => {
    const waited = until(request, workingHours(1000));

    expect(asked(waited)).toEqual(['manager', 'director', 'chief']);
    expect(waited).toMatchObject({ result: null, decisions: [] });
    const last = until(request, workingHours(144 - 1));
    const due = deadlines(last).find(({ type }) => type === 'escalate');
    if (due === undefined) throw new Error('nothing is due');
    const notices = passDeadline(last, due).flatMap((event) => noticesOf(last, event));
    expect(notices).toContainEqual(expect.objectContaining({ kind: 'approval-alarm', to: { role: 'admin' } }));
    expect(nextDeadline(waited)).toBeNull();
  });

  test('passes over a superior who is away, or the requester, on its way up', () => {
    expect(asked(until(aRequest({ people: away('director', { untilAt: '2026-06-01T00:00:00.000Z' }) }), escalateAt))).toEqual([
      'manager',
      'chief',
    ]);
    expect(asked(until(aRequest({ request: { lastEditorId: 'director' } }), escalateAt))).toEqual(['manager', 'chief']);
  });

  test('does not ask a superior who is asked beside already', () => {
    const policy = aPolicy([aStep('a', [{ person: 'manager' }]), aStep('b', [{ person: 'director' }])]);
    const escalated = until(aRequest({ policy }), escalateAt);

    expect(asked(escalated)).toEqual(['manager', 'chief', 'director']);
  });

  test('each new seat has a clock of its own', () => {
    const late = after(request, { ...approval(request, 'manager'), at: workingHours(20) });

    expect(nextDeadline(late)).toMatchObject({ type: 'remind', dueAt: workingHours(44), userId: 'director' });
  });

  test('for a person put in before starts its clock again when he has decided', () => {
    const expert = { id: 'expert', superiorId: 'chief', active: true, roles: [], groups: [], absences: [] };
    const waiting = after(request, by('manager', { type: 'add-approver', person: expert, where: 'before', comment: '' }));
    const back = after(waiting, { ...approval(waiting, 'expert'), at: workingHours(10) });

    expect(nextDeadline(back)).toMatchObject({ dueAt: workingHours(34), userId: 'manager' });
  });

  test('has nothing more to come once it has ended', () => {
    expect(deadlines(after(request, rejection(request, 'manager')))).toEqual([]);
  });
});

test('a deadline of a seat that is gone does nothing', () => {
  const due = nextDeadline(request);
  if (due === null) throw new Error('nothing is due');

  expect(passDeadline(approvedBy(request, 'manager'), due)).toEqual([]);
});

test('a deadline that comes late happens when it comes, not before what has happened', () => {
  const due = nextDeadline(request);
  if (due === null) throw new Error('nothing is due');
  const later = after(request, by('chief', { type: 'comment', comment: 'c', mentions: [] }, { at: workingHours(30) }));

  expect(passDeadline(later, due)).toMatchObject([{ type: 'reminded', at: workingHours(30), dueAt: remindAt }]);
});

test('somebody who left is not escalated over, but replaced', () => {
  const left = aRequest({ people: changing('manager', { active: false }) });

  expect(asked(until(left, remindAt))).toEqual(['director']);
  expect(refused(left, approval(left, 'manager'))).toBe('not-asked');
});
