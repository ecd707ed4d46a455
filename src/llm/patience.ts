const defaults = {
  /** As many failures in a row, and it is left alone for a while: nobody waits again for what does not come. */
  maxFailures: 3,
  restMs: 60_000,
  /** The longest rest, whatever the endpoint wishes. */
  maxRestMs: 10 * 60_000,
  /** All digests together wait no longer than this within the window: many audiences must not delay one another. */
  maxDigestWaitMs: 60_000,
  windowMs: 10 * 60_000,
};

/** Whether it is worth asking now. Real time: an endpoint's bad day has nothing to do with the sandbox's clock. */
export interface Patience {
  /** Why it is not to be asked now; undefined when it may be. */
  refusal(purpose: 'question' | 'digest'): string | undefined;
  succeeded(): void;
  /** `waitMs` is how long the endpoint wishes to be left alone. */
  failed(waitMs?: number): void;
  waited(ms: number): void;
}

export function createPatience(options: Partial<typeof defaults> = {}, nowMs: () => number = () => performance.now()): Patience {
  const { maxFailures, restMs, maxRestMs, maxDigestWaitMs, windowMs } = { ...defaults, ...options };
  let failures = 0;
  let restsUntil = 0;
  let waits: { at: number; ms: number }[] = [];
  return {
    refusal(purpose) {
      if (nowMs() < restsUntil) return 'It failed a moment ago and is left alone for a while.';
      waits = waits.filter(({ at }) => at > nowMs() - windowMs);
      const digestWait = waits.reduce((sum, { ms }) => sum + ms, 0);
      if (purpose === 'digest' && digestWait >= maxDigestWaitMs)
        return 'The digests of the last minutes waited for it long enough.';
      return undefined;
    },
    succeeded: () => void (failures = 0),
    failed(waitMs = 0) {
      failures++;
      const rest = Math.max(failures >= maxFailures ? restMs : 0, Math.min(waitMs, maxRestMs));
      restsUntil = Math.max(restsUntil, nowMs() + rest);
    },
    waited: (ms) => void waits.push({ at: nowMs(), ms }),
  };
}
