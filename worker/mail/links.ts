import type { Database } from '../../prisma/database.ts';
import { decisionToken, decisionTokenHash, storeLinks } from '../../prisma/decision-link.ts';
import type { Post } from './lines.ts';

/** A token for each line that asks for a decision, by the line's id; stored as its hash before the mail leaves. */
export async function linksOf(
  database: Pick<Database, 'pool'>,
  { lines }: Post,
  secret: string,
): Promise<ReadonlyMap<string, string>> {
  const asked = lines.flatMap((line) => (line.asked === null ? [] : [line.asked]));
  const made = asked.map(({ inboxId, approvalId, userId }) => {
    return { inboxId, approvalId, userId, token: decisionToken(secret, inboxId) };
  });
  const stored = await storeLinks(database, made);
  const good = made.filter(({ token }) => stored.has(decisionTokenHash(token)));
  return new Map(good.map(({ inboxId, token }) => [inboxId, token]));
}
