import { sha256 } from '../shared/ids.ts';
import type { Edges } from './engine.ts';

/** Cells of equal share in the body, and ever thinner ones towards both ends: 256 in all. */
const defaultCells = { body: 232, tail: 12 };

/**
 * Edges at the quantiles of a weighted sample (values ascending; numpy's `inverted_cdf`): at 1/232, 2/232 …, and within the first
 * and the last cell at a half, a quarter, an eighth … of it, since a long tail in one cell would hide how far it reaches.
 * Without repeats, and without the maximum, above which the reference has nothing. At most 256 values get one cell a value.
 */
export function quantileEdges(values: ArrayLike<number>, counts: ArrayLike<number>, cells = defaultCells): number[] {
  if (values.length <= cells.body + 2 * cells.tail) return Array.from(values).slice(0, -1);
  let total = 0;
  for (let index = 0; index < counts.length; index++) total += counts[index]!;
  const ranks = ranksOf(total, cells);
  const edges: number[] = [];
  let below = 0;
  let next = 0;
  for (let index = 0; index < values.length - 1 && next < ranks.length; index++) {
    below += counts[index]!;
    if (below < ranks[next]!) continue;
    edges.push(values[index]!);
    while (next < ranks.length && below >= ranks[next]!) next++;
  }
  return edges;
}

/** How many rows lie at or below each edge, ascending. */
function ranksOf(total: number, { body, tail }: typeof defaultCells): number[] {
  const share = total / body;
  const inTail = Array.from({ length: tail }, (_, index) => share / 2 ** (index + 1)).filter((rank) => rank >= 1);
  const inBody = Array.from({ length: body - 1 }, (_, index) => (index + 1) * share);
  return [...inTail.toReversed(), ...inBody, ...inTail.map((rank) => total - rank)];
}

/** The cell of a value: the number of edges below it. Steps are computed, not chosen: a wrongly foreseen branch costs more. */
export function cellOf(edges: ArrayLike<number>, value: number): number {
  let cell = 0;
  let span = edges.length;
  while (span > 0) {
    const step = (span + 1) >>> 1;
    cell += Number(edges[cell + step - 1]! < value) * step;
    span -= step;
  }
  return cell;
}

/** Names a set of edges: counts are comparable only under the same edges. */
export const edgesDigest = (edges: Edges): string => sha256(edges.join(',')).slice(0, 16);
