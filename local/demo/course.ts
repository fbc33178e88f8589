import type { PersonKey } from './cast.ts';
import { contactOf } from './customers.ts';
import { accept, buyerStep, claim, visit } from './steps.ts';
import type { Sale, Step } from './story.ts';
import { day, file, instant, yuan } from './story.ts';

/** A sale that goes as it ought to: its facts, and who verifies what its owner claims. */
export type Course = Pick<Sale, 'customer' | 'owner' | 'amount' | 'opened'> & {
  readonly verifier: PersonKey;
  /** What the customer's building needs. */
  readonly need: string;
};

/** To the end of the stages in which we develop the sale, enter the customer, propose and bid: it stands in negotiation then. */
export function courseToNegotiation(course: Course): readonly Step[] {
  return [...development(course), ...entry(course), ...proposal(course), ...tender(course)];
}

export function development(course: Course): readonly Step[] {
  const { owner, verifier, customer, opened } = course;
  return [
    visit(owner, opened + 1, {
      met: [contactOf(customer, 'engineer')],
      note: 'Saw the boiler house and the gas bills of two winters.',
    }),
    claim(owner, 'project-info-confirmed', { on: opened + 3, evidence: projectInfo(course) }),
    claim(owner, 'qualification-passed', { on: opened + 6, evidence: qualification }),
    accept(verifier, 'qualification-passed', 'Funded, and within our standard range.'),
  ];
}

function entry({ owner, verifier, customer, opened }: Course): readonly Step[] {
  const decider = contactOf(customer, 'decider');
  return [
    buyerStep(owner, 'gather-information'),
    visit(owner, opened + 20, { met: [decider], note: 'The general manager wants the saving guaranteed in the contract.' }),
    claim(owner, 'key-person-engaged', { on: opened + 21, evidence: { buyingCentre: buyingCentre(customer, opened + 20) } }),
    accept(verifier, 'key-person-engaged', 'I was there.'),
    claim(owner, 'covert-supporter-secured', { on: opened + 28, evidence: support }),
    { type: 'supporter', by: owner, identity: { ...supporter, contactId: contactOf(customer, 'engineer') } },
    accept(verifier, 'covert-supporter-secured'),
  ];
}

function proposal({ owner, verifier, opened }: Course): readonly Step[] {
  const criteriaDocument = file(
    'Draft of the tender 招标文件草稿.txt',
    'Criteria as the customer drafted them. 客户起草的采购标准。',
  );
  return [
    buyerStep(owner, 'set-purchase-criteria'),
    claim(owner, 'purchase-criteria-aligned', { on: opened + 50, evidence: { criteria, criteriaDocument } }),
    accept(verifier, 'purchase-criteria-aligned', 'Read in the draft itself.'),
  ];
}

function tender({ owner, customer, amount, opened }: Course): readonly Step[] {
  const receipt = file('Receipt of the bid 投标回执.txt', 'Received, sealed, before the deadline. 已按时收到密封投标文件。');
  const dates = {
    documentsCollectedAt: instant(opened + 58),
    submissionDeadlineAt: instant(opened + 70),
    openingAt: instant(opened + 71),
    bidExpiresOn: day(opened + 190),
  };
  const evidence = { tenderMode: 'invited', bondForm: 'guarantee', ...dates, ourPrice: yuan(amount), receipt };
  return [
    buyerStep(owner, 'compare-bids'),
    claim(owner, 'bid-submitted', { on: opened + 69, evidence }),
    visit(owner, opened + 74, { met: [contactOf(customer, 'decider')], note: 'We are first. They want to talk about terms.' }),
    buyerStep(owner, 'commit'),
  ];
}

function projectInfo({ customer, opened, need }: Course) {
  return {
    projectGrade: 'key',
    fundingStatus: 'approved',
    technicalRequirements: need,
    projectOwner: 'The customer itself 客户自建',
    informationSource: 'owner',
    informant: contactOf(customer, 'engineer'),
    expectedPurchaseOn: day(opened + 120),
  };
}

export const qualification = {
  ...{ grade: 7, funding: 8, technicalFit: 9, relationship: 6, customerCredit: 8 },
  ...{ productAgainstRivals: 7, priceAgainstRivals: 5, solutionAgainstRivals: 8, serviceAgainstRivals: 8 },
  rivalsConsidered: 'Northstar Boilers 北辰锅炉, Hengre Thermal 恒热',
};

function buyingCentre(customer: Course['customer'], metOn: number) {
  const seats = [
    { post: 'decider', role: 'decision-maker', decisionWeight: 50, attitude: 'supports' },
    { post: 'engineer', role: 'technical-selector', decisionWeight: 35, attitude: 'supports' },
    { post: 'buyer', role: 'purchaser', decisionWeight: 15, attitude: 'neutral' },
  ] as const;
  return seats.map(({ post, ...seat }) => ({ person: contactOf(customer, post), ...seat, lastContactOn: day(metOn) }));
}

const support = {
  helpGiven: ['told-decision-process', 'told-rivals'],
  account: 'We were told who sits on the jury and who else has been invited.',
  provenBy: 'The invitation named the same three bidders.',
};

/** For the owner's eyes and those above him: kept encrypted, apart from the claim. */
const supporter = { name: 'The chief engineer 总工程师', note: 'Call him at home, never at work. 只打家里电话。' };

const criteria = [
  { name: 'Energy saving, measured 实测节能率', weight: 40, ourFit: 9, rivalsFit: 6, favours: 'us', source: 'customer-document' },
  { name: 'Emissions 排放', weight: 25, ourFit: 9, rivalsFit: 8, favours: 'neutral', source: 'customer-document' },
  { name: 'Price 价格', weight: 35, ourFit: 6, rivalsFit: 8, favours: 'rival', source: 'customer-document' },
];
