import type { Database } from '../../prisma/database.ts';
import type { WholeRow } from '../opportunities/row.ts';
import { stateOf } from '../opportunities/view.ts';
import { Problem } from '../problem.ts';

/** Which checkpoint of the sale's playbook means the signature. */
export async function signatureOf(database: Pick<Database, 'pool'>, row: WholeRow): Promise<string> {
  const { playbook } = await stateOf(database, row);
  const rules = playbook.stages.flatMap(({ checkpoints }) => checkpoints);
  const signature = rules.find(({ meaning }) => meaning === 'signature');
  if (signature === undefined) throw new Problem('unknown-checkpoint');
  return signature.key;
}
