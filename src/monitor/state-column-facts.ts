import type { ColumnProfile, Reference } from '../engines/profile.ts';
import { LeewayError } from '../shared/errors.ts';
import { predictionColumn } from './engine-request.ts';
import type { DayCounts } from './counts.ts';
import {
  alignCategories,
  jensenShannonDistance,
  newCategories,
  normalisedWasserstein,
  psi,
  psiNoise,
  quantileGroups,
  regroup,
  vanishedCategories,
} from './distances.ts';
import type { FactBook } from './fact-book.ts';
import type { MonitorSpec } from './schemas.ts';

interface Columns {
  spec: MonitorSpec;
  counts: DayCounts;
  reference: { profile: Reference; label: string };
}

/** What a column is to the model. The four are told apart in every text. */
export type ColumnRole = 'input' | 'prediction' | 'outcome';
export const roleOf = (spec: MonitorSpec, column: string): ColumnRole =>
  column === predictionColumn ? 'prediction' : column === spec.outcome.name ? 'outcome' : 'input';

/**
 * States, for each column, how far it lies from the reference. `psi` is corrected for the size of both windows (its
 * expected value when nothing changed is taken off), so that a rare category or a small week is no alarm.
 */
export function stateColumnFacts(book: FactBook, window: Columns): void {
  let highest: { column: string; value: number } | undefined;
  for (const [column, now] of Object.entries(window.counts.profile.columns)) {
    const before = window.reference.profile.profile.columns[column];
    if (!before) throw new LeewayError('invalid', `The reference has no column “${column}”: profile it anew.`, { field: column });
    stateMissing(book, column, now, { before, label: window.reference.label });
    if (now.n === 0 || before.n === 0) continue;
    const value = stateDistance(book, window, column, now, before);
    if (roleOf(window.spec, column) === 'input' && value > (highest?.value ?? -1)) highest = { column, value };
  }
  if (highest) {
    book.state({
      measure: 'psi-highest',
      value: highest.value,
      unit: 'index',
      columns: [highest.column],
      method: 'the largest psi among the inputs',
      comparison: {
        with: 'usual',
        value: window.spec.thresholds.psi,
        label: 'the level from which an input counts as different',
        factIds: [],
      },
    });
  }
}

function stateMissing(
  book: FactBook,
  column: string,
  now: ColumnProfile,
  { before, label }: { before: ColumnProfile; label: string },
): void {
  const share = missingShare(now);
  if (share === undefined) return;
  const usual = missingShare(before);
  book.state({
    measure: 'missing-share',
    about: column,
    value: share,
    unit: 'share',
    columns: [column],
    method: 'empty values ÷ rows',
    ...(usual === undefined ? {} : { comparison: { with: 'reference', value: usual, label, factIds: [] } }),
  });
}

const missingShare = ({ n, missing }: ColumnProfile): number | undefined =>
  n + missing === 0 ? undefined : missing / (n + missing);

function stateDistance(book: FactBook, window: Columns, column: string, now: ColumnProfile, before: ColumnProfile): number {
  const { label } = window.reference;
  const cells = comparableCells(before, now);
  const noise = psiNoise(before.n, now.n, cells.before.filter((count, index) => count + cells.now[index]! > 0).length);
  const value = Math.max(0, psi(cells.before, cells.now) - noise);
  const columns = [column];
  book.state({ measure: 'psi-noise', about: column, value: noise, unit: 'index', columns, method: '(cells − 1)(1/n + 1/m)' });
  book.state({
    measure: 'psi',
    about: column,
    value,
    unit: 'index',
    columns,
    method: `PSI against ${label} less psi-noise, not below 0`,
  });
  if ('categories' in now && 'categories' in before) {
    const distance = jensenShannonDistance(cells.before, cells.now);
    book.state({
      measure: 'jensen-shannon',
      about: column,
      value: distance,
      unit: 'index',
      columns,
      method: `Jensen–Shannon distance, base 2, against ${label}`,
    });
    const fresh = newCategories(before, now).length;
    const gone = vanishedCategories(before, now).length;
    book.state({
      measure: 'new-categories',
      about: column,
      value: fresh,
      unit: 'count',
      columns,
      method: `values that ${label} did not have`,
    });
    book.state({
      measure: 'vanished-categories',
      about: column,
      value: gone,
      unit: 'count',
      columns,
      method: `values of ${label} that did not occur`,
    });
  } else if ('bins' in now && 'bins' in before) {
    const edges = window.reference.profile.edges[column]!;
    const distance = normalisedWasserstein(edges, before, now);
    // A column that did not vary in the reference has no spread to measure by.
    if (!Number.isNaN(distance))
      book.state({
        measure: 'wasserstein',
        about: column,
        value: distance,
        unit: 'index',
        columns,
        method: `Wasserstein distance ÷ σ of ${label}`,
      });
    const mean =
      column === predictionColumn ? 'prediction-mean' : roleOf(window.spec, column) === 'outcome' ? 'outcome-mean' : undefined;
    if (mean)
      book.state({
        measure: mean,
        value: now.sum / now.n,
        unit: window.spec.classes ? 'index' : window.spec.outcome.unit,
        columns,
        method: `mean of ${column}`,
      });
  }
  return value;
}

/** Both windows over the same cells: the union of their categories, or the reference's deciles (256 thin cells are mostly noise). */
function comparableCells(before: ColumnProfile, now: ColumnProfile): { before: number[]; now: number[] } {
  if ('categories' in now && 'categories' in before) {
    const { reference, current } = alignCategories(before, now);
    return { before: reference, now: current };
  }
  const groups = quantileGroups(before.counts);
  return { before: regroup(before.counts, groups), now: regroup(now.counts, groups) };
}
