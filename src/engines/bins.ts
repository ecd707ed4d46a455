import { sha256 } from '../shared/ids.ts';
import type { Edges } from './engine.ts';

export const maxCells = 256;

/**
 * Edges at the 1/256, 2/256 … quantiles of a weighted sample (values ascending; numpy's `inverted_cdf`), without repeats and
 * without the maximum, above which the reference has nothing. A column of at most 256 values gets one cell a value.
 */
export function quantileEdges(values: ArrayLike<number>, counts: ArrayLike<number>, cells: number = maxCells): number[] {
  if (values.length <= cells) return Array.from(values).slice(0, -1);
  let total = 0;
  for (let index = 0; index < counts.length; index++) total += counts[index]!;
  const edges: number[] = [];
  let below = 0;
  let next = 1;
  for (let index = 0; index < values.length - 1; index++) {
    below += counts[index]!;
    if (below < (next * total) / cells) continue;
    edges.push(values[index]!);
    while (below >= (next * total) / cells) next++;
  }
  return edges;
}

/** The cell of a value: the number of edges below it. */
export function cellOf(edges: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edges[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Names a set of edges: counts are comparable only under the same edges. */
export const edgesDigest = (edges: Edges): string => sha256(edges.join(',')).slice(0, 16);
