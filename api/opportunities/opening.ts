import type { z } from 'zod';
import type { Actor } from '../../domain/actor.ts';
import { onlyAdministers } from '../../domain/actor.ts';
import { defaultPlaybook } from '../../domain/default-playbook.ts';
import { opportunityWorkflowId } from '../../domain/ids.ts';
import type { Open } from '../../domain/opportunity/command.ts';
import type { Playbook } from '../../domain/playbook.ts';
import type { Language } from '../../domain/text.ts';
import type { Database } from '../../prisma/database.ts';
import type { Caller } from '../caller.ts';
import type { Asked } from '../commands.ts';
import { commandIdOf } from '../commands.ts';
import { importedIdOf, requireImportable } from '../imports/imported.ts';
import { Problem, unknownReference } from '../problem.ts';
import { latest } from '../rules.ts';
import type { Kinship } from '../standing.ts';
import { actorOf, isSuperiorColumn, standingOf } from '../standing.ts';
import { given } from '../http/given.ts';
import type { OpenBody } from './schema.ts';

type Body = z.output<typeof OpenBody>;

type Opening = { readonly body: Body; readonly idempotencyKey: string };

/** The command that opens a sale. Its id comes from the command's, or from the row's where it is imported: a repeat opens the same one. */
export async function openingOf(database: Database, caller: Caller, { body, idempotencyKey }: Opening): Promise<Asked> {
  const { name, customerId, amount, closeOn, openedAt, imported } = body;
  const commandId = commandIdOf(caller.userId, idempotencyKey);
  if (imported !== undefined) await requireImportable(database, caller, { imported, commandId });
  const owner = await ownerOf(database, caller, body.ownerId ?? caller.userId);
  const rules = await rulesToday(database, body.playbook ?? defaultPlaybook.key);
  const id = imported === undefined ? commandId : importedIdOf(imported);
  await requireReferences(database, body);
  const content: Open = {
    ...{ type: 'open', name, customerId, amount, closeOn, ownerId: owner.id },
    teamId: teamOf(body, owner),
    stage: body.stage ?? firstStage(rules.playbook.document as Playbook),
    ...given({ openedAt, imported }),
  };
  const { playbook, calendar } = rules;
  const start = { opportunityId: id, playbook: referenceTo(playbook), calendar: referenceTo(calendar) };
  const actor: Actor = imported === undefined ? owner.actor : { userId: caller.userId, capacity: 'importer' };
  return { workflowId: opportunityWorkflowId(id), actor, idempotencyKey, content, said: body, start };
}

type Owner = { readonly id: string; readonly teamId: string | null; readonly actor: Actor };

/** Oneself, or somebody below; leadership opens for anybody. */
async function ownerOf(database: Database, caller: Caller, ownerId: string): Promise<Owner> {
  const text = `SELECT u.team_id AS "teamId", u.roles, ${isSuperiorColumn('u.id')} FROM "user" u WHERE u.id = $2 AND u.active`;
  const { rows } = await database.pool.query<OwnerRow>(text, [caller.userId, ownerId]);
  if (rows[0] === undefined) throw unknownReference('/ownerId');
  requireSeller(rows[0]);
  const standing = await standingOf(database, caller, { ...rows[0], ownerId });
  if (standing === null) throw new Problem('not-permitted');
  return { id: ownerId, teamId: rows[0].teamId, actor: actorOf(caller, standing) };
}

type OwnerRow = Kinship & { readonly teamId: string | null; readonly roles: readonly string[] };

/** Refuses as owner who is nothing but an administrator. */
export function requireSeller(owner: { readonly roles: readonly string[] }): void {
  if (!onlyAdministers(owner)) return;
  const sentences = { en: 'Who only administers owns no sale.', zh: '仅有管理员角色的人不能负责销售机会。' };
  const fault = { pointer: '/ownerId', code: 'only-administers', say: (language: Language) => sentences[language] };
  throw new Problem('not-permitted', { errors: [fault] });
}

/** The newest published rules: what a sale that is opened now starts with. */
export async function rulesToday(database: Database, playbookKey: string) {
  const [playbook, calendar] = await Promise.all([latest(database, 'playbook', playbookKey), latest(database, 'calendar', null)]);
  if (playbook === null) throw unknownReference('/playbook');
  if (calendar === null) throw new Problem('calendar-invalid');
  return { playbook, calendar };
}

async function requireReferences({ prisma }: Database, { customerId, teamId }: Body): Promise<void> {
  if ((await prisma.customer.count({ where: { id: customerId } })) === 0) throw unknownReference('/customerId');
  if (teamId !== undefined && (await prisma.team.count({ where: { id: teamId } })) === 0) throw unknownReference('/teamId');
}

function teamOf({ teamId }: Body, owner: Owner): string {
  const team = teamId ?? owner.teamId;
  if (team === null) throw new Problem('invalid-request', { errors: [{ pointer: '/teamId', code: 'required' }] });
  return team;
}

function firstStage({ stages }: Playbook): string {
  return stages[0]?.key ?? '';
}

function referenceTo({ key, version }: { readonly key: string; readonly version: number }) {
  return { key, version };
}
