/** Times of the sender, real time. An outage of a night is waited out before anything is parked. */
export interface Tuning {
  /** Between two messages to one channel; Slack asks for about one a second. */
  paceMs: number;
  /** Longer than the slowest send: an upload with all its polls, and two posts. */
  leaseMs: number;
  pollMs: number;
  maxInFlight: number;
  maxAttempts: number;
  /** Of a message that cannot be made for a fault of Leeway's own: those behind it have waited some minutes then. */
  maxFaults: number;
  backoffBaseMs: number;
  backoffMaxMs: number;
  /** Until it is looked whether what is held goes on; doubles to `lookMaxMs`. */
  lookMs: number;
  lookMaxMs: number;
  /** Of one call of Slack's. */
  callTimeoutMs: number;
  /** After this long without an answer a person is told that it is being worked on. */
  patienceMs: number;
}

export const defaultTuning: Tuning = {
  paceMs: 1000,
  leaseMs: 120_000,
  pollMs: 1000,
  maxInFlight: 32,
  maxAttempts: 80,
  maxFaults: 8,
  backoffBaseMs: 1000,
  backoffMaxMs: 600_000,
  lookMs: 15_000,
  lookMaxMs: 300_000,
  callTimeoutMs: 10_000,
  patienceMs: 2000,
};
