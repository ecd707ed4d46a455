import type { GateState } from '../db/schema/validation.ts';
import type { Fact } from '../shared/fact.ts';
import type { Day } from '../shared/period.ts';

/** The stages of a validation, in the order in which they run. */
export const gateNames = ['data', 'tests', 'typical-miss', 'constant', 'bias', 'large-misses', 'costly-error'] as const;
export type GateName = (typeof gateNames)[number];

export interface VersionKey {
  modelId: string;
  version: number;
}

/** Days from `start` until before `end`. */
export interface Span {
  start: Day;
  end: Day;
}

/** What a gate rests on, for whoever wants to look: windows, population, method and the rule it was held against. */
export interface GateEvidence {
  run?: string;
  /** The version it was compared with. */
  against?: number;
  test?: Span;
  /** By version: the days that it learned from. */
  fits?: Record<string, Span>;
  rows?: number;
  population?: string;
  method?: string;
  rule?: string;
  /**
   * What it says for or against the version; figures by slots. The weightiest comes first. `short`: the figures that matter,
   * for a reader with ten seconds. `gist`: in a few words, without figures.
   */
  line?: { side: 'better' | 'worse'; text: string; weight: number; short?: string; gist?: string };
  /** What nobody measures. */
  notKnown?: string[];
  problems?: string[];
  reports?: string[];
}

/** One stage of a version's checks as a reader sees it. */
export interface Gate extends VersionKey {
  gate: string;
  position: number;
  title: string;
  state: GateState;
  /** Why, with slots; `said` has the figures in them. */
  reason: string | null;
  said: string | null;
  /** By slot. */
  facts: Record<string, Fact>;
  evidence: GateEvidence;
  /** What the version learned from. */
  fit: Span | null;
  test: Span | null;
  startedAt: Date | null;
  finishedAt: Date | null;
  revision: number;
}

/** A sentence with the facts whose figures stand in it. */
export interface SaidLine {
  text: string;
  facts: Fact[];
}

/** What a check says for or against a version. `gist` follows “Is … worth …?”, such as “a smaller typical miss”. */
export interface ComparedLine extends SaidLine {
  gate: string;
  weight: number;
  short?: string;
  gist?: string;
}
