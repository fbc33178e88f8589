import { contactOf } from '../customers.ts';
import { courseToNegotiation } from '../course.ts';
import { accept, approve, buyerStep, claim, command, contract, sign, visit } from '../steps.ts';
import type { Sale } from '../story.ts';
import { day, file, yuan } from '../story.ts';

const mallFacts = { customer: 'riverside-mall', owner: 'zhang', amount: '860000.00', opened: -300 } as const;

/** Won, delivered and closed out. */
export const mall: Sale = {
  ...mallFacts,
  key: 'riverside-mall',
  name: 'Riverside Mall, two condensing boilers 滨江广场两台冷凝锅炉',
  close: -205,
  steps: [
    ...courseToNegotiation({
      ...mallFacts,
      verifier: 'li',
      need: 'Two condensing gas boilers of 2 t/h for heating and hot water.',
    }),
    contract('zhang', {
      amount: '860000.00',
      listAmount: '915000.00',
      deviations: ['Saving of 18 % guaranteed 保证节能百分之十八'],
    }),
    approve('li'),
    approve('he', 'The guarantee is capped at the price of the burners.'),
    approve('zhou', 'Well prepared.'),
    sign('zhang', 'riverside-mall', -205),
    buyerStep('zhang', 'install'),
    claim('zhang', 'acceptance-passed', {
      on: -95,
      evidence: {
        acceptanceReport: file(
          'Acceptance report 验收报告.txt',
          'Passed with one open item, since mended. 验收合格,遗留问题已整改。',
        ),
        acceptedOn: day(-95),
        customerSigner: contactOf('riverside-mall', 'engineer'),
        retention: yuan('43000.00'),
        retentionDueOn: day(-5),
      },
    }),
    accept('li', 'acceptance-passed', 'Saw it running.'),
    claim('zhang', 'project-closed', {
      on: -4,
      evidence: {
        closeOutReport: file('Close-out report 结项报告.txt', 'Delivered in time, margin as planned. 按期交付,毛利符合计划。'),
        finalPayment: yuan('43000.00'),
        finalPaymentOn: day(-5),
        lessons: 'The general manager was met in week three. That decided it: the guarantee he asked for went into the criteria.',
      },
    }),
  ],
};

const civicFacts = { customer: 'civic-centre', owner: 'lin', amount: '1750000.00', opened: -160 } as const;

/** Lost to a rival at the last minute; where, its review says. */
export const civicCentre: Sale = {
  ...civicFacts,
  key: 'civic-centre',
  name: 'Civic Centre, heating plant 市民中心供热站',
  close: -30,
  steps: [
    ...courseToNegotiation({
      ...civicFacts,
      verifier: 'liu',
      need: 'Heating plant of 8 MW on two gas boilers, with heat recovery.',
    }),
    command('lin', '/close', {
      outcome: 'lost',
      reason: 'The contract went to Northstar two days after they had told us that we were first.',
      winner: 'Northstar Boilers 北辰锅炉',
      priceGap: yuan('180000.00'),
      lostAtBuyerStep: 'compare-bids',
      decisiveCriterion: 'Price, after a second round that we were not told of 二次报价',
    }),
    command('lin', '/loss-review', {
      lostAtBuyerStep: 'compare-bids',
      rootCause: 'The purchaser, 15 % of the decision on paper, ran the second round. Nobody of us had visited her.',
      firstSign: 'She asked for the price list again, a week after the opening.',
      lessons: 'Who is neutral is visited too. A jury that thanks us is not yet a contract.',
    }),
  ],
};

const heatingFacts = { customer: 'east-district-heating', owner: 'lin', amount: '2600000.00', opened: -12 } as const;

/** We came in at the tender; the manager lets it be pursued with little effort. */
export const districtHeating: Sale = {
  ...heatingFacts,
  key: 'east-district-heating',
  name: 'East District Heating, boiler exchange 东区供热锅炉更换',
  close: 40,
  stage: 'tender',
  steps: [
    command('liu', '/ruling', {
      verdict: 'limited',
      reason: 'A reference in Wuhan is worth a bid, but not a campaign: the criteria are written by somebody else.',
      capWorkingDays: 6,
    }),
    buyerStep('lin', 'compare-bids'),
    visit('lin', -8, { met: [contactOf('east-district-heating', 'buyer')], note: 'Collected the tender documents.' }),
  ],
};
