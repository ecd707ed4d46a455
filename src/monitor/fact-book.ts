import type { Fact, FactComparison, Measure, Unit } from '../shared/fact.ts';
import { newId } from '../shared/ids.ts';
import { boundsOf, type Grain, type Hours } from '../shared/period.ts';

export interface Statement {
  measure: Measure;
  about?: string;
  value: number;
  unit: Unit;
  comparison?: FactComparison | null;
  columns: string[];
  method: string;
}

export interface BookOptions {
  runId: string;
  modelId: string;
  version: number;
  grain: Grain;
  start: string;
  end: string;
  /** Some hours of the one day; then the grain is `hour`. */
  hours?: Hours;
  source: string;
  rows: number;
  computedAt: Date;
}

/** The facts of one run while they are being stated. */
export interface FactBook {
  readonly facts: Fact[];
  state(statement: Statement): Fact;
  find(measure: Measure, about?: string): Fact | undefined;
}

export function createFactBook(options: BookOptions): FactBook {
  const facts: Fact[] = [];
  const window = boundsOf(options);
  const byKey = new Map<string, Fact>();
  return {
    facts,
    state(statement) {
      const fact: Fact = {
        id: newId(),
        runId: options.runId,
        modelId: options.modelId,
        version: options.version,
        about: statement.about ?? '',
        measure: statement.measure,
        value: statement.value,
        unit: statement.unit,
        grain: options.hours ? 'hour' : options.grain,
        periodStart: options.start,
        periodEnd: options.end,
        comparison: statement.comparison ?? null,
        source: {
          source: options.source,
          windowStart: window.start,
          windowEnd: window.end,
          rows: options.rows,
          columns: statement.columns,
          method: statement.method,
        },
        computedAt: options.computedAt,
      };
      facts.push(fact);
      byKey.set(`${fact.measure} ${fact.about}`, fact);
      return fact;
    },
    find: (measure, about = '') => byKey.get(`${measure} ${about}`),
  };
}
