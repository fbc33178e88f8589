import type { Ladder } from '../playbook.ts';

/** The owner holds the ball: a reminder first, then up the line until leadership hears of it every week. */
export const ownersLadder: Ladder = {
  rungs: [
    { when: { percent: 80 }, tell: { to: 'owner' } },
    { when: { percent: 100 }, tell: { to: 'superior', level: 1 } },
    { when: { after: { workingDays: 2 } }, tell: { to: 'superior', level: 2 } },
    { when: { after: { workingDays: 4 } }, tell: { to: 'superior', level: 3 } },
    { when: { after: { workingDays: 6 } }, tell: { to: 'leadership' } },
  ],
  repeat: { workingDays: 5 },
};

/** The owner's manager holds the ball: the rep waits, so the ladder begins with the manager. */
export const managersLadder: Ladder = {
  rungs: [
    { when: { percent: 80 }, tell: { to: 'superior', level: 1 } },
    { when: { percent: 100 }, tell: { to: 'superior', level: 2 } },
    { when: { after: { workingDays: 2 } }, tell: { to: 'superior', level: 3 } },
    { when: { after: { workingDays: 4 } }, tell: { to: 'leadership' } },
  ],
  repeat: { workingDays: 5 },
};
