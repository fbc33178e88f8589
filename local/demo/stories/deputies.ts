import { courseToNegotiation } from '../course.ts';
import { approve, buyerStep, command, contract, sign } from '../steps.ts';
import type { Sale } from '../story.ts';
import { day } from '../story.ts';

const towerFacts = { customer: 'garden-tower', owner: 'huang', amount: '640000.00', opened: -120 } as const;

/** Below a million: manager and director, both away, so that two deputies approved it. Signed, and being delivered. */
export const officeTower: Sale = {
  ...towerFacts,
  key: 'garden-tower',
  name: 'Garden Office Tower, heating 花园国际大厦供暖',
  close: -1,
  steps: [
    ...courseToNegotiation({ ...towerFacts, verifier: 'li', need: 'One gas boiler of 3 t/h, very little room.' }),
    contract('huang', { amount: '640000.00', listAmount: '672000.00' }),
    approve('li', 'For Liu Yang.'),
    approve('shen', 'For Zhou Min.'),
    sign('huang', 'garden-tower', -1),
    buyerStep('huang', 'install'),
    command('huang', '/delivery-plan', { dueOn: day(75) }),
  ],
};

const hospitalFacts = { customer: 'lakeside-hospital', owner: 'xu', amount: '950000.00', opened: -110 } as const;

/** A deviation brings legal in, and legal is away too: three deputies. Approved, not yet signed. */
export const hospital: Sale = {
  ...hospitalFacts,
  key: 'lakeside-hospital',
  name: 'Lakeside Hospital, steam boiler 湖滨医院蒸汽锅炉',
  close: 14,
  steps: [
    ...courseToNegotiation({
      ...hospitalFacts,
      verifier: 'li',
      need: 'One steam boiler of 4 t/h for laundry and sterilisation, with a stand-by.',
    }),
    contract('xu', {
      amount: '950000.00',
      listAmount: '990000.00',
      deviations: ['Service within four hours instead of the eight of our bid 四小时到场'],
    }),
    approve('li'),
    approve('tang', 'The penalty for late service is capped at 2 %.'),
    approve('shen', 'Hospitals need the four hours.'),
  ],
};
