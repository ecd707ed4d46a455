/**
 * Distances between two sets of counts over the same cells: `reference` first, `current` second. All are pure. A distance of
 * an empty side is NaN: nothing was measured.
 */

/** What a cell without rows counts as (a share), as Evidently documents it: the logarithm of nothing is not defined. */
export const emptyShare = 0.0001;

const sumOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);

/**
 * Population stability index: Σ (q − p)·ln(q/p) over cells, p and q the shares of reference and current (Siddiqi, Credit Risk
 * Scorecards, 2006). No unit; 0 when equal. Empty cells count as `emptyShare`.
 */
export function psi(reference: readonly number[], current: readonly number[]): number {
  const [n, m] = [sumOf(reference), sumOf(current)];
  if (n === 0 || m === 0) return Number.NaN;
  return reference.reduce((sum, count, cell) => {
    const p = count / n || emptyShare;
    const q = (current[cell] ?? 0) / m || emptyShare;
    return sum + (q - p) * Math.log(q / p);
  }, 0);
}

/**
 * The PSI to expect when nothing changed, from sampling alone: (B − 1)(1/n + 1/m) for B cells that are used, n and m rows
 * (Yurdakul, Statistical Properties of PSI, 2018). Subtract it before comparing with a threshold.
 */
export const psiNoise = (n: number, m: number, cells: number): number => Math.max(0, cells - 1) * (1 / n + 1 / m);

/**
 * Jensen–Shannon distance: √(½·KL(p‖a) + ½·KL(q‖a)) with a = (p + q)/2 and logarithms to base 2, so between 0 and 1
 * (scipy.spatial.distance.jensenshannon(p, q, base=2)).
 */
export function jensenShannonDistance(reference: readonly number[], current: readonly number[]): number {
  const [n, m] = [sumOf(reference), sumOf(current)];
  if (n === 0 || m === 0) return Number.NaN;
  const term = (share: number, middle: number) => (share === 0 ? 0 : share * Math.log2(share / middle));
  const divergence = reference.reduce((sum, count, cell) => {
    const [p, q] = [count / n, (current[cell] ?? 0) / m];
    return sum + (term(p, (p + q) / 2) + term(q, (p + q) / 2)) / 2;
  }, 0);
  return Math.sqrt(Math.max(0, divergence));
}

export interface BinnedColumn {
  n: number;
  counts: readonly number[];
  sum: number;
  sumSquares: number;
  min: number | null;
  max: number | null;
}

/**
 * First Wasserstein distance ∫|F − G| over the population standard deviation of the reference
 * (scipy.stats.wasserstein_distance(u, v) / numpy.std(u)): 0.1 is a shift by a tenth of the usual spread.
 *
 * Approximate: both distribution functions are known at the edges, at the lesser minimum and the greater maximum, and are taken
 * as straight in between, that is values as spread evenly within a cell. With 256 cells within 0.001 of the exact value on
 * smooth columns; shifts inside one cell are not seen. NaN when the reference does not vary.
 */
export function normalisedWasserstein(edges: readonly number[], reference: BinnedColumn, current: BinnedColumn): number {
  if (reference.n === 0 || current.n === 0) return Number.NaN;
  const mean = reference.sum / reference.n;
  const deviation = Math.sqrt(Math.max(0, reference.sumSquares / reference.n - mean * mean));
  if (deviation === 0) return Number.NaN;
  let [before, area, below, belowCurrent] = [0, 0, 0, 0];
  let from = Math.min(reference.min!, current.min!);
  for (let cell = 0; cell < reference.counts.length; cell++) {
    const to = Math.max(from, edges[cell] ?? Math.max(reference.max!, current.max!));
    below += reference.counts[cell]!;
    belowCurrent += current.counts[cell]!;
    const after = below / reference.n - belowCurrent / current.n;
    area += areaUnder(before, after) * (to - from);
    before = after;
    from = to;
  }
  return area / deviation;
}

/** Of |a straight line| from `start` to `end` over a width of 1. */
function areaUnder(start: number, end: number): number {
  if (start * end >= 0) return Math.abs(start + end) / 2;
  return (start * start + end * end) / (2 * (Math.abs(start) + Math.abs(end)));
}

/**
 * Unites neighbouring cells into at most `groups` of about equal reference rows, deciles by default: returns each cell's group.
 * PSI over 256 thin cells is mostly noise on small windows.
 */
export function quantileGroups(reference: readonly number[], groups = 10): number[] {
  const n = sumOf(reference);
  let below = 0;
  let group = -1;
  let share = -1;
  return reference.map((count) => {
    const wanted = Math.min(groups - 1, Math.floor((below / n) * groups));
    // A group begins where the rows below reach the next tenth; a thick cell may skip some.
    if (wanted > share) {
      group++;
      share = wanted;
    }
    below += count;
    return group;
  });
}

/** Counts by group, for `quantileGroups`. */
export function regroup(counts: readonly number[], groups: readonly number[]): number[] {
  const sums = new Array<number>((groups.at(-1) ?? -1) + 1).fill(0);
  counts.forEach((count, cell) => (sums[groups[cell]!]! += count));
  return sums;
}

export interface Categories {
  categories: readonly string[];
  counts: readonly number[];
}

/** The counts of two category lists over their union, ascending by code unit. */
export function alignCategories(reference: Categories, current: Categories): { categories: string[]; reference: number[]; current: number[] } {
  const [before, now] = [countsByName(reference), countsByName(current)];
  const categories = [...new Set([...before.keys(), ...now.keys()])].sort();
  return {
    categories,
    reference: categories.map((category) => before.get(category) ?? 0),
    current: categories.map((category) => now.get(category) ?? 0),
  };
}

const countsByName = ({ categories, counts }: Categories) =>
  new Map(categories.map((category, index) => [category, counts[index]!] as const).filter(([, count]) => count > 0));

/** Categories that the reference has not, most rows first. */
export function newCategories(reference: Categories, current: Categories): { category: string; rows: number }[] {
  const known = countsByName(reference);
  return [...countsByName(current)]
    .filter(([category]) => !known.has(category))
    .map(([category, rows]) => ({ category, rows }))
    .sort((a, b) => b.rows - a.rows || (a.category < b.category ? -1 : 1));
}

/** Categories of the reference without a row now, most reference rows first. */
export const vanishedCategories = (reference: Categories, current: Categories): { category: string; rows: number }[] =>
  newCategories(current, reference);

/** Between 0 and 1; NaN without rows. */
export const missingShare = ({ n, missing }: { n: number; missing: number }): number => missing / (n + missing);
