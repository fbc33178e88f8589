import { expect, test } from 'vitest';
import { fieldText } from '../../api/problems/field-texts.ts';
import { policyTexts } from '../../domain/approval/policy-text.ts';
import { calendarTexts } from '../../domain/calendar/problem-text.ts';
import { evidenceTexts } from '../../domain/evidence-text.ts';
import { playbookTexts } from '../../domain/playbook-text.ts';
import { shapeTexts } from '../../domain/shape-text.ts';

test.for(Object.entries({ shapeTexts, policyTexts, playbookTexts, calendarTexts, evidenceTexts }))(
  'each code of %s keeps its own sentence among all the others',
  ([, texts]) => {
    for (const [code, text] of Object.entries(texts)) expect({ code, ...fieldText(code) }).toEqual({ code, ...text });
  },
);
