import { beforeAll, describe, expect, it } from 'vitest';
import { countWords, maxWords } from '../../src/digest/fit.ts';
import { gather, type Gathered } from '../../src/digest/gather.ts';
import { readAudiences } from '../../src/digest/read-audiences.ts';
import { sayFact, type ValueStyle } from '../../src/shared/say-fact.ts';
import type { EditionBody } from '../../src/digest/schemas.ts';
import { writeEdition } from '../../src/digest/write-edition.ts';
import { findJargon } from '../../src/explain/jargon.ts';
import { readingGrade } from '../../src/explain/reading-grade.ts';
import { readFacts } from '../../src/facts/read-facts.ts';
import type { Fact } from '../../src/shared/fact.ts';
import { newId } from '../../src/shared/ids.ts';
import { addDays, sayWeekday, weekOf, type Day } from '../../src/shared/period.ts';
import { busyWeek, waitingFor, type Checks } from './materials.ts';
import { useDatabase } from '../support/database.ts';
import { applyFlights, mondays, runWeeks } from '../support/flights.ts';

const weeks = mondays('2001-02-05', '2001-06-25');
const longName = 'Bartholomew Featherstonehaugh-Montgomery of the Central Department for Punctuality';

const styles: ValueStyle[] = ['full', 'bare', 'plain', 'signed', 'abs', 'span'];
const numbers = (text: string): string[] => text.match(/[+−]?\d+(?:,\d{3})*(?:\.\d+)?/g) ?? [];
/** Days are calendar, not quantities; so are the numbers in names: a version, a case. */
const withoutNames = (text: string): string =>
  text
    .replace(
      /\d{1,2}(?: [A-Z][a-z]+)? ?– ?\d{1,2} [A-Z][a-z]+|(?:[A-Z][a-z]{2} )?\d{1,2} (?:January|February|March|April|May|June|July)(?: 20\d\d)?/g,
      '',
    )
    .replace(/\bv\d+\b|\b(?:case|[Vv]ersion|Request|[Cc]hange) \d+/g, '');

/** Every number of a line that is none of its facts’ renderings. */
function unfounded(line: { text: string; facts: string[] }, facts: ReadonlyMap<string, Fact>): string[] {
  const rendered = new Set(line.facts.flatMap((id) => styles.flatMap((style) => numbers(sayFact(facts.get(id)!, style)))));
  return numbers(withoutNames(line.text)).filter((number) => !rendered.has(number) && !rendered.has(number.replace(/^[+−]/, '')));
}

describe('the digests of all weeks of the flights', () => {
  const test = useDatabase();
  /** What each week’s digest was made of on the Monday after, in both voices. */
  const gathered: { week: Day; gathered: Gathered }[] = [];
  const facts = new Map<string, Fact>();

  beforeAll(async () => {
    await applyFlights(test.system('2001-02-01T12:00:00Z'));
    const audiences = await readAudiences(test.system());
    for (const week of weeks) {
      await runWeeks(test.system(), [week]);
      const now = test.system(`${addDays(week, 7)}T14:00:00Z`);
      for (const audience of audiences) {
        // A destination that has met no term: the longest text there can be.
        const made = await gather(now, { audience, destination: 'C0NEW', period: weekOf(week), editionId: newId() });
        gathered.push({ week, gathered: made });
        for (const fact of [...made.portfolioFacts, ...made.material.facts.values()]) facts.set(fact.id, fact);
      }
    }
  });

  const known = (one: Fact): Fact => {
    facts.set(one.id, one);
    return one;
  };
  /** A decision that waits, and a week in which everything was done to the model. */
  const decided = ({ material }: Gathered, checks: Checks, title = 'Flight Delay'): EditionBody => {
    const asked = waitingFor(checks, { modelTitle: title });
    for (const one of asked.facts.values()) known(one);
    const own = new Map([...material.facts, ...asked.facts]);
    const busy = busyWeek((measure, about, value, unit) => {
      const one = known({ ...material.models.all, id: newId(), measure, about, value, unit });
      own.set(one.id, one);
      return one;
    });
    const moreDecisions = known({ ...material.models.all, id: newId(), value: 2 });
    return writeEdition({ ...material, facts: own, happenings: { ...busy, ...asked.happenings }, moreDecisions });
  };
  /** The same week as others would have found it. */
  const variants = (one: Gathered): [string, EditionBody][] => {
    const { material } = one;
    const taken = { state: 'taken' as const, ownerName: 'Tom Okafor', dueOn: addDays(material.today, 3) };
    const changed = (change: object) =>
      writeEdition({ ...material, matters: material.matters.map((one) => ({ ...one, ...change })) });
    return [
      ['untouched', writeEdition(material)],
      ['while a decision waits', decided(one, { 'typical-miss': 'passed', 'costly-error': 'failed' })],
      ['while a decision waits that nothing speaks for', decided(one, { constant: 'failed', 'large-misses': 'failed' })],
      ['while a decision waits of a long name', decided(one, { 'typical-miss': 'passed' }, longName)],
      ['taken', changed(taken)],
      ['overdue', changed({ ...taken, dueOn: addDays(material.today, -4) })],
      ['taken by a long name', changed({ ...taken, ownerName: longName, title: `${longName}: misses by more than usual` })],
      [
        'of a long name',
        writeEdition({
          ...material,
          focus: { ...material.focus!, title: longName, notMeasured: [longName, longName, longName] },
        }),
      ],
      [
        'beside models that were not checked',
        writeEdition({
          ...material,
          models: {
            ...material.models,
            unchecked: [
              { title: longName, reason: null },
              { title: longName, reason: null },
            ],
          },
        }),
      ],
    ];
  };
  /** The named variants of every week in one voice for which something is not so. */
  const wrong = (voice: string, isWrong: (body: EditionBody, name: string, week: Day) => boolean): string[] =>
    gathered
      .filter((one) => one.gathered.material.voice === voice)
      .flatMap(({ week, gathered: one }) => variants(one).map(([name, body]) => ({ week, name, body })))
      .filter(({ body, name, week }) => isWrong(body, name, week))
      .map(({ week, name, body }) => `${week}, ${name}: ${textOf(body)}`);
  const textOf = (body: EditionBody) => [body.headline, ...body.lines].map((line) => line.text).join('\n');

  it('an executive reads at most 130 words', () => {
    expect(gathered).toHaveLength(2 * weeks.length);
    expect(wrong('executive', (body) => countWords([body.headline, ...body.lines]) > maxWords)).toEqual([]);
  });

  it('an executive reads at grade 9 or below', () => {
    const ownWords = (name: string) => !name.includes('long name') && !name.includes('not checked');
    expect(wrong('executive', (body, name) => ownWords(name) && readingGrade(textOf(body)) > 9)).toEqual([]);
  });

  it('an executive meets no jargon, in the thread neither', () => {
    const all = (body: EditionBody) => [textOf(body), ...body.details.map((line) => line.text)].join('\n');
    expect(wrong('executive', (body) => findJargon(all(body)).length > 0)).toEqual([]);
  });

  it('every number is one of the facts of its line', async () => {
    const all = gathered.flatMap(({ gathered: one }) => variants(one).map(([, body]) => body));
    const lines = all.flatMap((body) => [body.headline, ...body.lines, ...body.details]);
    const unknown = [...new Set(lines.flatMap((line) => line.facts))].filter((id) => !facts.has(id));
    for (let from = 0; from < unknown.length; from += 2_000) {
      for (const fact of await readFacts(test.system(), unknown.slice(from, from + 2_000))) facts.set(fact.id, fact);
    }
    expect(lines.filter((line) => unfounded(line, facts).length > 0)).toEqual([]);
    expect(lines.filter((line) => numbers(line.text).length > 0).length).toBeGreaterThan(500);
    // The check itself: another digit, or the fact of another line, is noticed.
    const [error] = lines.filter((line) => line.role === 'error');
    expect(unfounded({ ...error!, text: error!.text.replace(/\d\.\d/, '7.7') }, facts)).not.toEqual([]);
    expect(unfounded({ ...error!, facts: [] }, facts)).not.toEqual([]);
  });

  it('only the bad week and what is left of it ask anything; the other weeks ask nothing', () => {
    const asks = (body: EditionBody) => body.headline.text.startsWith('Asked of you');
    expect(wrong('executive', (body, name, week) => name === 'untouched' && asks(body) !== week >= '2001-06-11')).toEqual([]);
  });

  const edition = (week: Day, voice = 'executive') =>
    writeEdition(gathered.find((one) => one.week === week && one.gathered.material.voice === voice)!.gathered.material);
  const read = (week: Day, voice?: string) => {
    const body = edition(week, voice);
    return [body.headline, ...body.lines].map((line) => line.text.replaceAll('\u00a0', ' '));
  };

  it('the first week is too early to judge and is compared with January', () => {
    const [headline, kpi, error] = read('2001-02-05');
    expect(headline).toBe('Nothing is asked of you. It is too early to say what is usual: 0 weeks of history, 8 weeks needed.');
    expect(kpi).toContain('80.1 % of flights in the week of 5 February* (78.5 % in January; target 80 %). Target met.');
    expect(error).toContain('missed by 17.5 minutes on average (17.4 in January, which the model learned from).');
    expect(edition('2001-02-05').chart).toBeNull();
  });

  it('a calm week is a verdict and two lines', () => {
    const lines = read('2001-05-07');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe('Quiet week, 7–13 May: nothing needs you.');
    expect(lines[1]).toBe('The one model was checked on all 118,082 flights.');
    expect(lines[2]).toMatch(
      /: 86\.5 % of flights \(86\.8 % the week before; target 80 %\)\. \w+ missed by 16\.3 minutes on average after 15\.7, inside the usual range\.$/,
    );
  });

  it('a week below target in the usual range says so in a clause and asks nothing', () => {
    const lines = read('2001-05-21');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe('Nothing is asked of you: flights on time are below target, but inside the usual range.');
    expect(lines[2]).toContain('76.8 % of flights (83.2 % the week before), below the 80 % target but inside the usual range.');
  });

  it('the bad week has verdict, date, KPI beside error, cause unknown, and how much was counted', () => {
    const text = read('2001-06-11').join('\n');
    expect(text).toMatch(/^Asked of you by Thu 21 June: name someone to find out why Flight Delay missed by more than usual\.\n/);
    expect(text).toContain(
      '72.9 % of flights in the week of 11 June* (80.9 % the week before; target 80 %). Below target, inside the usual range.',
    );
    expect(text).toContain('21.9 minutes on average (18.2 the week before). First week outside the usual range (up to 21.4).');
    expect(text).toContain('The two part: the misses are worse than usual, the share of flights on time is not.');
    expect(text).toContain('*Cause unknown.*');
    expect(text).toContain('All 116,493 flights counted; 516 had no January average of their own.');
    expect(edition('2001-06-11').term).toBe('concept-drift');
    const chart = edition('2001-06-11').chart;
    expect(chart?.chart === 'series' && chart.title.replaceAll('\u00a0', ' ')).toBe(
      'Forecasts missed by 21.9 minutes, more than usual',
    );
  });

  it('the bad week in the data scientist’s words', () => {
    const text = read('2001-06-11', 'data-scientist').join('\n');
    expect(text).toContain('flight-delay v1, 11–17 June: MAE outside XmR limits. Nobody has taken it; due Thu 21 June.');
    expect(text).toContain(
      '*MAE 21.9* (18.2): outside XmR limits 14.1–21.4, first week. RMSE 40.6 (32.1). Actual − predicted +6.3 (−0.4). Constant −1 minute: 22.2.',
    );
    expect(text).toContain('516 flights (0.4 %) had no January average of their own.');
    expect(text).toContain('The error moved for similar inputs; cause unknown.');
  });

  it('the week after, what nobody took is still asked for', () => {
    expect(read('2001-06-18')[0]).toBe(
      'Asked of you by Thu 28 June: name someone to find out why Flight Delay missed by more than usual in the week of 11 June.',
    );
  });

  it('a week with a short day says so, and names both open matters', () => {
    const lines = read('2001-06-25');
    expect(lines[0]).toBe('Asked of you by Thu 5 July: name someone for each of 2 open matters.');
    expect(lines).toContainEqual(
      expect.stringContaining('1 day of the week had far fewer flights than usual on record. Nobody has it in hand yet.'),
    );
    expect(lines.at(-1)).toBe(
      'Still open since the week of 11 June, with nobody: Flight Delay: the model misses by more than usual.',
    );
    expect(sayWeekday('2001-07-05')).toBe('Thu 5 July');
  });
});
