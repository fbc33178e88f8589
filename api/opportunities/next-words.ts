import type { Language } from '../../domain/text.ts';
import { problemDocument, refusalProblem } from '../problem.ts';
import type { Permit, nextOf } from './next.ts';

/** The same with each refusal as a sentence. */
export function inWords(next: ReturnType<typeof nextOf>, language: Language) {
  const word = <Action extends Permit>(action: Action) => wordedAction(action, language);
  return {
    ...next,
    checkpoints: next.checkpoints.map((one) => ({
      ...one,
      fields: one.fields.map((field) => ({ ...field })),
      actions: one.actions.map(word),
    })),
    actions: next.actions.map(word),
    escalations: next.escalations.map(word),
  };
}

function wordedAction<Action extends Permit>(action: Action, language: Language) {
  if (action.allowed) return { ...action, refusal: undefined };
  const { code, title, detail } = problemDocument(refusalProblem(action.refusal), { instance: '', requestId: '', language });
  return { ...action, refusal: { code, title, ...(detail === undefined ? {} : { detail }) } };
}
