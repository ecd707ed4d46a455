import type { FactComparison } from '../shared/fact.ts';
import type { FactBook } from './fact-book.ts';
import type { MonitorSpec } from './schemas.ts';

/** Misses that weigh more than their size, of rows that have both prediction and outcome. */
export interface Misses {
  labelled: number;
  large: number;
  /** Rows that were costly, and those of them that were called so. */
  costly: number;
  costlyCalled: number;
}

/** How a figure is known beside that of the version in production. */
export interface Stated {
  about?: string;
  against?: (measure: 'large-miss-share' | 'costly-called-share') => FactComparison | null;
}

/** States the share of large misses and of the costly rows that were called; what has no rows is not stated. */
export function stateMisses(book: FactBook, spec: MonitorSpec, misses: Misses, { about = '', against }: Stated = {}): void {
  if (misses.labelled === 0) return;
  const columns = ['prediction', spec.outcome.name];
  book.state({
    measure: 'large-miss-share',
    about,
    value: misses.large / misses.labelled,
    unit: 'share',
    columns,
    method: `share of rows with |outcome − prediction| > ${spec.largeMiss}`,
    comparison: against?.('large-miss-share') ?? null,
  });
  if (!spec.costly || misses.costly === 0) return;
  book.state({
    measure: 'costly-called-share',
    about,
    value: misses.costlyCalled / misses.costly,
    unit: 'share',
    columns,
    method: `called ÷ ${spec.costly.phrase}; called: ${spec.costly.called}`,
    comparison: against?.('costly-called-share') ?? null,
  });
}
