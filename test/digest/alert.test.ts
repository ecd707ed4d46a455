import { describe, expect, it } from 'vitest';
import { writeAlert, type AlertWords } from '../../src/digest/alert.ts';
import { createSay, loadTemplates, type Say } from '../../src/digest/templates.ts';
import { findJargon } from '../../src/explain/jargon.ts';
import { readingGrade } from '../../src/explain/reading-grade.ts';
import { findingKinds } from '../../src/monitor/findings.ts';
import type { AlertFinding } from '../../src/monitor/read-alert.ts';
import type { Fact } from '../../src/shared/fact.ts';

const templates = loadTemplates('alerts.yml');
const said = new Set<string>();
const recording: Say = (path, role, filling) => {
  said.add(path);
  return createSay(templates)(path, role, filling);
};
const day = { grain: 'day', start: '2001-06-21', end: '2001-06-22' } as const;
const week = { grain: 'week', start: '2001-06-11', end: '2001-06-18' } as const;
const factOf = (value: number, unit = 'count') => ({ id: `fact ${value} ${unit}`, value, unit }) as Fact;
const words: AlertWords = { units: 'flights', predictions: 'forecasts', error: 'miss', changes: [] };

function alert(
  finding: Partial<AlertFinding>,
  facts: Record<string, Fact> = {
    now: factOf(912),
    usual: factOf(16_395),
    days: factOf(2, 'days'),
    high: factOf(20.1, 'minutes'),
  },
  more: Partial<AlertWords> = {},
): string[] {
  const whole = { kind: 'rows-short', period: day, slots: {}, words: {}, passed: undefined, ...finding } as AlertFinding;
  return writeAlert(recording, whole, facts, { ...words, ...more }).map((line) => line.text.replaceAll('\u00a0', ' '));
}
const miss = { now: factOf(21.9, 'minutes'), high: factOf(20.1, 'minutes') };
const share = { now: factOf(0.701, 'share'), low: factOf(0.72, 'share'), high: factOf(0.88, 'share') };

describe('an alert', () => {
  it.each<[string, string[], string[]]>([
    ['few rows', alert({}), ['Only 912 flights came for Thu 21 June. On such a day it is usually about 16,395.']],
    [
      'no rows at all',
      alert({}, { now: factOf(0), usual: factOf(16_395) }),
      ['No flights came for Thu 21 June. On such a day it is usually about 16,395.'],
    ],
    [
      'a week with short days',
      alert({ period: week }),
      ['On 2 days of the week of 11–17 June far fewer flights came than usual.'],
    ],
    [
      'values that are missing in one column',
      alert({ kind: 'values-missing', words: { phrase: 'airports' } }, { now: factOf(0.124, 'share'), columns: factOf(1) }),
      ['12.4 % of the flights of Thu 21 June came without airports.'],
    ],
    [
      'values that are missing in many columns',
      alert({ kind: 'values-missing', words: { phrase: 'airports' } }, { now: factOf(0.124, 'share'), columns: factOf(7) }),
      ['12.4 % of the flights of Thu 21 June came without airports. In all, 7 columns have gaps.'],
    ],
    [
      'a window that could not be checked',
      alert({ kind: 'run-failed', words: { reason: 'flights.parquet is no Parquet file' } }, {}),
      ['Thu 21 June could not be checked: flights.parquet is no Parquet file.'],
    ],
    [
      'misses that are larger than usual',
      alert({ kind: 'error-outside', period: week }, miss),
      [
        'In the week of 11–17 June forecasts missed by 21.9 minutes on average. Up to 20.1 minutes is usual. Why is not known yet.',
      ],
    ],
    [
      'classes that are wrong more often than usual',
      alert({ kind: 'error-outside', period: week }, share, { error: 'wrong' }),
      ['In the week of 11–17 June forecasts were wrong for 70.1 % of the flights. Up to 88.0 % is usual. Why is not known yet.'],
    ],
    [
      'a business figure outside its usual range',
      alert({ kind: 'kpi-outside', period: week, words: { title: 'On time' } }, share),
      ['On time: 70.1 % of the flights in the week of 11–17 June. Usual is 72.0 % to 88.0 %. Why is not known yet.'],
    ],
    [
      'a time in which the business changes, without calling it the cause',
      alert({}, undefined, { changes: [{ number: 3, startsOn: '2001-06-20' }] }).slice(1),
      ['At the same time change 3 in the business holds, from 20 June on. Whether one has to do with the other is not measured.'],
    ],
    [
      'what has passed',
      alert({ passed: { grain: 'day', start: '2001-06-22', end: '2001-06-23' } }).slice(1),
      ['Fri 22 June looked as usual again. Close it once nothing is left to do.'],
    ],
  ])('of %s says so in a sentence of facts', (_, texts, expected) => {
    expect(texts).toEqual(expected);
  });

  it('has a sentence for every kind of finding, and no sentence that is never said', () => {
    const facts = { ...share, usual: factOf(16_395), days: factOf(2, 'days'), columns: factOf(2) };
    const passed = { grain: 'day', start: '2001-06-22', end: '2001-06-23' } as const;
    for (const kind of findingKinds)
      for (const period of [day, week])
        for (const text of alert(
          { kind, period, passed, words: { phrase: 'airports', title: 'On time', reason: 'It is gone' } },
          facts,
        ))
          expect(text).not.toMatch(/[{}]|undefined/);
    recording('taken-back', 'data');
    expect([...templates.keys()].filter((path) => !said.has(path))).toEqual([]);
  });

  it('is easy to read, without jargon, and holds no figure of its own', () => {
    for (const [path, template] of templates) {
      const plain = template.replaceAll(/\{[^}]*\}/g, 'it');
      expect([path, /\d/.test(plain), findJargon(plain)]).toEqual([path, false, []]);
      expect([path, readingGrade(plain) <= 9]).toEqual([path, true]);
    }
  });
});
