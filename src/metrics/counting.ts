import type { Family, Sample } from './exposition.ts';

type Labels = Record<string, string>;

/** Sets of labels that one name may have; a further one is counted under `other`, so that nothing is lost and nothing grows. */
const maxSeries = 200;

export interface Counter {
  add(labels: Labels, by?: number): void;
  family(): Family;
}

/** Counts what happened in this process since it started. */
export function createCounter(name: string, help: string): Counter {
  const series = new Map<string, { labels: Labels; value: number }>();
  return {
    add(labels, by = 1) {
      seriesOf(series, labels, (kept) => ({ labels: kept, value: 0 })).value += by;
    },
    family: () => ({ name, help, type: 'counter', samples: [...series.values()] }),
  };
}

export interface Histogram {
  observe(labels: Labels, seconds: number): void;
  family(): Family;
}

/** How long something took, in seconds, by upper bounds. */
export function createHistogram(name: string, help: string, boundsSeconds: readonly number[]): Histogram {
  const bounds = [...boundsSeconds, Infinity];
  const series = new Map<string, { labels: Labels; counts: number[]; sum: number }>();
  return {
    observe(labels, seconds) {
      const one = seriesOf(series, labels, (kept) => ({ labels: kept, counts: bounds.map(() => 0), sum: 0 }));
      one.sum += seconds;
      bounds.forEach((bound, i) => {
        if (seconds <= bound) one.counts[i]! += 1;
      });
    },
    family: () => ({
      name,
      help,
      type: 'histogram',
      samples: [...series.values()].flatMap(({ labels, counts, sum }): Sample[] => [
        ...bounds.map((bound, i) => ({ suffix: '_bucket' as const, labels: { ...labels, le: leOf(bound) }, value: counts[i]! })),
        { suffix: '_sum', labels, value: sum },
        { suffix: '_count', labels, value: counts.at(-1)! },
      ]),
    }),
  };
}

const leOf = (bound: number) => (bound === Infinity ? '+Inf' : String(bound));

function seriesOf<T>(series: Map<string, T>, labels: Labels, make: (labels: Labels) => T): T {
  const isNew = !series.has(JSON.stringify(labels));
  const kept =
    isNew && series.size >= maxSeries ? Object.fromEntries(Object.keys(labels).map((label) => [label, 'other'])) : labels;
  const key = JSON.stringify(kept);
  let found = series.get(key);
  if (found === undefined) {
    found = make(kept);
    series.set(key, found);
  }
  return found;
}
