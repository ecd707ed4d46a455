import type { GateState } from '../db/schema/validation.ts';
import type { Comparison } from '../engines/engine.ts';
import { errorKind, wrongMethod } from '../monitor/error-kind.ts';
import type { MonitorSpec } from '../monitor/schemas.ts';
import type { Fact } from '../shared/fact.ts';
import type { Figures } from './figures.ts';
import type { GateEvidence, Span } from './schemas.ts';

/** What a check came to: its sentence has slots, whose facts are given beside it. */
export interface Finding {
  state: Extract<GateState, 'passed' | 'failed' | 'not-run'>;
  reason: string;
  slots: Record<string, Fact>;
  evidence: GateEvidence;
}

/** The rows that versions were compared on, and what the model's people want of a new one. */
export interface Judged {
  version: number;
  /** Undefined when there is no other version that serves. */
  against: number | undefined;
  alone: string | undefined;
  spec: MonitorSpec;
  unitPlural: string;
  window: Span;
  counts: Comparison;
  figures: Figures;
}

export const notRun = (reason: string, slots: Record<string, Fact> = {}): Finding => ({
  state: 'not-run',
  reason,
  slots,
  evidence: {},
});

export const both = (spec: MonitorSpec) => ['prediction', spec.outcome.name];
const absolute = 'mean |outcome − prediction|';
/** How the error is counted. */
export const errorMethod = (spec: MonitorSpec): string => (errorKind(spec) === 'wrong' ? wrongMethod : absolute);

/** The version's own counts and those of the one that serves. */
export function countsOf({ version, against, counts }: Judged) {
  return { n: counts.compared, own: counts.versions[String(version)]!, serving: counts.versions[String(against)] };
}
