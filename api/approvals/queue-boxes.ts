/** The boxes of a queue: all that waits for the caller, three cuts of it, what he asked for, and what he has spoken on. */
export const boxes = ['mine', 'groups', 'deputy', 'overdue', 'sent', 'decided'] as const;
export type Box = (typeof boxes)[number];

/** Waiting time and amount, shortest and smallest first; with a minus, longest and largest. */
export const sorts = ['waiting', '-waiting', 'amount', '-amount'] as const;
export type Sort = (typeof sorts)[number];

/** Rows of one table, `$1` being the caller: each box and each order of it is an index of its own. */
export type BoxRows = {
  readonly table: string;
  readonly condition: string;
  /** Of the request. */
  readonly id: string;
  /** Since when a line waits in this box. */
  readonly since: string;
  /** What a line says of this box; `q` is the row, `a` its request. */
  readonly shown: string;
};

export const boxRows: { readonly [One in Box]: BoxRows } = {
  mine: seats('true'),
  groups: seats('group_key IS NOT NULL'),
  deputy: seats('on_behalf_of IS NOT NULL'),
  overdue: seats('overdue'),
  sent: {
    table: 'approval',
    condition: 'submitter_id = $1',
    id: 'id',
    since: 'requested_at',
    shown: shown({ since: 'a.requested_at', decidedAt: 'NULL::timestamptz' }),
  },
  decided: {
    table: 'approval_decider',
    condition: 'user_id = $1',
    id: 'approval_id',
    since: 'decided_at',
    shown: shown({ since: 'a.requested_at', decidedAt: 'q.decided_at' }),
  },
};

/** Longest waiting first; of what was sent or decided, the latest. */
export function usualSort(box: Box): Sort {
  return box === 'sent' || box === 'decided' ? 'waiting' : '-waiting';
}

function seats(condition: string): BoxRows {
  return {
    table: 'approval_seat',
    condition: `user_id = $1 AND ${condition}`,
    id: 'approval_id',
    since: 'since_at',
    shown: `q.since_at AS "waitingSinceAt", NULL::timestamptz AS "decidedAt", q.step, q.on_behalf_of AS "onBehalfOf", q.group_key AS "groupKey"`,
  };
}

function shown({ since, decidedAt }: { readonly since: string; readonly decidedAt: string }): string {
  return `${since} AS "waitingSinceAt", ${decidedAt} AS "decidedAt", NULL AS step, NULL AS "onBehalfOf", NULL AS "groupKey"`;
}
