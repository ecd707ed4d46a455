/** Domain time: in the sandbox it is moved by hand. Signatures, tokens, leases and pacing use real time instead. */
export interface Clock {
  now(): Date;
}

export const realClock: Clock = { now: () => new Date() };
