import type { MonitorSpec, SamplingSpec } from '../monitor/schemas.ts';

type CheckKey = 'outcome' | 'classes' | 'baseline' | 'largeMiss' | 'costly' | 'gains';
/** A version's checks are held against these as well; the others only decide what is told. */
type CheckThreshold = 'missingShare' | 'minRows';
type Thresholds = MonitorSpec['thresholds'];
/** What decides which version passes its checks: who agrees to a version relies on it. */
export type CheckSettings = Pick<MonitorSpec, CheckKey> & {
  thresholds: Pick<Thresholds, CheckThreshold>;
};
/** How a model is watched otherwise. */
export type WatchSettings = Omit<MonitorSpec, CheckKey | 'thresholds' | 'sampling'> & {
  thresholds: Omit<Thresholds, CheckThreshold>;
};
export interface MonitorParts {
  monitor: WatchSettings | null;
  checks: CheckSettings | null;
  /** What single rows show to people. */
  sampling: SamplingSpec | null;
}

export function splitMonitor(spec: MonitorSpec | null): MonitorParts {
  if (!spec) return { monitor: null, checks: null, sampling: null };
  const { outcome, classes, baseline, largeMiss, costly, gains, thresholds, sampling, ...rest } = spec;
  const { missingShare, minRows, ...others } = thresholds;
  return {
    monitor: { ...rest, thresholds: others },
    checks: {
      outcome,
      ...(classes ? { classes } : {}),
      baseline,
      largeMiss,
      ...(costly ? { costly } : {}),
      gains,
      thresholds: { missingShare, minRows },
    },
    sampling: sampling ?? null,
  };
}

export const joinMonitor = ({ monitor, checks, sampling }: MonitorParts): MonitorSpec | null =>
  monitor && checks
    ? {
        ...monitor,
        ...checks,
        thresholds: { ...monitor.thresholds, ...checks.thresholds },
        ...(sampling ? { sampling } : {}),
      }
    : null;
