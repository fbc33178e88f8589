import { expect, test } from 'vitest';
import { nextOf } from '../../api/opportunities/next.ts';
import { localDateOf } from '../../domain/calendar.ts';
import { aSale, aSaleAt, after, aClaim, manager, monday, rep } from '../builders/opportunity.ts';

test.for([
  { who: 'owner', actor: rep },
  { who: 'manager', actor: manager },
])('nothing that the $who asks the rules lacks a field', ({ actor }) => {
  const { actions, checkpoints, escalations } = nextOf(after(aSale(), aClaim('project-info-confirmed')), actor, monday);
  const asked = [...actions, ...checkpoints.flatMap((one) => one.actions), ...escalations];
  const refusals = asked.flatMap((one) => ('refusal' in one ? [one.refusal.refused] : []));

  expect(refusals).not.toContain('malformed');
});

test('a contract can be submitted in negotiation, and nowhere else', () => {
  const permits = ['tender', 'negotiation'].map((stage) => nextOf(aSaleAt(stage), rep, monday).actions);

  expect(permits[0]).toContainEqual({ command: 'submit-contract', ...refused('not-in-negotiation', { stage: 'tender' }) });
  expect(permits[1]).toContainEqual({ command: 'submit-contract', allowed: true });
});

test('a deadline says when it lies behind the last day for which holidays are known', () => {
  const sale = aSale();
  const [soon, late] = nextOf(sale, rep, monday).deadlines.map(({ dueAt }) => localDateOf(sale.calendar, dueAt));
  const { deadlines } = nextOf({ ...sale, calendar: { ...sale.calendar, knownUntil: soon ?? '' } }, rep, monday);

  expect(soon! < late!).toBe(true);
  expect(deadlines.map(({ isBeyondCalendar }) => isBeyondCalendar)).toEqual([false, true]);
});

function refused(code: string, facts: object) {
  return { allowed: false, refusal: { refused: code, facts } };
}
