import { and, eq, inArray } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { factsOfAnswer } from '../../../src/ask/answer.ts';
import { readAnswer } from '../../../src/ask/read-answer.ts';
import { factsBehind } from '../../../src/ask/where-from.ts';
import { previewDigest } from '../../../src/digest/compose-digest.ts';
import { factsOf } from '../../../src/digest/schemas.ts';
import { fact } from '../../../src/db/schema/facts.ts';
import { findJargon } from '../../../src/explain/jargon.ts';
import { readingGrade } from '../../../src/explain/reading-grade.ts';
import { readFacts } from '../../../src/facts/read-facts.ts';
import { auditEntries } from '../../support/audit-entries.ts';
import { useDatabase } from '../../support/database.ts';
import { applyFlights, mondays, runDay, runWeeks } from '../../support/flights.ts';
import { answerTo, ask, contextOf, linesOf, textOf, type Asker } from './ask.ts';

const database = useDatabase();
const scientist: Asker = { id: 'priya', roles: ['data-scientist'], teams: ['network-operations'] };
const expert: Asker = { id: 'marcus', roles: ['expert'], teams: ['network-operations'] };

beforeAll(async () => {
  await applyFlights(database.system());
  await runWeeks(database.system(), mondays('2001-02-05', '2001-06-11'));
});

const questions = [
  'how is flight-delay doing?',
  'how is flight-delay doing in the week of may 7?',
  'status in the week of february 12',
  'how was it in january?',
  'how was it yesterday?',
  'what changed last week?',
  'what changed in february?',
  'what changed in june?',
  'why was it bad in the week of june 11?',
  'why was it off in march?',
  'error last week',
  'error in april',
  'on-time share last week',
  'on-time share in june',
  'how many flights in the week of 7 may?',
  'inputs last week',
  'predictions last week',
  'what was the outcome last week?',
  'is it getting worse?',
  'trend of the volume',
  'who owns flight delay?',
  'what needs me?',
  'list models',
  'models churn',
];

describe('every answer', () => {
  it.each(questions)('rests on stored facts for each figure: %s', async (text) => {
    const answer = await answerTo(database, text);
    const facts = await readFacts(contextOf(database), factsOfAnswer(answer));
    const shown = new Set(facts.flatMap((fact) => figuresOf(fact.value)));
    const unknown = [answer.headline, ...answer.lines].flatMap((line) =>
      [...line.text.replaceAll(datesAndVersions, '').matchAll(/\d[\d,]*(?:\.\d+)?/g)]
        .map(([figure]) => figure)
        .filter((figure) => !shown.has(figure))
        .map((figure) => `${figure} in “${line.text}”`),
    );
    expect(unknown).toEqual([]);
  });

  it.each(questions)('reads plainly for an executive and an expert: %s', async (text) => {
    for (const asker of [{}, expert]) {
      const said = textOf(await answerTo(database, text, asker)).replaceAll('*', '');
      expect(findJargon(said).map((one) => one.word)).toEqual([]);
      expect(readingGrade(said)).toBeLessThanOrEqual(9);
    }
  });

  it('offers only questions that are understood', async () => {
    const offers = new Set<string>();
    for (const text of questions) for (const offer of (await answerTo(database, text)).offers) offers.add(offer);
    expect(offers.size).toBeGreaterThan(8);
    const refused: string[] = [];
    for (const offer of offers) if ((await ask(database, offer)).kind === 'refused') refused.push(offer);
    expect(refused).toEqual([]);
  });

  it('is stored as it was given and leaves no entry in the audit chain', async () => {
    const before = (await auditEntries(contextOf(database))).length;
    const answer = await answerTo(database, 'how is flight-delay doing?');
    expect(await readAnswer(contextOf(database), answer.id)).toMatchObject({ ...answer, personId: 'dana' });
    expect((await auditEntries(contextOf(database))).length).toBe(before);
    await expect(readAnswer(contextOf(database), 'no-such')).rejects.toMatchObject({ code: 'not-found' });
  });
});

const months = 'January|February|March|April|May|June';
const datesAndVersions = new RegExp(`\\d+(?:–\\d+)? (?:${months})(?: 2001)?|(?:${months}) 2001|[Vv]ersion \\d+`, 'g');

/** How a value may be written: with one decimal, as a percentage, whole, without sign, with three decimals. */
function figuresOf(value: number): string[] {
  const format = (number: number, digits: number) =>
    Math.abs(number).toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return [format(value, 0), format(value, 1), format(value * 100, 1), format(value * 100, 0), format(value, 3)];
}

describe('status', () => {
  it('gives the verdict first, then KPI beside error, owners, matters and version', async () => {
    const answer = await answerTo(database, 'how is flight-delay doing?');
    const [headline, ...lines] = linesOf(answer);
    expect(headline).toBe('Flight Delay needs attention: its forecasts missed by more than usual in the week of 11 June.');
    const said = lines.join('\n');
    expect(said).toContain('72.9 % of flights');
    expect(said).toContain('80.9 % the week before; target 80 %');
    expect(said).toContain('21.9 minutes on average (18.2 the week before)');
    expect(said).toContain('All 116,493 flights');
    expect(said).toContain('Dana Whitfield (business), Tom Okafor (operations), Priya Raman (data science)');
    expect(said).toContain('Version 1 is live; version 2 waits.');
    expect(said).toContain('Cause unknown.');
    expect(answer.matters).toMatchObject([{ state: 'open', ownerName: null }]);
    expect(answer.chart).not.toBeNull();
    expect(answer.period).toEqual({ grain: 'week', start: '2001-06-11', end: '2001-06-18' });
  });

  it('says calm of a calm week', async () => {
    const [headline, ...lines] = linesOf(await answerTo(database, 'how is flight-delay doing in the week of may 7?'));
    expect(headline).toBe('Flight Delay is calm: nothing unusual in the week of 7 May.');
    expect(lines.join('\n')).toContain('16.3 minutes on average after 15.7');
  });

  it('says that it is too early where there are fewer than eight weeks before', async () => {
    const [headline] = linesOf(await answerTo(database, 'status in the week of february 12'));
    expect(headline).toContain('It is too early to say what is usual: 1 of 8 weeks to go by.');
  });

  it('never speaks of a week that has not ended at the asker’s time', async () => {
    const answer = await answerTo(database, 'status', { now: '2001-06-05T15:00:00Z' });
    expect(answer.period?.start).toBe('2001-05-28');
    expect(textOf(answer)).not.toContain('11 June.');
  });

  it('says which weeks there are where a period was not checked', async () => {
    const said = textOf(await answerTo(database, 'how was it in january?'));
    expect(said).toContain('was not checked in January 2001');
    expect(said).toContain('from 5 February to 17 June');
  });

  it('speaks to a data scientist in the field’s terms', async () => {
    const answer = await answerTo(database, 'how is flight-delay doing?', scientist);
    expect(answer.voice).toBe('data-scientist');
    expect(linesOf(answer)[0]).toBe('flight-delay v1, 11–17 June: MAE outside XmR limits.');
    expect(textOf(answer)).toMatch(/RMSE 40\.6 \(32\.1\)/);
  });
});

describe('what changed', () => {
  it('tells inputs, predictions, outcome and error apart', async () => {
    const said = linesOf(await answerTo(database, 'what changed last week?'));
    const starting = (words: string) => said.find((line) => line.startsWith(words));
    expect(starting('*How far it missed:*')).toContain('21.9 minutes on average (18.2 the week before)');
    expect(starting('*What goes in:*')).toContain('looked nearly as in January');
    expect(starting('*What it says:*')).toContain('7.4 minutes');
    expect(starting('*What happened:*')).toContain('13.7 minutes on average (6.1 the week before)');
    expect(starting('*How many:*')).toContain('116,493 flights (116,594 the week before)');
  });

  it('gives a month as its weeks, first to last, lowest and highest, with the reference', async () => {
    const said = textOf(await answerTo(database, 'what changed in april?'));
    expect(said).toContain('Weeks looked at: 2 April to 29 April.');
    expect(said).toContain(
      '18.9 minutes in the week of 2 April, 16.0 minutes in the week of 23 April. Lowest 16.0 minutes (week of 23 April), highest 19.5 minutes (week of 9 April).',
    );
    expect(said).toContain('In January, the month the model learned from, it was 17.4 minutes.');
    expect(said).toContain('No week left its usual range.');
  });

  it('names the weeks of a month that stood out', async () => {
    expect(linesOf(await answerTo(database, 'what changed in june?'))[0]).toContain('something unusual in the week of 11 June');
  });
});

describe('a single day', () => {
  beforeAll(async () => {
    await runDay(database.system(), '2001-06-15');
  });

  it.each(['how was it on june 15?', 'what changed on june 15?', 'inputs on june 15', 'why was it bad on june 15?'])(
    'is given as figures and not judged: %s',
    async (text) => {
      const answer = await answerTo(database, text);
      expect(linesOf(answer)[0]).toBe('Flight Delay on 15 June: one day alone is not judged, so here are its figures.');
      expect(textOf(answer)).toMatch(/Forecasts missed by [\d.]+ minutes on average\./);
      expect(textOf(answer)).not.toMatch(/looked|usual/);
    },
  );
});

describe('a week that differs once', () => {
  it('is not said to look as before, nor to have changed for good', async () => {
    const { db } = database.database;
    await db
      .update(fact)
      .set({ value: 0.4 })
      .where(and(eq(fact.measure, 'psi'), inArray(fact.about, ['hour', 'delay']), eq(fact.periodStart, '2001-06-04')));
    const said = textOf(await answerTo(database, 'what changed in the week of june 4?'));
    expect(said).toContain('hours looked clearly unlike January in this week; whether that lasts, a later week will tell.');
    expect(said).toMatch(/arrival delay of .+; clearly unlike January in this week\. Whether that lasts/);
    const why = textOf(await answerTo(database, 'why was it bad in the week of june 4?'));
    expect(why).toMatch(/^No alarm for Flight Delay in the week of 4 June: something differed from January/);
    expect(why).not.toContain('Nothing was unusual');
  });
});

describe('why', () => {
  it('says that the cause is unknown and names none', async () => {
    const said = textOf(await answerTo(database, 'why was it bad in the week of june 11?'));
    expect(said).toMatch(/^Cause unknown\./);
    expect(said).toContain('These are measurements, not causes.');
    expect(said).toContain('40.6 minutes (32.1 the week before)');
    expect(said).not.toMatch(/because|due to|caused by|as a result|led to/i);
  });

  it('has nothing to explain where nothing was unusual', async () => {
    expect(linesOf(await answerTo(database, 'why was it bad in the week of may 7?'))[0]).toContain('there is nothing to explain');
  });
});

describe('the record', () => {
  it('names the three owners', async () => {
    const said = textOf(await answerTo(database, 'who owns flight delay?'));
    for (const owner of ['For the business: Dana Whitfield.', 'For operations: Tom Okafor.', 'For data science: Priya Raman.'])
      expect(said).toContain(owner);
  });

  it('names the one model that is asked about once', async () => {
    const said = textOf(await answerTo(database, 'how is flight-delay doing?'));
    expect(said).toContain('Forecasts missed');
    expect(said).not.toContain('in full');
  });

  it('says which version is live in two sentences and offers the rest', async () => {
    const answer = await answerTo(database, 'which version is live?');
    expect(linesOf(answer)).toEqual(['Version 1 of Flight Delay is live.', 'Version 2 waits.']);
    const more = await answerTo(database, answer.offers[0]!);
    expect(textOf(more)).toContain('It learned from 1 January 2001 to 31 January 2001.');
  });

  it('shows no figure of a version without period, population and assumptions', async () => {
    const answer = await answerTo(database, 'which version is live, in detail?');
    expect(textOf(answer)).toContain('Guessing −1 minute for every flight misses by 12.9.');
    expect(textOf(answer)).not.toMatch(/\d\.\d{2}/);
    expect(linesOf(answer)[0]).toBe('Version 1 of Flight Delay is live.');
    const figures = answer.lines.filter((line) => line.facts.length > 0);
    expect(figures.length).toBeGreaterThan(3);
    for (const line of figures) expect(line.text).toMatch(/measured .+ on .+flights.+\. .+/);
  });
});

describe('a conversation', () => {
  it('takes model and period from the question before, in the same thread only', async () => {
    const conversation = 'C0HEALTH:1';
    await answerTo(database, 'how is flight-delay doing in the week of may 7?', { conversation });
    expect((await answerTo(database, 'why?', { conversation })).period?.start).toBe('2001-05-07');
    expect((await answerTo(database, 'and in the week of june 11?', { conversation })).period?.start).toBe('2001-06-11');
    expect((await answerTo(database, 'why?', { conversation: 'C0HEALTH:2' })).period?.start).toBe('2001-06-11');
  });

  it('says how a question was read that the one before fills in, and nothing of a clear one', async () => {
    const conversation = 'C0HEALTH:3';
    expect((await answerTo(database, 'who owns flight-delay?', { conversation })).readAs).toBeNull();
    const answer = await answerTo(database, 'and in may?', { conversation });
    expect(answer.readAs).toBe('I read this as: how Flight Delay did in May 2001.');
    expect(linesOf(answer)[0]).toMatch(/^Flight Delay, May 2001: /);
  });
});

describe('what cannot be answered', () => {
  it('offers the whole question with the model that was meant', async () => {
    expect(await ask(database, 'who owns flight-dely?')).toMatchObject({
      kind: 'refused',
      reason: 'unknown-model',
      message: expect.stringContaining('Did you mean flight-delay?'),
      offers: expect.arrayContaining(['who owns Flight Delay?']),
    });
  });

  it.each([
    ['how is it next week?', 'future'],
    ['what is the weather?', 'not-supported'],
    ['blorp', 'not-understood'],
    ['x '.repeat(2000), 'too-long'],
  ])('says so: %s', async (text, reason) => {
    const reply = await ask(database, text);
    expect(reply).toMatchObject({ kind: 'refused', reason });
    expect((reply as { offers: string[] }).offers.length).toBeGreaterThan(0);
  });

  it('hands commands to whoever carries them out', async () => {
    expect(await ask(database, 'digest as executive', { command: true })).toEqual({
      kind: 'digest',
      as: 'executive',
      sendToMeFirst: false,
    });
    expect(await ask(database, 'flag flight-delay', { command: true })).toEqual({
      kind: 'flag',
      modelId: 'flight-delay',
      period: null,
    });
    expect(await ask(database, 'thanks')).toMatchObject({ kind: 'note' });
  });

  it('refuses who has no role', async () => {
    await expect(ask(database, 'status', { roles: [] })).rejects.toMatchObject({ code: 'forbidden' });
    const service = { ...contextOf(database), actor: { kind: 'service' as const, id: 's', name: 's', scopes: ['ask.ask'] } };
    await expect(factsBehind(service, { kind: 'answer', id: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('where it comes from', () => {
  it('gives each fact of an answer with its source, without a path of the machine', async () => {
    const answer = await answerTo(database, 'how is flight-delay doing?');
    const { title, rows } = await factsBehind(contextOf(database), { kind: 'answer', id: answer.id });
    expect(title).toBe('the answer to “how Flight Delay is doing”');
    expect(rows.map((row) => row.id)).toEqual(factsOfAnswer(answer));
    expect(rows.find((row) => row.what.startsWith('Average miss (MAE), Flight Delay, version 1'))).toMatchObject({
      value: '21.9',
      unit: 'minutes',
      period: '11–17 June 2001',
      comparison: expect.stringContaining('January'),
      source: 'flights-3m.parquet',
      rows: 116_493,
    });
    for (const row of rows) expect(`${row.source} ${row.method}`).not.toMatch(/\/\w+\//);
  });

  it('gives each fact of a digest', async () => {
    const ctx = contextOf(database);
    const { id, body } = await previewDigest(ctx, {
      audienceId: 'executives',
      destination: 'person:dana',
      periodStart: '2001-06-11',
    });
    const { title, rows } = await factsBehind(ctx, { kind: 'edition', id });
    expect(title).toBe('the digest of 11–17 June 2001');
    expect(rows.map((row) => row.id)).toEqual(factsOf(body));
  });
});
