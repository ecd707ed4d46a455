import type { ModelSummary } from './records.ts';
import { flagsOf, servingVersion } from './rules.ts';
import type { SummaryRow } from './store.ts';

/** A stored row with what follows from it at an instant. */
export function summarise({ dataEnds, ...row }: SummaryRow, now: Date): ModelSummary {
  const serving = servingVersion(row);
  const known = {
    ...row,
    servingVersion: serving,
    servingDataEnd: serving === null ? null : (dataEnds[String(serving)] ?? null),
  };
  return { ...known, flags: flagsOf(known, now) };
}
