/**
 * The XmR chart (Wheeler, Understanding Variation, 1993): natural process limits of a series of single values.
 * Limits = mean ± 2.66 × mean moving range; 2.66 = 3 / d2(2) with d2(2) = 1.128.
 */
export interface XmrLimits {
  mean: number;
  lower: number;
  upper: number;
  points: number;
}

/** Fewer points than this and it is too early to say what is usual. */
export const minXmrPoints = 8;

/** Limits from past values, oldest first, in the values' own unit; undefined while there are fewer than `minXmrPoints`. */
export function xmrLimits(history: readonly number[]): XmrLimits | undefined {
  if (history.length < minXmrPoints) return undefined;
  const mean = history.reduce((sum, value) => sum + value, 0) / history.length;
  let ranges = 0;
  for (let index = 1; index < history.length; index++) ranges += Math.abs(history[index]! - history[index - 1]!);
  const reach = 2.66 * (ranges / (history.length - 1));
  return { mean, lower: mean - reach, upper: mean + reach, points: history.length };
}

export type XmrSignal =
  /** The newest value lies outside the limits. */
  | { rule: 'outside'; side: 'above' | 'below' }
  /** Three of the newest four lie nearer a limit than the mean. */
  | { rule: 'three-of-four'; side: 'above' | 'below' }
  /** The newest eight lie on one side of the mean. */
  | { rule: 'run-of-eight'; side: 'above' | 'below' };

/** The strongest signal that the newest value of a series (oldest first) completes, or undefined. */
export function xmrSignal(series: readonly number[], limits: XmrLimits): XmrSignal | undefined {
  const newest = series.at(-1);
  if (newest === undefined) return undefined;
  if (newest > limits.upper) return { rule: 'outside', side: 'above' };
  if (newest < limits.lower) return { rule: 'outside', side: 'below' };
  for (const side of ['above', 'below'] as const) {
    const beyond = (value: number, line: number) => (side === 'above' ? value > line : value < line);
    const half = (limits.mean + (side === 'above' ? limits.upper : limits.lower)) / 2;
    const four = series.slice(-4);
    if (four.length === 4 && beyond(newest, half) && four.filter((value) => beyond(value, half)).length >= 3) {
      return { rule: 'three-of-four', side };
    }
    const eight = series.slice(-8);
    if (eight.length === 8 && eight.every((value) => beyond(value, limits.mean))) return { rule: 'run-of-eight', side };
  }
  return undefined;
}

/** Lag-1 autocorrelation of a series, −1 to 1; 0 for a constant or a series of fewer than three values. */
export function autocorrelation(values: readonly number[]): number {
  if (values.length < 3) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let products = 0;
  let squares = 0;
  values.forEach((value, index) => {
    squares += (value - mean) ** 2;
    if (index > 0) products += (value - mean) * (values[index - 1]! - mean);
  });
  return squares === 0 ? 0 : products / squares;
}
