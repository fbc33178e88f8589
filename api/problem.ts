import type { ApprovalRefusalCode } from '../domain/approval/refusal-code.ts';
import type { FieldError } from '../domain/field-error.ts';
import type { RefusalCode } from '../domain/opportunity/refusal-code.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Language, Text } from '../domain/text.ts';
import { approvalProblems } from './problems/approval-problems.ts';
import { factWord } from './problems/fact-word.ts';
import { fieldText } from './problems/field-texts.ts';
import type { HttpProblemCode } from './problems/http-problems.ts';
import { httpProblems } from './problems/http-problems.ts';
import { opportunityProblems } from './problems/opportunity-problems.ts';
import type { ProblemKind } from './problems/problem-kind.ts';

export type ProblemCode = HttpProblemCode | RefusalCode | ApprovalRefusalCode;

/** Every code and how it looks over HTTP. */
export const problemKinds: { readonly [Code in ProblemCode]: ProblemKind } = {
  ...opportunityProblems,
  ...approvalProblems,
  ...httpProblems,
};

export type Facts = NonNullable<Refusal['facts']>;

/** One field at fault; `in` where it is not the body's. `say` overrides the sentence of the code. */
export type Fault = FieldError & { readonly in?: 'path' | 'query' | 'header'; readonly say?: (language: Language) => string };

export type ProblemMatter = {
  readonly errors?: readonly Fault[];
  readonly facts?: Facts;
  readonly headers?: { readonly [name: string]: string };
};

/** Thrown anywhere below a route; answered as problem+json. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly matter: ProblemMatter;

  constructor(code: ProblemCode, matter: ProblemMatter = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = 'Problem';
    this.code = code;
    this.matter = matter;
  }
}

/** Of what was named there is none. */
export function unknownReference(...pointers: readonly string[]): Problem {
  return new Problem('unknown-reference', { errors: pointers.map((pointer) => ({ pointer, code: 'unknown' })) });
}

/** RFC 9457, with the code, the fields at fault and the id under which the log has it. */
export type ProblemDocument = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly instance: string;
  readonly code: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly detail: string; readonly in?: string }[];
  readonly facts?: Facts;
  readonly requestId: string;
};

export type ProblemPlace = { readonly instance: string; readonly requestId: string; readonly language: Language };

export function problemDocument({ code, matter }: Problem, { instance, requestId, language }: ProblemPlace): ProblemDocument {
  const { status, title, detail } = problemKinds[code];
  const { errors, facts = {} } = matter;
  const sentence = detail === undefined ? undefined : filled(detail[language], facts, language);
  return {
    type: `/problems/${code}`,
    title: title[language],
    status,
    ...(sentence === undefined ? {} : { detail: sentence }),
    instance,
    code,
    ...(errors === undefined ? {} : { errors: errors.map((fault) => faultDocument(fault, facts, language)) }),
    ...(matter.facts === undefined ? {} : { facts }),
    requestId,
  };
}

/** What a process refused, as the problem it is over HTTP. */
export function refusalProblem(refusal: Refusal): Problem {
  const { refused, errors, facts } = refusal;
  if (!Object.hasOwn(problemKinds, refused)) throw new Error(`no problem for the refusal ${refused}`);
  return new Problem(refused as ProblemCode, {
    ...(errors === undefined ? {} : { errors }),
    ...(facts === undefined ? {} : { facts }),
  });
}

/** What a code says in short; undefined for one that is not known here. */
export function refusalText(code: string): Text | undefined {
  return Object.hasOwn(problemKinds, code) ? problemKinds[code as ProblemCode].title : undefined;
}

function faultDocument({ pointer, code, in: place, say }: Fault, facts: Facts, language: Language) {
  const detail = say?.(language) ?? filled(fieldText(code)?.[language], facts, language) ?? refusalText(code)?.[language] ?? code;
  return { pointer, code, detail, ...(place === undefined ? {} : { in: place }) };
}

/** Undefined when a fact that the sentence needs is not known. */
function filled(sentence: string | undefined, facts: Facts, language: Language): string | undefined {
  if (sentence === undefined) return undefined;
  const names = [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  if (names.some((name) => facts[name] === undefined)) return undefined;
  return names.reduce((text, name) => text.replace(`{${name}}`, () => factWord(name, facts, language)), sentence);
}
