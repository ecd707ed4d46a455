import type { SparklineChart } from './chart-input.ts';
import { fillSpec } from './fill-spec.ts';
import type { Spec } from './fill-spec.ts';

/** A line of 240 × 48 without axes, its newest point marked. */
export function sparklineSpec(chart: SparklineChart): Spec {
  const points = chart.values.map((value, index) => ({ index, value }));
  return fillSpec('sparkline', { points, last: points.slice(-1) });
}
