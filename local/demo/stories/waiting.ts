import { courseToNegotiation } from '../course.ts';
import { approve, contract, giveBack } from '../steps.ts';
import type { Sale } from '../story.ts';

const campusFacts = { customer: 'northern-university', owner: 'wu', amount: '5600000.00', opened: -130 } as const;

/** Five million and more at a discount of 22 %: manager, finance, director, leadership. It waits for the director's deputy. */
export const campus: Sale = {
  ...campusFacts,
  key: 'northern-university',
  name: 'Northern University, campus heating 北方大学校园供热',
  close: 21,
  steps: [
    ...courseToNegotiation({ ...campusFacts, verifier: 'li', need: 'Campus heating of 21 MW in three boiler houses.' }),
    contract('wu', { amount: '5600000.00', listAmount: '7200000.00', grossMarginPercent: 18 }),
    approve('li', 'Four more campuses stand behind this one.'),
    approve('qian', 'The margin holds if the burners come in one delivery.'),
  ],
};

const schoolFacts = { customer: 'international-school', owner: 'zhang', amount: '1800000.00', opened: -105 } as const;

/** Paid after 75 days, at a margin under the floor, with two deviations: finance and legal are asked at once. */
export const school: Sale = {
  ...schoolFacts,
  key: 'international-school',
  name: 'Cedar International School, heating 雪松国际学校供暖',
  close: 18,
  steps: [
    ...courseToNegotiation({ ...schoolFacts, verifier: 'li', need: 'Two gas boilers of 3 t/h, quiet: classrooms lie above.' }),
    contract('zhang', {
      amount: '1800000.00',
      listAmount: '1950000.00',
      grossMarginPercent: 12,
      paymentDays: 75,
      creditGrade: 'B',
      deviations: [
        '36 months of warranty on burners 燃烧器质保三十六个月',
        'Commissioning in the summer holidays only 仅限暑期调试',
      ],
    }),
    approve('li', 'Thin, but the group builds eleven more schools.'),
  ],
};

const airportFacts = { customer: 'skyway-airport', owner: 'wu', amount: '2200000.00', opened: -95 } as const;

/** Waits for the manager himself. */
export const airport: Sale = {
  ...airportFacts,
  key: 'skyway-airport',
  name: 'Skyway Airport, terminal heating 云途机场航站楼供暖',
  close: 25,
  steps: [
    ...courseToNegotiation({ ...airportFacts, verifier: 'li', need: 'Terminal heating of 7 MW, and hot water for the lounge.' }),
    contract('wu', { amount: '2200000.00', listAmount: '2380000.00' }),
  ],
};

const breweryFacts = { customer: 'golden-grain', owner: 'huang', amount: '1200000.00', opened: -100 } as const;

/** Waits for the manager's deputy; the discount will bring the director in. */
export const brewery: Sale = {
  ...breweryFacts,
  key: 'golden-grain',
  name: 'Golden Grain Brewery, steam 金谷啤酒蒸汽系统',
  close: 12,
  steps: [
    ...courseToNegotiation({ ...breweryFacts, verifier: 'li', need: 'Steam of 10 t/h for the brewhouse, with heat recovery.' }),
    contract('huang', { amount: '1200000.00', listAmount: '1365000.00' }),
  ],
};

const millFacts = { customer: 'silver-thread', owner: 'lin', amount: '2400000.00', opened: -90 } as const;

/** Returned by finance: the rep must come back with better terms. */
export const mill: Sale = {
  ...millFacts,
  key: 'silver-thread',
  name: 'Silver Thread Mill, steam 银线纺织蒸汽系统',
  close: 30,
  steps: [
    ...courseToNegotiation({ ...millFacts, verifier: 'li', need: 'Steam of 12 t/h for dyeing, round the clock.' }),
    contract('lin', { amount: '2400000.00', listAmount: '2520000.00', paymentDays: 90, prepaymentPercent: 10, creditGrade: 'B' }),
    approve('li'),
    giveBack('qian', '90 days with 10 % down is a loan. Bring 60 days, or a bank guarantee. 账期须缩短至六十天,或提供银行保函。'),
  ],
};
