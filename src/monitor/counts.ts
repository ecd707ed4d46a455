import type { MissCounts, PerformanceSums } from '../engines/engine.ts';
import { mergeProfiles, type Profile } from '../engines/profile.ts';
import { LeewayError } from '../shared/errors.ts';
import { addRegressionSums } from './performance.ts';

/** All that is kept of a day: counts by column and sums of errors. */
export interface DayCounts {
  profile: Profile;
  performance: PerformanceSums;
}

/** Unites days into a week or month. */
export function mergeCounts(days: readonly DayCounts[]): DayCounts {
  return {
    profile: mergeProfiles(days.map((day) => day.profile)),
    performance: mergePerformance(days.map((day) => day.performance)),
  };
}

function mergePerformance(days: readonly PerformanceSums[]): PerformanceSums {
  const first = days[0];
  const last = days.at(-1);
  if (!first || !last) throw new LeewayError('invalid', 'There is no day to add up.');
  const sum = (pick: (day: PerformanceSums) => number) => days.reduce((total, day) => total + pick(day), 0);
  return {
    start: first.start,
    end: last.end,
    rows: sum((day) => day.rows),
    errors: {
      ...addRegressionSums(days.map((day) => day.errors)),
      unlabelled: sum((day) => day.errors.unlabelled),
      unpredicted: sum((day) => day.errors.unpredicted),
    },
    measures: Object.fromEntries(
      Object.keys(first.measures).map((name) => [
        name,
        { sum: sum((day) => day.measures[name]?.sum ?? 0), count: sum((day) => day.measures[name]?.count ?? 0) },
      ]),
    ),
    counters: Object.fromEntries(Object.keys(first.counters).map((name) => [name, sum((day) => day.counters[name] ?? 0)])),
    ...(first.misses ? { misses: addMisses(days.map((day) => day.misses)) } : {}),
  };
}

function addMisses(days: readonly (MissCounts | undefined)[]): MissCounts {
  const sum = (key: keyof MissCounts) => days.reduce((total, day) => total + (day?.[key] ?? 0), 0);
  return { large: sum('large'), costly: sum('costly'), costlyCalled: sum('costlyCalled') };
}
