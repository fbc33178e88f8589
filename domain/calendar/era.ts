/** Local time minus UTC, from an instant on. */
export type Offset = { readonly fromAt: string; readonly offsetMinutes: number };

/** A stretch of time, in UTC milliseconds, in which one offset holds: local = UTC + offset. */
export type Era = { readonly from: number; readonly until: number; readonly offset: number };

/** All of time, cut where the offset changes; the first holds for all time before it too. Nothing known means UTC. */
export function eras(offsets: readonly Offset[]): readonly Era[] {
  if (offsets.length === 0) return [{ from: -Infinity, until: Infinity, offset: 0 }];
  return offsets.map(({ fromAt, offsetMinutes }, at) => ({
    from: at === 0 ? -Infinity : Date.parse(fromAt),
    until: startOf(offsets[at + 1]),
    offset: offsetMinutes * 60_000,
  }));
}

/** What local clocks show, in milliseconds as if it were UTC. */
export function toLocal(offsets: readonly Offset[], utc: number): number {
  return utc + (eras(offsets).find(({ until }) => utc < until)?.offset ?? 0);
}

/** The last UTC millisecond at which local clocks do not yet show more than this. */
export function lastUtc(offsets: readonly Offset[], local: number): number {
  const latest = eras(offsets)
    .map(({ from, until, offset }) => ({ from, utc: Math.min(local - offset, until - 1) }))
    .findLast(({ from, utc }) => utc >= from);
  return latest?.utc ?? local;
}

function startOf(offset: Offset | undefined): number {
  return offset === undefined ? Infinity : Date.parse(offset.fromAt);
}
