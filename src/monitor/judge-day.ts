import { sayWeekday, type Day } from '../shared/period.ts';
import { severities, type FindingDraft, type FindingKind, type Judged } from './findings.ts';
import { missingBeyondUsual, watchedColumns, wordsOf } from './judge-columns.ts';

type JudgedDay = Pick<Judged, 'spec' | 'book'> & { day: Day };

/**
 * What of a day cannot wait for its week: too few or too many rows, values that are missing. Error and business figures of
 * a single day swing too much to be judged. Pure.
 */
export function judgeDay(judged: JudgedDay): FindingDraft[] {
  return [judgeVolume(judged), judgeEmpty(judged)].filter((one) => one !== undefined);
}

function judgeVolume({ spec, book, day }: JudgedDay): FindingDraft | undefined {
  const [rows, usual] = [book.find('rows'), book.find('usual', 'rows')];
  if (!rows || !usual || usual.value === 0) return undefined;
  const share = rows.value / usual.value;
  const { volumeShare } = spec.thresholds;
  const kind = share < volumeShare ? 'rows-short' : share > 1 / volumeShare ? 'rows-many' : undefined;
  if (!kind) return undefined;
  const direction = kind === 'rows-short' ? 'down' : 'up';
  const key = kind === 'rows-short' ? 'rows' : kind;
  return draftOf(kind, { key, direction, slots: { now: rows.id, usual: usual.id }, words: { phrase: sayWeekday(day) } });
}

/** The column that is worst; a broken feed empties many at once, and each would be a message. */
function judgeEmpty(judged: JudgedDay): FindingDraft | undefined {
  const { spec, book } = judged;
  const empty = watchedColumns(spec)
    .map((column) => ({ column, beyond: missingBeyondUsual(judged, column) }))
    .filter((one) => one.beyond >= spec.thresholds.missingShare)
    .toSorted((a, b) => b.beyond - a.beyond || (a.column < b.column ? -1 : 1));
  const [worst] = empty;
  const share = worst && book.find('missing-share', worst.column);
  if (!share) return undefined;
  const columns = book.state({
    measure: 'columns-empty',
    value: empty.length,
    unit: 'count',
    columns: empty.slice(0, 20).map((one) => one.column),
    method: `columns with at least ${spec.thresholds.missingShare} more empty values than in the reference`,
  });
  return draftOf('values-missing', {
    key: `missing:${worst.column}`,
    direction: 'up',
    slots: { now: share.id, columns: columns.id },
    words: wordsOf(spec, worst.column),
  });
}

const draftOf = (kind: FindingKind, said: Pick<FindingDraft, 'key' | 'direction' | 'slots' | 'words'>): FindingDraft => ({
  kind,
  severity: severities[kind],
  pattern: 'abrupt',
  weeksRunning: 1,
  ...said,
});
