/** Beyond so much the phone's clock counts as wrong (ms). */
const WRONG = 600_000;

/** What a phone knows of the time: how far the server's clock was ahead of its own, when that was, and what the server said. */
export interface Clock {
  ahead: number;
  at: number;
  told: number;
}

/** The server said what time it is. */
export function toldAt(told: number, at: number): Clock {
  const ahead = told - at;
  return { ahead: Math.abs(ahead) > WRONG ? ahead : 0, at, told };
}

/** A clock kept from an earlier run: one that was set back since is another clock, of which nothing is known. */
export const stillTrue = (kept: Clock, at: number): Clock => (at < kept.at ? { ...kept, ahead: 0 } : kept);

/** What time it is: never earlier than the server last said. */
export const nowBy = (clock: Clock, at: number): number => Math.max(at + clock.ahead, clock.told);
