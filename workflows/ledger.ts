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
  /** All of it, for the next run. */
  readonly carried: () => Carried<State, Event>;
};

/** What a run hands to the next: the state, and what may not be written yet. */
export type Carried<State, Event> = { readonly state: State; readonly unseen: readonly Entry<Event>[]; readonly owed: boolean };

/** Books that begin with a state and owe nothing. */
export function cleanBooks<State>(state: State): Carried<State, never> {
  return { state, unseen: [], owed: false };
}

/** The state, and what its readers may not have seen yet. */
export function openLedger<State extends { readonly seq: number }, Event, Summary extends SummaryHead>(
  workflowId: string,
  start: Carried<State, Event>,
  { evolve, noticesOf, summaryOf }: Books<State, Event, Summary>,
): Ledger<State, Event, Summary> {
  let { state, unseen, owed } = start;

  function record(event: Event): void {
    state = evolve(state, event);
    unseen = [...unseen, { seq: state.seq, event, notices: noticesOf(state, event) }];
  }

  return {
    state: () => state,
    account: () => ({ workflowId, summary: summaryOf(state), entries: unseen }),
    owes: () => owed,
    carried: () => ({ state, unseen, owed }),
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
