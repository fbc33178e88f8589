import { contactOf } from '../customers.ts';
import { accept, buyerStep, claim, forecast, refuse, visit, waive } from '../steps.ts';
import type { Sale } from '../story.ts';
import { day, file } from '../story.ts';

const decider = contactOf('imperial-court', 'decider');
const engineer = contactOf('imperial-court', 'engineer');
const buyer = contactOf('imperial-court', 'buyer');

/**
 * Half a year of good news. From afar three million are out to tender; what was said is all from one engineer, who does not decide.
 * Nobody has met who does, two checkpoints were pushed through, and the customer is further on than we are.
 */
export const hotel: Sale = {
  key: 'imperial-court',
  name: 'Imperial Court Hotel, three boilers 帝庭大酒店三台锅炉',
  customer: 'imperial-court',
  owner: 'chen',
  amount: '3400000.00',
  opened: -182,
  close: -42,
  playbook: 'project-sales-in-seconds',
  steps: [
    visit('chen', -180, {
      met: [engineer],
      note: 'Very friendly. The old boilers are finished, and the budget is no question, he says.',
    }),
    claim('chen', 'project-info-confirmed', {
      on: -177,
      note: 'A big one. Could be the flagship of the region.',
      evidence: {
        projectGrade: 'flagship',
        fundingStatus: 'being-raised',
        technicalRequirements:
          'Three gas boilers of 4 t/h in place of two old ones; low nitrogen; boiler house in the second basement.',
        projectOwner: 'Imperial Court Group 帝庭集团',
        informationSource: 'own-research',
        expectedPurchaseOn: day(-42),
      },
    }),
    claim('chen', 'qualification-passed', {
      on: -172,
      note: 'No rival anywhere near.',
      evidence: {
        ...{ grade: 9, funding: 6, technicalFit: 9, relationship: 9, customerCredit: 7 },
        ...{ productAgainstRivals: 9, priceAgainstRivals: 8, solutionAgainstRivals: 9, serviceAgainstRivals: 9 },
        reasoning: 'The chief engineer says that nobody else has called.',
      },
    }),
    accept('li', 'qualification-passed', 'Good start.'),
    buyerStep('chen', 'gather-information'),
    visit('chen', -160, { met: [engineer], note: 'Lunch with the chief engineer. All is going well.' }),
    visit('chen', -147, { met: [engineer], note: 'He likes our drawings. All is going well.' }),
    claim('chen', 'key-person-engaged', {
      on: -140,
      note: 'The chief engineer is our man.',
      evidence: { buyingCentre: asFirstSeen() },
    }),
    refuse('li', 'key-person-engaged', 'A chief engineer does not spend three million. Who does, and who of us has met him?'),
    visit('chen', -126, { met: [engineer], note: 'He promises to introduce me to the general manager, who is travelling.' }),
    claim('chen', 'key-person-engaged', {
      on: -119,
      note: 'The meeting is as good as fixed.',
      evidence: { buyingCentre: asItIs() },
    }),
    accept('li', 'key-person-engaged', 'For now. Meet Mr Yang before the month is out.'),
    waive('li', 'covert-supporter-secured', 'The engineer is with us, that will do. We must not lose time.'),
    buyerStep('chen', 'set-purchase-criteria'),
    forecast('chen', { close: -10, reason: 'The general manager is still travelling.' }),
    visit('chen', -98, { met: [engineer], note: 'Ours is the best offer he has seen. All is going well.' }),
    claim('chen', 'purchase-criteria-aligned', {
      on: -77,
      note: 'The criteria fit us, more or less.',
      evidence: {
        criteria: criteria(),
        criteriaDocument: file('Notes on the criteria 采购标准笔记.txt', 'From memory, after a call. 电话后凭记忆整理。'),
      },
    }),
    refuse(
      'li',
      'purchase-criteria-aligned',
      'Your own estimate, and 35 of 100 points ask for a certificate that we do not have. Whose idea was that?',
    ),
    forecast('chen', { amount: '3200000.00', close: 20, reason: 'Without the spare burner. The budget meeting was moved.' }),
    waive('zhou', 'purchase-criteria-aligned', 'The tender is out. We bid, and see.'),
    buyerStep('chen', 'compare-bids'),
    visit('chen', -34, { met: [engineer], kind: 'call', note: 'He says that it is a formality.' }),
    buyerStep('chen', 'commit'),
    forecast('chen', {
      amount: '3000000.00',
      close: 45,
      reason: 'They ask for a better price. A formality, says the chief engineer.',
    }),
  ],
};

function asFirstSeen() {
  return [
    { person: engineer, role: 'technical-selector', decisionWeight: 80, attitude: 'supports', lastContactOn: day(-147) },
    { person: buyer, role: 'purchaser', decisionWeight: 20, attitude: 'unknown' },
  ];
}

/** No last contact with the two who decide and buy: they were never met. */
function asItIs() {
  return [
    { person: decider, role: 'decision-maker', decisionWeight: 60, attitude: 'unknown' },
    { person: engineer, role: 'technical-selector', decisionWeight: 30, attitude: 'supports', lastContactOn: day(-126) },
    { person: buyer, role: 'purchaser', decisionWeight: 10, attitude: 'unknown' },
  ];
}

function criteria() {
  return [
    { name: 'Energy saving 节能率', weight: 30, ourFit: 9, favours: 'us', source: 'our-estimate' },
    {
      name: 'Ultra-low nitrogen certificate 超低氮认证',
      weight: 35,
      ourFit: 3,
      rivalsFit: 10,
      favours: 'rival',
      source: 'our-estimate',
    },
    { name: 'Price 价格', weight: 35, ourFit: 6, favours: 'neutral', source: 'our-estimate' },
  ];
}
