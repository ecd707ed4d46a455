import { createFactBook, type Statement } from '../monitor/fact-book.ts';
import type { Fact } from '../shared/fact.ts';
import type { Span } from './schemas.ts';

/** The facts of one check while they are being stated; each has the test's days and says what it was compared with. */
export interface Figures {
  readonly facts: Fact[];
  state(statement: Statement): Fact;
  /** The same measure of the version and of the one that serves. */
  pair(statement: Omit<Statement, 'comparison'>, serving: number): { own: Fact; serving: Fact };
}

export interface FiguresOptions {
  runId: string;
  modelId: string;
  version: number;
  against: number | undefined;
  window: Span;
  source: string;
  rows: number;
  computedAt: Date;
}

export function createFigures({ against, window, ...options }: FiguresOptions): Figures {
  // A stretch of days that is no week: weeks' series are the monitor's.
  const bookOf = (version: number) => createFactBook({ ...options, version, grain: 'day', start: window.start, end: window.end });
  const own = bookOf(options.version);
  const other = bookOf(against ?? options.version);
  return {
    get facts() {
      return [...other.facts, ...own.facts];
    },
    state: (statement) => own.state(statement),
    pair(statement, value) {
      const serving = other.state({ ...statement, value });
      const comparison = { with: 'serving' as const, value, label: `version ${against}`, factIds: [serving.id] };
      return { own: own.state({ ...statement, comparison }), serving };
    },
  };
}
