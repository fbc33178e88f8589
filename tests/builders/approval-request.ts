import type { People } from '../../domain/approval/people.ts';
import { defaultCalendar } from '../../domain/default-calendar.ts';
import { defaultPolicy } from '../../domain/approval/default-policy.ts';
import type { ApprovalRequest } from '../../domain/approval/state.ts';
import type { ContractTerms } from '../../domain/approval/terms.ts';
import { termsHash } from '../../domain/approval/terms.ts';

/** Three boilers at list price: nothing exceptional. */
export function someTerms(changes: Partial<ContractTerms> = {}): ContractTerms {
  return {
    amount: { amount: '3000000.00', currency: 'CNY' },
    listAmount: { amount: '3000000.00', currency: 'CNY' },
    grossMarginPercent: 28,
    paymentDays: 30,
    prepaymentPercent: 30,
    penalty: 'capped',
    liability: 'capped',
    warrantyMonths: 24,
    deviations: [],
    creditGrade: 'A',
    documents: [],
    remarks: '',
    ...changes,
  };
}

/** The rep's own version of the default company's medium band: his manager, then leadership. */
export function anApprovalRequest(
  changes: Partial<ApprovalRequest> & { readonly terms?: ContractTerms; readonly number?: number } = {},
): ApprovalRequest {
  const { terms = someTerms(), number = 1, ...others } = changes;
  return {
    opportunityId: 'sale-1',
    opportunityName: 'Harbour Hotel, three boilers',
    customerName: 'Harbour Hotel',
    version: { number, hash: termsHash(terms), terms },
    submitterId: 'rep',
    lastEditorId: 'rep',
    ownerId: 'rep',
    requestedAt: '2026-03-09T01:00:00.000Z',
    policy: defaultPolicy,
    calendar: defaultCalendar,
    earlier: null,
    ...others,
  };
}

/** The company of `people.ts`, as a request sees it. */
export const staff: People = [
  aPerson('chief', { roles: ['leadership'] }),
  aPerson('director', { roles: ['manager'], superiorId: 'chief' }),
  aPerson('manager', { roles: ['manager'], superiorId: 'director' }),
  aPerson('rep', { superiorId: 'manager' }),
];

function aPerson(id: string, changes: Partial<People[number]>): People[number] {
  return { id, superiorId: null, active: true, roles: ['rep'], groups: [], absences: [], ...changes };
}
