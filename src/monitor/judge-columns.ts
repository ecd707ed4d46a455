import { predictionColumn } from './engine-request.ts';
import { draft, slotsOf, type FindingDraft, type Judged } from './findings.ts';
import type { MonitorSpec } from './schemas.ts';
import { roleOf } from './state-column-facts.ts';

/** What there is to say of inputs, predictions and outcome, each for itself. */
export function judgeColumns(judged: Judged): FindingDraft[] {
  return watchedColumns(judged.spec)
    .flatMap((column) => [judgeDrift(judged, column), judgeMissing(judged, column), judgeNewCategories(judged, column)])
    .filter((one) => one !== undefined);
}

/** Distance of a column: said when it is large enough for enough weeks, kept until it is clearly smaller again. */
function judgeDrift(judged: Judged, column: string): FindingDraft | undefined {
  const now = judged.book.find('psi', column);
  if (!now) return undefined;
  const { psi: level, leaveShare, persistWeeks } = judged.spec.thresholds;
  const key = `drift:${column}`;
  const said = judged.before.find((one) => one.key === key);
  const past = judged.history.series('psi', column);
  const latest = [...past, now].slice(-persistWeeks);
  const holds = said
    ? now.value >= level * leaveShare
    : latest.length === persistWeeks && latest.every((fact) => fact.value >= level);
  if (!holds) return undefined;
  // How it began stays true while it lasts: a jump does not become gradual by staying where it is.
  const begun = (latest[0]?.value ?? 0) - (past.at(-persistWeeks)?.value ?? 0) >= level ? 'abrupt' : 'gradual';
  return draft(judged, {
    kind: `${roleOf(judged.spec, column)}-drift`,
    key,
    direction: 'up',
    pattern: said ? said.pattern : begun,
    slots: slotsOf(judged, { now: `psi ${column}`, wasserstein: `wasserstein ${column}`, distance: `jensen-shannon ${column}` }),
    words: wordsOf(judged.spec, column),
  });
}

/** By how much more of a column is empty than was in the reference: some columns are empty by their nature. */
export function missingBeyondUsual({ book }: Pick<Judged, 'book'>, column: string): number {
  const share = book.find('missing-share', column);
  return share ? share.value - (share.comparison?.value ?? 0) : 0;
}

export const watchedColumns = ({ inputs, outcome }: MonitorSpec): string[] => [
  ...inputs.map((input) => input.name),
  predictionColumn,
  outcome.name,
];

function judgeMissing(judged: Judged, column: string): FindingDraft | undefined {
  const share = judged.book.find('missing-share', column);
  if (!share || missingBeyondUsual(judged, column) < judged.spec.thresholds.missingShare) return undefined;
  const words = wordsOf(judged.spec, column);
  return draft(judged, { kind: 'values-missing', key: `missing:${column}`, direction: 'up', slots: { now: share.id }, words });
}

function judgeNewCategories(judged: Judged, column: string): FindingDraft | undefined {
  const fresh = judged.book.find('new-categories', column);
  if (!fresh || fresh.value === 0) return undefined;
  const words = wordsOf(judged.spec, column);
  return draft(judged, { kind: 'new-categories', key: `new:${column}`, direction: 'up', slots: { now: fresh.id }, words });
}

export const wordsOf = (spec: MonitorSpec, column: string) => ({ column, phrase: phraseOf(spec, column) });

function phraseOf(spec: MonitorSpec, column: string): string {
  if (column === predictionColumn) return spec.predictionPhrase;
  if (column === spec.outcome.name) return spec.outcome.phrase;
  return spec.inputs.find((input) => input.name === column)?.phrase ?? column;
}
