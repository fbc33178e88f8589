import type { Account, Entry, Notice, SummaryHead } from '../domain/account.ts';

/** The pure rules by which a kind of process keeps its books. */
export type Books<State, Event, Summary extends SummaryHead> = {
  readonly evolve: (state: State, event: Event) => State;
  readonly noticesOf: (state: State, event: Event) => readonly Notice[];
  readonly summaryOf: (state: State) => Summary;
};

export type Ledger<State, Event, Summary extends SummaryHead> = {
  readonly state: () => State;
  readonly account: () => Account<Event, Summary>;
  /** True when something happened that no sender of a command writes. */
  readonly owes: () => boolean;
  readonly hasUnseen: () => boolean;
  readonly enter: (events: readonly Event[], writtenBySender: boolean) => void;
  /** Drops what is known to be written, up to and with this sequence number. */
  readonly forget: (seen: number) => void;
};

/** The state, and what its readers may not have seen yet. */
export function openLedger<State extends { readonly seq: number }, Event, Summary extends SummaryHead>(
  workflowId: string,
  start: State,
  { evolve, noticesOf, summaryOf }: Books<State, Event, Summary>,
): Ledger<State, Event, Summary> {
  let state = start;
  let unseen: readonly Entry<Event>[] = [];
  let owed = false;

  function record(event: Event): void {
    state = evolve(state, event);
    unseen = [...unseen, { seq: state.seq, event, notices: noticesOf(state, event) }];
  }

  return {
    state: () => state,
    account: () => ({ workflowId, summary: summaryOf(state), entries: unseen }),
    owes: () => owed,
    hasUnseen: () => unseen.length > 0,

    enter(events, writtenBySender) {
      events.forEach(record);
      owed ||= events.length > 0 && !writtenBySender;
    },

    forget(seen) {
      unseen = unseen.filter(({ seq }) => seq > seen);
      owed &&= unseen.length > 0;
    },
  };
}
