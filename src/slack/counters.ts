/** What happened at the border with Slack, for /metrics. One plain object a process; it only grows. */
export const createCounters = () => ({
  received: 0,
  wrongSignature: 0,
  outsideTimeWindow: 0,
  tooLarge: 0,
  malformed: 0,
  eventsStored: 0,
  eventsIgnored: 0,
  duplicates: 0,
  notAcknowledged: 0,
  /** Not acknowledged because too much was unfinished. */
  overloaded: 0,
  failed: 0,
  /** Connections opened, in Socket Mode. */
  connected: 0,
  sent: 0,
  retried: 0,
  rateLimited: 0,
  lookedFor: 0,
  foundSent: 0,
  withoutImage: 0,
  parked: 0,
  /** How often a destination, or Slack as a whole, began to take nothing. */
  held: 0,
});
export type Counters = ReturnType<typeof createCounters>;
