import type { Fact, Measure } from '../shared/fact.ts';

/** Weeks that limits are drawn from, at most: half a year keeps the usual range from being that of another season. */
export const maxHistoryWeeks = 26;

/** A model's earlier weekly facts, by measure and subject, oldest first. */
export interface History {
  series(measure: Measure, about?: string): Fact[];
}

export function createHistory(facts: readonly Fact[]): History {
  const groups = Map.groupBy(facts, (fact) => `${fact.measure} ${fact.about}`);
  return { series: (measure, about = '') => (groups.get(`${measure} ${about}`) ?? []).slice(-maxHistoryWeeks) };
}

export const noHistory: History = { series: () => [] };
