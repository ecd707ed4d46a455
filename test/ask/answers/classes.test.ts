import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadAnswerTemplates } from '../../../src/ask/tell.ts';
import { matter } from '../../../src/db/schema/matters.ts';
import { createDuckDbEngine } from '../../../src/engines/duckdb.ts';
import { findJargon } from '../../../src/explain/jargon.ts';
import { readingGrade } from '../../../src/explain/reading-grade.ts';
import { runMonitor } from '../../../src/monitor/run-monitor.ts';
import { addDays } from '../../../src/shared/period.ts';
import { newFolder, writeRows } from '../../engines/files.ts';
import { useDatabase } from '../../support/database.ts';
import { mondays } from '../../support/flights.ts';
import { applyTrips, tripModel, tripRows } from '../../support/trips.ts';
import { answerTo, linesOf, textOf, type Asker } from './ask.ts';

const database = useDatabase();
const field = { id: 'lena', roles: ['data-scientist' as const] };
const executive = { id: 'dana', roles: ['executive' as const] };
const weeks = mondays('2001-02-05', '2001-04-30');

/** Each week one answer in ten is wrong, a little more or less; in the last of thirteen two in five are. */
const guess = `case when (i * 37) % 100 < (case when i // 100 >= 119 then 40 else 9 + (i // 700) % 3 end) then 'late' else 'prompt' end`;

beforeAll(async () => {
  const folder = newFolder();
  const rows = tripRows(126, { guess, wait: `'prompt'` });
  await writeRows(join(folder, 'trips.parquet'), rows);
  const outcome = { name: 'wait', phrase: 'the wait', expression: 'wait', unit: 'share' };
  const classes = { outcome, classes: { usual: 'late' }, predictionPhrase: 'answers' };
  await applyTrips(database.system('2001-02-05T10:00:00Z'), {
    trips: tripModel(folder, 'trips.parquet', classes, { kpis: {} }),
    blind: tripModel(folder, 'trips.parquet', { ...classes, outcome: 'none' }, { title: 'Blind', kpis: {} }),
  });
  const engine = createDuckDbEngine();
  for (const modelId of ['trips', 'blind'])
    for (const periodStart of weeks) {
      const ctx = { ...database.system(), now: new Date(`${addDays(periodStart, 8)}T12:00:00Z`) };
      await runMonitor(ctx, engine, { modelId, grain: 'week', periodStart });
    }
  await runMonitor({ ...database.system(), now: new Date('2001-05-04T12:00:00Z') }, engine, {
    modelId: 'trips',
    grain: 'day',
    periodStart: '2001-05-02',
  });
  await engine.close();
});

const now = '2001-05-08T15:00:00Z';
const questionsOf = (model: string) => [
  `how is ${model} doing?`,
  `how was ${model} in march?`,
  `how was ${model} on may 2?`,
  `what changed in ${model} last week?`,
  `what changed in ${model} in the week of april 2?`,
  `what changed in ${model} in april?`,
  `why is ${model} off?`,
  `error of ${model} last week`,
  `error of ${model} in april`,
  `predictions of ${model} last week`,
  `outcome of ${model} last week`,
  `is ${model} getting worse?`,
  'status',
];

describe.each(['trips', 'blind'])('answers about a model without distances, %s', (model) => {
  it.each(questionsOf(model))('say nothing of how far it missed: %s', async (text) => {
    for (const asker of [executive, field]) {
      const said = textOf(await answerTo(database, text, { ...asker, now }));
      expect(said).not.toMatch(/\bmiss(?:ed|es|ing)?\b|\bMAE\b|\bRMSE\b|actual − predicted/i);
      if (asker === field) continue;
      expect(findJargon(said.replaceAll('*', '')).map((one) => one.word)).toEqual([]);
      expect(readingGrade(said.replaceAll('*', ''))).toBeLessThanOrEqual(9);
    }
  });
});

describe('a model that says classes', () => {
  const headline = async (text: string, asker: Asker = executive) =>
    linesOf(await answerTo(database, text, { ...asker, now }))[0];

  it('is told by how often it was wrong', async () => {
    expect(await headline('how is trips doing?')).toBe(
      'Trip Wait needs attention: its answers were wrong more often than usual in the week of 30 April.',
    );
    expect(await headline('how accurate was trips last week?')).toMatch(
      /^Trip Wait, week of 30 April: answers were wrong for 40\.0 % of trips \(\d+\.\d % the week before\)\.$/,
    );
    expect(await headline('how accurate was trips last week?', field)).toMatch(/error rate 40\.0 %/);
    expect(await headline('what changed in trips last week?')).toContain('it was wrong more often than usual');
    expect(await headline('why is trips off?')).toContain('it was wrong more often than usual, and nobody has found out why');
    expect(await headline('is trips getting worse?')).toContain('the share of wrong answers');
  });

  it('opens a matter that says the same', async () => {
    const matters = await database.database.db.select().from(matter);
    expect(matters.map((one) => one.title)).toContain('Trip Wait: the model is wrong more often than usual');
  });
});

describe('a model without an outcome', () => {
  it('is neither right nor wrong as far as anybody knows', async () => {
    const said = async (text: string) => linesOf(await answerTo(database, text, { ...executive, now }))[0];
    expect(await said('how accurate was blind last week?')).toBe(
      'Whether Blind was right in the week of 30 April is not known: the data hold no outcome.',
    );
    expect(await said('is blind getting worse?')).toMatch(/^Whether Blind gets better or worse is not known/);
  });
});

it('every sentence of a kind of error takes the place of a plain one', () => {
  const paths = [...loadAnswerTemplates().keys()];
  const ofKinds = paths.filter((path) => /^answer\.(?:wrong|unknown)\./.test(path));
  expect(ofKinds.length).toBeGreaterThan(20);
  const ends = ofKinds.map((path) => path.replace(/^answer\.(?:wrong|unknown)\.(?:plain|field)\./, ''));
  expect(ends.filter((end) => !end.endsWith('.unknown') && !paths.includes(`answer.plain.${end}`))).toEqual([]);
});
