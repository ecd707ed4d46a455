/** Buckets of tokens in real time: `allow` takes one or says how many seconds to wait. */
export interface RateLimit {
  allow(key: string, perMinute: number, burst: number): { ok: true } | { ok: false; retryAfterSeconds: number };
}

const maxKeys = 5000;

export function createRateLimit(realNow: () => number): RateLimit {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    allow(key, perMinute, burst) {
      const now = realNow();
      const bucket = buckets.get(key) ?? { tokens: burst, at: now };
      const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 60_000) * perMinute);
      const ok = tokens >= 1;
      if (buckets.size >= maxKeys) buckets.clear();
      buckets.set(key, { tokens: ok ? tokens - 1 : tokens, at: now });
      return ok ? { ok } : { ok, retryAfterSeconds: Math.max(1, Math.ceil(((1 - tokens) * 60) / perMinute)) };
    },
  };
}
