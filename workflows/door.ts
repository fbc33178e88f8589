import { ApplicationFailure, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import type { Stamp } from '../domain/actor.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Door } from './contract.ts';
import type { Desk } from './desk.ts';

/** Opens both doors of every command. All handlers are synchronous. */
export function openDoors<Command extends Stamp, Answer>(doors: readonly Door[], desk: Desk<Command, Answer>): void {
  for (const { update, signal } of doors) {
    setHandler(defineUpdate<Answer, [Command]>(update), (command: Command): Answer => desk.answer(command), {
      validator: (command: Command): undefined => refuse(desk.refusalOf(command)),
    });
    setHandler(defineSignal<[Command]>(signal), (command: Command): void => desk.obey(command));
  }
}

function refuse(refusal: Refusal | null): undefined {
  if (refusal !== null) throw ApplicationFailure.nonRetryable(refusal.refused, refusal.refused, refusal);
}
