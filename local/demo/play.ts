import { findCompany, leaveToDeputies } from './company.ts';
import { findFastPlaybook } from './fast-playbook.ts';
import { findMarket } from './market.ts';
import { openStage, type Demo } from './stage.ts';
import { stories, type Stories } from './stories.ts';
import { tellSale } from './tell.ts';

/**
 * Makes the demo company and tells its sales, by what the API offers to everybody and by nothing else. May be broken off anywhere and
 * played again: what is there is left, what is missing is made.
 */
export async function playDemo(demo: Demo, { before, since }: Stories = stories): Promise<void> {
  const stage = openStage(demo);
  const users = await findCompany(stage, demo);
  const foundedAt = await findMarket(stage);
  await findFastPlaybook(stage);
  demo.say(`Demo company: ${Object.keys(users).length} people are there; ${before.length + since.length} sales follow.`);
  const telling = { ...stage, signal: demo.signal, users, foundedAt };
  for (const sale of before) await tellSale(telling, sale);
  await leaveToDeputies(stage, users, foundedAt);
  for (const [at, sale] of since.entries()) {
    await tellSale(telling, sale);
    demo.say(`Demo company: ${before.length + at + 1} of ${before.length + since.length} sales.`);
  }
}
