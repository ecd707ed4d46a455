import { describe, expect, it } from 'vitest';
import { createFactBook } from '../../src/monitor/fact-book.ts';
import { judgeDay } from '../../src/monitor/judge-day.ts';
import { spec } from './books.ts';

const day = '2001-02-08';

/** A Thursday with so many rows where so many are usual, and columns with a share of empty values, now and in the reference. */
function judged({ rows = 1_000, usual = 1_000, empty = {} as Record<string, [number, number]> } = {}) {
  const about = { runId: '00000000-0000-7000-8000-000000000000', modelId: 'trips', version: 1, source: 'trips', rows };
  const book = createFactBook({ ...about, grain: 'day', start: day, end: '2001-02-09', computedAt: new Date(0) });
  const stated = { columns: [], method: '' };
  book.state({ measure: 'rows', value: rows, unit: 'count', ...stated });
  book.state({ measure: 'usual', about: 'rows', value: usual, unit: 'count', ...stated });
  for (const [column, [value, before]] of Object.entries(empty))
    book.state({
      measure: 'missing-share',
      about: column,
      value,
      unit: 'share',
      ...stated,
      comparison: { with: 'reference', value: before, label: 'January', factIds: [] },
    });
  return { found: judgeDay({ spec, book, day }), book };
}
const kinds = (...given: Parameters<typeof judged>) => judged(...given).found.map((one) => `${one.kind} ${one.key}`);

describe('a day', () => {
  it.each([
    [1_000, []],
    [500, []],
    [499, ['rows-short rows']],
    [0, ['rows-short rows']],
    [2_000, []],
    [2_001, ['rows-many rows-many']],
  ])('with %i rows where 1,000 are usual and half is the level finds %j', (rows, found) => {
    expect(kinds({ rows })).toEqual(found);
  });

  it('without anything to compare its rows with finds nothing', () => {
    expect(kinds({ usual: 0 })).toEqual([]);
  });

  it('holds empty values against those of the reference, not against none', () => {
    expect(kinds({ empty: { place: [0.05, 0.045] } })).toEqual([]);
    expect(kinds({ empty: { place: [0.05, 0] } })).toEqual(['values-missing missing:place']);
  });

  it('tells of many empty columns once, by the worst, with how many there are', () => {
    const { found, book } = judged({ empty: { place: [0.2, 0], prediction: [0.9, 0], wait: [0.005, 0] } });
    expect(found.map((one) => [one.key, one.words['phrase']])).toEqual([['missing:prediction', 'forecasts']]);
    expect(book.facts.find((one) => one.id === found[0]?.slots['columns'])?.value).toBe(2);
  });

  it('keeps for each figure that is said the fact that it is', () => {
    const { found, book } = judged({ rows: 10 });
    const values = Object.entries(found[0]!.slots).map(([slot, id]) => [slot, book.facts.find((one) => one.id === id)?.value]);
    expect(Object.fromEntries(values)).toEqual({ now: 10, usual: 1_000 });
  });
});
