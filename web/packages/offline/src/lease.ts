/** How long a phone may be used without reaching the server (design.md, Offline). */
export const LEASE_HOURS = 72;
const LEASE = LEASE_HOURS * 3_600_000;

/** The latest moment that is believable: a clock that was set back does not win time. */
export const latest = (now: number, seen: number): number => Math.max(now, seen);

/** Whether the phone has to reach the server before its files open again. */
export function leaseEnded(now: number, seen: number, synced: number): boolean {
  return latest(now, seen) - synced > LEASE;
}

/** Whole hours left; 0 when the lease has ended. */
export function hoursLeft(now: number, seen: number, synced: number): number {
  return Math.max(0, Math.floor((LEASE - (latest(now, seen) - synced)) / 3_600_000));
}
