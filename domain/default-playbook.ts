import { delivery } from './default-playbook/delivery.ts';
import { development } from './default-playbook/development.ts';
import { entry } from './default-playbook/entry.ts';
import { managersLadder, ownersLadder } from './default-playbook/ladders.ts';
import { negotiation } from './default-playbook/negotiation.ts';
import { proposal } from './default-playbook/proposal.ts';
import { tender } from './default-playbook/tender.ts';
import type { Playbook } from './playbook.ts';

/** Project sales of large engineered equipment by tender: six stages that mirror the customer's six purchase steps. */
export const defaultPlaybook: Playbook = {
  key: 'project-sales',
  version: 1,
  name: { en: 'Project sales', zh: '项目型销售' },
  buyerSteps: [
    { key: 'internal-need', title: { en: 'Internal need', zh: '内部需求' } },
    { key: 'gather-information', title: { en: 'Gather information', zh: '收集信息' } },
    { key: 'set-purchase-criteria', title: { en: 'Set purchase criteria', zh: '制定采购指标' } },
    { key: 'compare-bids', title: { en: 'Compare bids', zh: '评估比较' } },
    { key: 'commit', title: { en: 'Commit', zh: '购买承诺' } },
    { key: 'install', title: { en: 'Install', zh: '安装实施' } },
  ],
  stages: [development, entry, proposal, tender, negotiation, delivery],
  verification: { allowance: { workingDays: 2 }, ladder: managersLadder },
  ruling: { allowance: { workingDays: 3 }, ladder: managersLadder },
  silence: { allowance: { workingDays: 10 }, ladder: ownersLadder },
  lossReview: { allowance: { workingDays: 5 }, ladder: ownersLadder },
  acknowledgement: { quiet: { workingDays: 5 }, longestSnooze: { workingDays: 10 } },
  odds: { perWaiver: 0.7, lateEntry: 0.6, paused: 0.8, overdue: 0.85 },
};
