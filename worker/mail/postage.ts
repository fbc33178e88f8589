export type Postage = 'singly' | 'digest' | 'hold';

/** Mails to one person within this time are counted together. */
export const quietSeconds = 60;
const mostSingly = 5;

/** How lines leave that wait for one person who got `recent` mails within `quietSeconds`. */
export function postage(waiting: number, recent: number): Postage {
  if (waiting + recent <= mostSingly) return 'singly';
  return recent === 0 ? 'digest' : 'hold';
}

/** Seconds until the next attempt: 5, doubled each time, at most five minutes. */
export function backoffSeconds(attempts: number): number {
  return Math.min(300, 5 * 2 ** Math.max(0, attempts - 1));
}
