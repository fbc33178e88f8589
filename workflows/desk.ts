import { log } from '@temporalio/workflow';
import type { Answer, SummaryHead } from '../domain/account.ts';
import type { Stamp } from '../domain/actor.ts';
import { isStamped } from '../domain/command-form.ts';
import type { Remembered } from '../domain/memory.ts';
import { reusedId } from '../domain/memory.ts';
import type { Refusal } from '../domain/refusal.ts';
import { isRefusal } from '../domain/refusal.ts';
import { instantOf, now } from './clock.ts';
import type { Ledger } from './ledger.ts';

/** What a process does with a command, whichever door it comes through. */
export type Desk<Command extends Stamp, Answer> = {
  readonly refusalOf: (command: Command) => Refusal | null;
  readonly answer: (command: Command) => Answer;
  readonly obey: (command: Command) => void;
};

/** What every process remembers: when it last moved, and what became of its commands. */
type ProcessState = { readonly seq: number; readonly lastAt: string; readonly recent: readonly Remembered[] };

/** How a kind of process decides. */
export type CommandRules<State, Command, Event, Code extends string> = {
  readonly decide: (state: State, command: Command, at: string) => Decision<Event, Code>;
  readonly rejection: (command: Command, refusal: Refusal<Code>, at: string) => Event;
  /** A refusal leaves no record when there is nothing yet that could keep it. */
  readonly keepsRefusals: (state: State) => boolean;
  /** Told of what a command made happen, and of the state before it. */
  readonly entered: (events: readonly Event[], command: Command, before: State) => void;
};

type Decision<Event, Code extends string> = readonly Event[] | Refusal<Code>;

/** Obeys commands from both doors: the same rules, the same memory; only who writes differs. */
export function openDesk<
  State extends ProcessState,
  Command extends Stamp,
  Event,
  Summary extends SummaryHead,
  Code extends string,
>(
  ledger: Ledger<State, Event, Summary>,
  { decide, rejection, keepsRefusals, entered }: CommandRules<State, Command, Event, Code>,
): Desk<Command, Answer<Event, Summary>> {
  const decisions = decidedOnce((state: State, command: Command) => decide(state, command, instantOf(state, command)));

  /** Never throws: what is refused here came by signal, and is kept as a rejected command, once. */
  function obey(command: Command): void {
    const before = ledger.state();
    const decision = decisions.taken(before, command);
    const kept =
      isRefused(decision) && keepsRefusals(before) && isNews(before, command, decision)
        ? [rejection(command, decision, instantOf(before, command))]
        : [];
    const events = isRefused(decision) ? kept : decision;
    ledger.enter(events, command.seen !== undefined);
    entered(events, command, before);
  }

  return {
    refusalOf(command) {
      const decision = decisions.looked(ledger.state(), command);
      return isRefused(decision) ? decision : null;
    },

    answer(command) {
      if (command.seen !== undefined) ledger.forget(command.seen);
      obey(command);
      const { commandId } = command;
      const seq = memoryOf(ledger.state(), command)?.seq ?? ledger.state().seq;
      return { outcome: { commandId, seq }, account: ledger.account() };
    },

    obey: (command) => obeySignal(command, obey),
  };
}

/** What the validator has just found holds for the handler that runs right after it: a replay, which validates nothing, finds the same. */
function decidedOnce<State, Command extends Stamp, Decision>(decide: (state: State, command: Command) => Decision) {
  let found: { readonly state: State; readonly stamp: string; readonly decision: Decision } | null = null;
  return {
    looked(state: State, command: Command): Decision {
      found = { state, stamp: stampOf(command), decision: decide(state, command) };
      return found.decision;
    },

    taken(state: State, command: Command): Decision {
      const before = found;
      found = null;
      return before?.state === state && before.stamp === stampOf(command) ? before.decision : decide(state, command);
    },
  };
}

/** What says neither who sent it nor what it is cannot even be kept as refused: it is passed over, and the log says so. */
function obeySignal<Command extends Stamp>(command: Command, obey: (command: Command) => void): void {
  if (!isStamped(command)) return log.warn('a signal without a stamp is passed over');
  const { seen: _seen, ...unseen } = command;
  obey(unseen as unknown as Command);
}

function isRefused<Code extends string>(decision: readonly unknown[] | Refusal<Code>): decision is Refusal<Code> {
  return isRefusal(decision);
}

/** A repeat of what was refused before is none; another command under a used id is. */
function isNews(state: ProcessState, command: Stamp, { refused }: Refusal): boolean {
  return refused === reusedId || memoryOf(state, command) === undefined;
}

function memoryOf({ recent }: ProcessState, { commandId }: Stamp): Remembered | undefined {
  return recent.find((one) => one.commandId === commandId);
}

/** Tells whether a command is the one just validated, which was decoded apart. */
function stampOf({ commandId, fingerprint, at }: Stamp): string {
  return [commandId, fingerprint, at, now()].join(' ');
}
