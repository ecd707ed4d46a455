import { LeewayError } from '../shared/errors.ts';

const windowMs = 60_000;
const maxKeys = 10_000;

export interface RateLimit {
  /** Counts a call. Returns after how many seconds to come again where it is one too many, else undefined. */
  take(key: string, nowMs?: number): number | undefined;
}

/** So many calls a minute and key. Of more keys than it can hold it forgets all: a limit that grows would be worse. */
export function createRateLimit(perMinute: number): RateLimit {
  const windows = new Map<string, { endsAt: number; count: number }>();
  return {
    take(key, nowMs = performance.now()) {
      let window = windows.get(key);
      if (!window || window.endsAt <= nowMs) {
        if (windows.size >= maxKeys) windows.clear();
        window = { endsAt: nowMs + windowMs, count: 0 };
        windows.set(key, window);
      }
      window.count++;
      return window.count > perMinute ? Math.ceil((window.endsAt - nowMs) / 1000) : undefined;
    },
  };
}

export const tooMany = (perMinute: number, seconds: number) =>
  new LeewayError('too-many', `At most ${perMinute} calls a minute are answered.`, { hint: `Try again in ${seconds} s.` });
