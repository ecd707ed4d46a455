import type { Fact } from '../shared/fact.ts';
import { newId } from '../shared/ids.ts';
import { addDays, dayIn } from '../shared/period.ts';

/**
 * Where a measure stands and what it should reach, as those who framed it said so: facts like any other, of the day on which
 * they were said, with that as their source. `unit` `share` takes values from 0 to 1.
 */
export function statedFacts(said: {
  modelId: string;
  kpiId: string;
  unit: string;
  baseline: number;
  target: number;
  idea: number;
  now: Date;
  runId: string;
}): { baseline: Fact; target: Fact } {
  const { modelId, kpiId, unit, now, runId } = said;
  const day = dayIn('utc', now);
  const stated = (measure: 'kpi-baseline' | 'kpi-target', value: number): Fact => ({
    id: newId(),
    runId,
    modelId,
    version: null,
    about: kpiId,
    measure,
    value,
    unit,
    grain: 'day',
    periodStart: day,
    periodEnd: addDays(day, 1),
    comparison: null,
    source: {
      source: `idea ${said.idea}`,
      windowStart: day,
      windowEnd: addDays(day, 1),
      rows: 0,
      columns: [],
      method: 'said by those who framed it, not counted by Leeway',
    },
    computedAt: now,
  });
  return { baseline: stated('kpi-baseline', said.baseline), target: stated('kpi-target', said.target) };
}
