import type { EvidenceField, TableKind } from './evidence-field.ts';
import type { FieldOf } from './evidence.ts';
import { idPattern } from './ids.ts';
import { amountPattern, currencyPattern } from './money.ts';
import type { Playbook } from './playbook.ts';
import { datePattern, instantPattern } from './value.ts';
import type { Language } from './text.ts';

/** A JSON Schema, draft 2020-12, as plain JSON. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** What each checkpoint that somebody claims asks for, by its key. */
export function evidenceSchemas({ stages }: Playbook, language: Language = 'en'): { readonly [checkpoint: string]: JsonSchema } {
  const claimed = stages.flatMap(({ checkpoints }) => checkpoints).filter(({ acceptance }) => acceptance !== 'approval');
  return Object.fromEntries(
    claimed.map(({ key, title, fields }) => [key, { title: title[language], ...jsonSchemaOf(fields, language) }]),
  );
}

/**
 * The JSON Schema of the evidence that these fields describe, with titles in the reader's language. `x-kind` tells a form which
 * input to show. It says all that JSON Schema can say; sums and days no calendar has are left to `evidenceProblems`.
 */
export function jsonSchemaOf(fields: readonly EvidenceField[], language: Language = 'en'): JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.key, fieldSchema(field, language)])),
    required: fields.filter(({ required }) => required).map(({ key }) => key),
    additionalProperties: false,
  };
}

function fieldSchema(field: EvidenceField, language: Language): JsonSchema {
  const { title, help, kind } = field;
  const words = { title: title[language], ...(help === undefined ? {} : { description: help[language] }) };
  return { ...words, 'x-kind': kind, ...valueSchema(field, language) };
}

function valueSchema(field: EvidenceField, language: Language): JsonSchema {
  switch (field.kind) {
    case 'text':
    case 'long-text':
      return textSchema(field);
    case 'number':
      return numberSchema(field);
    case 'choice':
      return choiceSchema(field, language);
    case 'score':
      return {
        ...plainSchemas.score,
        'x-weight': field.weight,
        ...(field.mustHave === undefined ? {} : { 'x-must-have': field.mustHave }),
      };
    case 'table':
      return tableSchema(field, language);
    default:
      return plainSchemas[field.kind];
  }
}

const id = { type: 'string', pattern: idPattern.source };

const plainSchemas = {
  'yes-no': { type: 'boolean' },
  percent: { type: 'number', minimum: 0, maximum: 100 },
  score: { type: 'number', minimum: 0, maximum: 10 },
  date: { type: 'string', format: 'date', pattern: datePattern.source },
  instant: { type: 'string', format: 'date-time', pattern: instantPattern.source },
  contact: id,
  user: id,
  document: id,
  money: {
    type: 'object',
    properties: {
      amount: { type: 'string', pattern: amountPattern.source },
      currency: { type: 'string', pattern: currencyPattern.source },
    },
    required: ['amount', 'currency'],
    additionalProperties: false,
  },
} as const satisfies { readonly [kind: string]: JsonSchema };

/** Written without the `u` flag's classes, which not every validator knows. */
function textSchema({ maxLength, required, kind }: FieldOf<'text' | 'long-text'>): JsonSchema {
  const controls = kind === 'text' ? '\\u0000-\\u001F' : '\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F';
  const something = required ? '(?=[\\s\\S]*\\S)' : '';
  return { type: 'string', maxLength, pattern: `^${something}[^${controls}\\u007F-\\u009F]*$` };
}

function numberSchema({ min, max, integer }: FieldOf<'number'>): JsonSchema {
  return {
    type: integer ? 'integer' : 'number',
    ...(min === undefined ? {} : { minimum: min }),
    ...(max === undefined ? {} : { maximum: max }),
  };
}

/** `oneOf` with a title each, so that a form has the words and a validator the values. */
function choiceSchema({ choices, many, required }: FieldOf<'choice'>, language: Language): JsonSchema {
  const one = { type: 'string', oneOf: choices.map(({ key, title }) => ({ const: key, title: title[language] })) };
  return many ? { type: 'array', items: one, uniqueItems: true, minItems: required ? 1 : 0 } : one;
}

function tableSchema({ columns, minRows, maxRows, sum }: TableKind, language: Language): JsonSchema {
  const items = jsonSchemaOf(columns, language);
  return { type: 'array', items, minItems: minRows, maxItems: maxRows, ...(sum === undefined ? {} : { 'x-sum': sum }) };
}
