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
 * Approximate: each distribution function is known at its own minimum and maximum and at the edges, and is taken as straight in
 * between, that is values as spread evenly within a cell. Within 0.005 or 2 % of the exact value in the tests; too large (8 % for
 * a spread that doubled) where many rows lie beyond the reference's range; shifts inside one cell are not seen. NaN when the reference does not vary.
 */
export function normalisedWasserstein(edges: readonly number[], reference: BinnedColumn, current: BinnedColumn): number {
  if (reference.n === 0 || current.n === 0) return Number.NaN;
  const mean = reference.sum / reference.n;
  const deviation = Math.sqrt(Math.max(0, reference.sumSquares / reference.n - mean * mean));
  if (deviation === 0) return Number.NaN;
  const [before, now] = [knotsOf(edges, reference), knotsOf(edges, current)];
  const points = [...new Set([...before.x, ...now.x])].sort((a, b) => a - b);
  const [f, g] = [shareAt(before, points), shareAt(now, points)];
  let area = 0;
  for (let index = 1; index < points.length; index++) {
    area += areaUnder(f[index - 1]! - g[index - 1]!, f[index]! - g[index]!) * (points[index]! - points[index - 1]!);
  }
  return area / deviation;
}

interface Knots {
  /** Ascending. */
  x: number[];
  /** The share of rows at or below x. */
  share: number[];
}

/** The distribution function where it is known. */
function knotsOf(edges: readonly number[], column: BinnedColumn): Knots {
  const [min, max] = [column.min!, column.max!];
  const knots: Knots = { x: [min], share: [0] };
  let below = 0;
  edges.forEach((edge, cell) => {
    below += column.counts[cell]!;
    // At its minimum the function jumps by what is known to lie there: the cell that ends at it.
    if (edge === min) knots.share[0] = below / column.n;
    if (edge <= min || edge >= max) return;
    knots.x.push(edge);
    knots.share.push(below / column.n);
  });
  return max > min ? { x: [...knots.x, max], share: [...knots.share, 1] } : { x: [min], share: [1] };
}

/** The function at ascending points: 0 before its first knot, 1 after its last, straight in between. */
function shareAt({ x, share }: Knots, points: readonly number[]): number[] {
  let knot = 0;
  return points.map((point) => {
    if (point < x[0]!) return 0;
    while (knot < x.length - 1 && x[knot + 1]! <= point) knot++;
    if (knot === x.length - 1) return 1;
    const part = (point - x[knot]!) / (x[knot + 1]! - x[knot]!);
    return share[knot]! + part * (share[knot + 1]! - share[knot]!);
  });
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
  const sums = Array.from({ length: (groups.at(-1) ?? -1) + 1 }, () => 0);
  counts.forEach((count, cell) => (sums[groups[cell]!]! += count));
  return sums;
}

export interface Categories {
  categories: readonly string[];
  counts: readonly number[];
}

/** The counts of two category lists over their union, ascending by code unit. */
export function alignCategories(
  reference: Categories,
  current: Categories,
): { categories: string[]; reference: number[]; current: number[] } {
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
