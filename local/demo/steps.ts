import type { PersonKey } from './cast.ts';
import type { CustomerKey } from './customers.ts';
import { contactOf } from './customers.ts';
import type { Step } from './story.ts';
import { day, file, instant, user, yuan } from './story.ts';

type Claim = { readonly on: number; readonly note?: string; readonly evidence: object };

export function claim(by: PersonKey, checkpoint: string, { on, note = '', evidence }: Claim): Step {
  return command(by, `/checkpoints/${checkpoint}/claim`, { occurredAt: instant(on), note, evidence });
}

export function accept(by: PersonKey, checkpoint: string, comment = ''): Step {
  return command(by, `/checkpoints/${checkpoint}/verify`, { verdict: 'accept', comment });
}

export function refuse(by: PersonKey, checkpoint: string, comment: string): Step {
  return command(by, `/checkpoints/${checkpoint}/verify`, { verdict: 'reject', comment });
}

export function waive(by: PersonKey, checkpoint: string, reason: string): Step {
  return command(by, `/checkpoints/${checkpoint}/waive`, { reason });
}

type Contact = { readonly met: readonly string[]; readonly note: string; readonly kind?: 'visit' | 'call' | 'message' };

export function visit(by: PersonKey, on: number, { met, note, kind = 'visit' }: Contact): Step {
  return command(by, '/visits', { kind, contactedAt: instant(on), note, contactIds: met });
}

export function buyerStep(by: PersonKey, step: string): Step {
  return command(by, '/buyer-step', { buyerStep: step });
}

type Forecast = { readonly amount?: string; readonly close?: number; readonly reason: string };

export function forecast(by: PersonKey, { amount, close, reason }: Forecast): Step {
  const change = {
    ...(amount === undefined ? {} : { amount: yuan(amount) }),
    ...(close === undefined ? {} : { closeOn: day(close) }),
  };
  return command(by, '/forecast', { ...change, reason });
}

/** What is said of a contract beside its price. */
type Terms = { readonly amount: string; readonly listAmount: string } & { readonly [term: string]: unknown };

export function contract(by: PersonKey, { amount, listAmount, ...differing }: Terms): Step {
  const usual = { grossMarginPercent: 27, paymentDays: 45, prepaymentPercent: 30, penalty: 'capped', liability: 'capped' };
  const terms = { ...usual, warrantyMonths: 24, creditGrade: 'A', ...differing };
  return { type: 'contract', by, version: 1, terms: { amount: yuan(amount), listAmount: yuan(listAmount), ...terms } };
}

export function approve(by: PersonKey, comment = ''): Step {
  return { type: 'decision', by, version: 1, verdict: 'approve', comment };
}

export function giveBack(by: PersonKey, comment: string): Step {
  return { type: 'decision', by, version: 1, verdict: 'return', comment };
}

/** The general manager signs for us. */
export function sign(by: PersonKey, customer: CustomerKey, on: number): Step {
  const signedCopy = file('Signed contract 已签合同.txt', 'The contract as both sides signed it. 双方签字盖章的合同文本。');
  const signers = { ourSigner: user('shen'), customerSigner: contactOf(customer, 'decider') };
  const evidence = {
    ...signers,
    signedOn: day(on),
    signedCopy,
    signedCopySha256: { $sha256Of: signedCopy },
    effectiveOn: day(on),
  };
  return command(by, '/contracts/1/signature', { occurredAt: instant(on), evidence });
}

export function command(by: PersonKey, path: string, body: object): Step {
  return { type: 'command', by, path, body };
}
