import { unknownReference } from '../problem.ts';
import { defaultPolicy } from '../../domain/approval/default-policy.ts';
import type { People, Person } from '../../domain/approval/people.ts';
import { findPeople } from '../../prisma/people.ts';
import type { Deps } from '../deps.ts';
import { given } from '../http/given.ts';
import { CommandHeaders } from '../command/schema.ts';
import { seesApproval, signedIn } from '../policies.ts';
import type { Route } from '../route.ts';
import { none, route } from '../route.ts';
import { approvalCommandRoute } from './command-route.ts';
import { decideMany } from './decisions.ts';
import { DecisionResults, DecisionsBody } from './decisions-schema.ts';
import { wholeView } from './query.ts';
import { countQueue } from './queue-counts.ts';
import { listQueue } from './queue.ts';
import {
  AddApproverBody,
  Approval,
  ApprovalCounts,
  ApprovalPage,
  ApprovalParams,
  ApprovalQuery,
  CommentBody,
  ReturnBody,
  TransferBody,
  VerdictBody,
  WithdrawBody,
} from './schema.ts';

export const approvalRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/approvals',
    summary: "Requests that wait for me; of them my groups', as deputy, overdue; or sent by me, decided by me",
    params: none,
    query: ApprovalQuery,
    body: none,
    reply: ApprovalPage,
    status: 200,
    policy: signedIn,
    handler: ({ caller, query }, { database }) => listQueue(database, caller, query),
  }),
  route({
    method: 'get',
    path: '/approvals/counts',
    summary: 'How many requests each queue holds',
    params: none,
    query: none,
    body: none,
    reply: ApprovalCounts,
    status: 200,
    policy: signedIn,
    handler: ({ caller }, { database }) => countQueue(database, caller),
  }),
  route({
    method: 'post',
    path: '/approvals/decisions',
    summary: 'Decide up to fifty requests, with a result for each',
    params: none,
    query: none,
    headers: CommandHeaders,
    body: DecisionsBody,
    reply: DecisionResults,
    status: 200,
    policy: signedIn,
    handler: decideMany,
  }),
  route({
    method: 'get',
    path: '/approvals/:id',
    summary: 'One request with its terms, its steps and what was decided',
    params: ApprovalParams,
    query: none,
    body: none,
    reply: Approval,
    status: 200,
    policy: seesApproval,
    handler: ({ approval }, { database }) => wholeView(database, approval),
  }),
  approvalCommandRoute({
    verb: 'approve',
    summary: 'Approve',
    body: VerdictBody,
    content: ({ body }) => ({ type: 'approve', ...body }),
  }),
  approvalCommandRoute({
    verb: 'reject',
    summary: 'Reject',
    body: VerdictBody,
    content: ({ body }) => ({ type: 'reject', ...body }),
  }),
  approvalCommandRoute({
    verb: 'return',
    summary: 'Return for revision, to the submitter or to an earlier step',
    body: ReturnBody,
    content: ({ body: { hash, comment, ...step } }) => ({ type: 'return', hash, comment, ...given(step) }),
  }),
  approvalCommandRoute({
    verb: 'transfer',
    summary: 'Hand my seat to a colleague',
    body: TransferBody,
    content: async ({ body: { to: userId, comment } }, deps) => {
      const { person: to, known } = await newcomer(deps, userId, '/to');
      return { type: 'transfer', to, known, comment };
    },
  }),
  approvalCommandRoute({
    verb: 'add-approver',
    summary: 'Ask a colleague before, beside or after me',
    body: AddApproverBody,
    content: async ({ body: { userId, where, comment } }, deps) => {
      return { type: 'add-approver', ...(await newcomer(deps, userId, '/userId')), where, comment };
    },
  }),
  approvalCommandRoute({
    verb: 'hand-back',
    summary: 'Undo a transfer or a claim',
    body: none,
    content: () => ({ type: 'hand-back' }),
  }),
  approvalCommandRoute({
    verb: 'claim',
    summary: "Take it out of my group's hands",
    body: none,
    content: () => ({ type: 'claim' }),
  }),
  approvalCommandRoute({
    verb: 'comment',
    summary: 'Say something, and mention those who should read it',
    body: CommentBody,
    content: async ({ body: { comment, mentions } }, deps) => {
      await requireColleagues(deps, mentions);
      return { type: 'comment', comment, mentions: [...new Set(mentions)] };
    },
  }),
  approvalCommandRoute({ verb: 'nudge', summary: 'Remind those who are asked', body: none, content: () => ({ type: 'nudge' }) }),
  approvalCommandRoute({
    verb: 'withdraw',
    summary: 'Take the request back',
    body: WithdrawBody,
    content: ({ body }) => ({ type: 'withdraw', ...body }),
  }),
];

/** Somebody whom no rule names, and those who would be asked in his place. */
async function newcomer(
  { database }: Deps,
  userId: string,
  pointer: string,
): Promise<{ readonly person: Person; readonly known: People }> {
  const people = await findPeople(database, { policy: { ...defaultPolicy, steps: [] }, concerned: [userId] });
  const person = people.find(({ id, active }) => id === userId && active);
  if (person === undefined) throw unknownReference(pointer);
  return { person, known: people.filter(({ id }) => id !== userId) };
}

async function requireColleagues({ database }: Deps, userIds: readonly string[]): Promise<void> {
  const found = await database.prisma.user.findMany({ where: { id: { in: [...userIds] }, active: true }, select: { id: true } });
  const missing = userIds.findIndex((userId) => !found.some(({ id }) => id === userId));
  if (missing >= 0) throw unknownReference(`/mentions/${missing}`);
}
