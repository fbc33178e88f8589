/** After the numbers that programs have used for this since sendmail; what a signal ended leaves as a shell would say it. */
export const exitCodes = {
  ...{ ok: 0, differences: 1, failure: 1, usage: 2 },
  ...{ dependencyAway: 69, badConfiguration: 78, interrupted: 130 },
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
