import { contactOf } from '../customers.ts';
import { development, qualification } from '../course.ts';
import { buyerStep, claim, command, visit } from '../steps.ts';
import type { Sale } from '../story.ts';
import { day, instant } from '../story.ts';

const resortFacts = { customer: 'hot-springs', owner: 'xu', amount: '1450000.00', opened: -70 } as const;

/** Paused: the customer's building permit is late. */
export const resort: Sale = {
  ...resortFacts,
  key: 'hot-springs',
  name: 'Hot Springs Resort, hot water 温泉度假村热水系统',
  close: 150,
  steps: [
    ...development({ ...resortFacts, verifier: 'li', need: 'Hot water for 240 rooms and six pools.' }),
    buyerStep('xu', 'gather-information'),
    command('li', '/pause', {
      until: instant(60),
      reason: 'The building permit is expected in two months; until then nobody there can decide.',
    }),
  ],
};

/** We heard of it when the tender was out: a manager must rule whether to go for it. */
export const foods: Sale = {
  key: 'river-foods',
  name: 'River Foods, process steam 江河食品工艺蒸汽',
  customer: 'river-foods',
  owner: 'chen',
  amount: '1900000.00',
  opened: -2,
  close: 35,
  stage: 'tender',
  steps: [
    visit('chen', -1, { met: [contactOf('river-foods', 'buyer')], kind: 'call', note: 'They would like a third bid, quickly.' }),
  ],
};

/** A claim that waits for its second person. */
export const library: Sale = {
  key: 'city-library',
  name: 'City Library, heating 市图书馆供暖',
  customer: 'city-library',
  owner: 'zhang',
  amount: '780000.00',
  opened: -9,
  close: 160,
  steps: [
    visit('zhang', -8, { met: [contactOf('city-library', 'engineer')], note: 'The old boilers run until next winter at most.' }),
    claim('zhang', 'project-info-confirmed', {
      on: -5,
      evidence: {
        projectGrade: 'standard',
        fundingStatus: 'in-place',
        technicalRequirements: 'Two condensing boilers of 1.4 MW; the stacks need an even climate.',
        projectOwner: 'City Library 市图书馆',
        informationSource: 'existing-customer',
        informant: contactOf('city-library', 'engineer'),
        expectedPurchaseOn: day(120),
      },
    }),
    claim('zhang', 'qualification-passed', {
      on: -3,
      note: 'Small, but paid for.',
      evidence: { ...qualification, grade: 4, funding: 10 },
    }),
  ],
};
