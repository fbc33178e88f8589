import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  approvalIdOf,
  approvalIn,
  approvalOf,
  approvalWorkflowId,
  isId,
  opportunityIdOf,
  opportunityWorkflowId,
} from '../../domain/ids.ts';

const anyId = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const anyVersion = fc.integer({ min: 1, max: 999_999_999 });

describe('an id', () => {
  test.for(['a', '0', 'AZaz09_-', 'x'.repeat(64)])('may be "%s"', (id) => {
    expect(isId(id)).toBe(true);
  });

  test.for(['', 'x'.repeat(65), 'a b', 'a:b', 'a/b', 'a.b', 'a\n', '锅', '%41'])('may not be "%s"', (id) => {
    expect(isId(id)).toBe(false);
  });
});

describe('a workflow id', () => {
  test('says what it is for', () => {
    expect(opportunityWorkflowId('harbour')).toBe('opportunity:harbour');
    expect(approvalWorkflowId('harbour', 2)).toBe('contract-approval:harbour:2');
  });

  test('names the opportunity it was made for, and the version', () => {
    fc.assert(
      fc.property(anyId, anyVersion, (opportunityId, version) => {
        expect(opportunityIdOf(opportunityWorkflowId(opportunityId))).toBe(opportunityId);
        expect(approvalOf(approvalWorkflowId(opportunityId, version))).toEqual({ opportunityId, version });
        expect(approvalIn(approvalIdOf(opportunityId, version))).toEqual({ opportunityId, version });
      }),
    );
  });

  test('of one kind is never taken for the other', () => {
    fc.assert(
      fc.property(anyId, anyVersion, (opportunityId, version) => {
        expect(approvalOf(opportunityWorkflowId(opportunityId))).toBeNull();
        expect(opportunityIdOf(approvalWorkflowId(opportunityId, version))).toBeNull();
      }),
    );
  });

  test.for(['', 'opportunity', 'opportunity:', 'opportunity:a:b', 'opportunity:a b', 'Opportunity:a', ' opportunity:a'])(
    '"%s" names no opportunity',
    (workflowId) => {
      expect(opportunityIdOf(workflowId)).toBeNull();
    },
  );

  test.for(['a', 'a:', 'a:0', 'a:01', 'a:-1', 'a:1.5', 'a:1e3', 'a:1:1', ':1', 'a b:1', 'a:9999999999'])(
    '"contract-approval:%s" names no version',
    (rest) => {
      expect(approvalOf(`contract-approval:${rest}`)).toBeNull();
      expect(approvalIn(rest)).toBeNull();
    },
  );
});
