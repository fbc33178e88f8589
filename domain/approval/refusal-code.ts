/** Every reason for which an approval may refuse a command. */
export const approvalRefusalCodes = [
  'command-id-reused',
  'malformed',
  'request-concluded',
  'stale-terms',
  'own-request',
  'already-decided',
  'not-asked',
  'no-longer-asked',
  'not-requester',
  'comment-required',
  'unknown-step',
  'not-an-earlier-step',
  'unknown-person',
  'already-asked',
  'nudged-lately',
  'not-a-group-seat',
  'already-taken',
  'nothing-to-hand-back',
  'not-permitted',
] as const;

export type ApprovalRefusalCode = (typeof approvalRefusalCodes)[number];
