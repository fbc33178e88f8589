import { defineQuery, setHandler } from '@temporalio/workflow';
import type { Account, SummaryHead } from '../domain/account.ts';
import { accountQuery } from './contract.ts';
import type { Ledger } from './ledger.ts';

/** Says where the process stands, for the reconciler alone: it costs no history, and nothing that people read waits for it. */
export function tellAccount<State extends { readonly seq: number }, Event, Summary extends SummaryHead>(
  ledger: Ledger<State, Event, Summary>,
): void {
  setHandler(defineQuery<Account<Event, Summary> | null>(accountQuery), () =>
    ledger.state().seq === 0 ? null : ledger.account(),
  );
}
