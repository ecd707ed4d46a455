import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestPromotion } from '../../src/approvals/request-promotion.ts';
import { answerQuestion } from '../../src/ask/answer-question.ts';
import { registerLatestFit } from '../../src/demo-version.ts';
import { composeDigest } from '../../src/digest/compose-digest.ts';
import { countWords, maxWords } from '../../src/digest/fit.ts';
import type { Line } from '../../src/digest/line.ts';
import { factsOf } from '../../src/digest/schemas.ts';
import { createDuckDbEngine } from '../../src/engines/duckdb.ts';
import { findJargon } from '../../src/explain/jargon.ts';
import { readingGrade } from '../../src/explain/reading-grade.ts';
import { readFacts } from '../../src/facts/read-facts.ts';
import { validateVersion } from '../../src/validation/validate-version.ts';
import { useDatabase } from '../support/database.ts';
import { applyFlights, mondays, runWeeks } from '../support/flights.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** The demo on Monday 18 June: version 3 was registered, checked on real flights, and asked for. */
const engine = createDuckDbEngine();
afterAll(() => engine.close());
const now = '2001-06-18T14:30:00Z';
const test = useDatabase();
const said = (lines: readonly Line[]) => lines.map((line) => line.text.replaceAll('\u00a0', ' '));

beforeAll(async () => {
  await applyFlights(test.system('2001-02-01T12:00:00Z'));
  await runWeeks(test.system(), mondays('2001-02-05', '2001-06-11'));
  const folder = tempFolder('fit');
  await registerLatestFit(test.system(now), engine, { folder });
  await validateVersion(test.system(now), engine, { modelId: 'flight-delay', version: 3 });
  const priya = test.ctx({ id: 'priya', name: 'Priya Raman', roles: ['data-scientist'], teams: ['network-operations'], now });
  await requestPromotion(priya, {
    modelId: 'flight-delay',
    version: 3,
    environment: 'production',
    reason: 'It learns from the latest four weeks.',
    expectedEffect: 'Gates are planned on smaller misses.',
    rollbackPlan: 'Back to version 1.',
    fallbackVersion: 1,
    checklist: ['It was compared with what serves now'],
  });
}, 120_000);

describe('the week of 11 June while version 3 waits for a decision', () => {
  const compose = async (audienceId: string, destination: string) =>
    (await composeDigest(test.system(now), { audienceId, destination, periodStart: '2001-06-11' }))!.body;

  it('begins with the question, its date, and what speaks for and against it', async () => {
    const body = await compose('executives', 'C0HEALTH');
    const lines = said([body.headline, ...body.lines]);
    expect(lines[0]).toBe(
      'Decision for you by Sat 23 June: should version 3 go live? Against version 1 in tests, its typical miss was smaller, but it warned of fewer late flights.',
    );
    expect(said(body.details).slice(0, 5)).toEqual([
      expect.stringMatching(/^\*For it:\* Typical miss 1\.0 minutes smaller on all 116,493 flights of 11–17 June 2001/),
      expect.stringMatching(
        /^\*Against it:\* Of flights 15 minutes late or more it called 8 in 100 beforehand \(version 1: 21 in 100\)\./,
      ),
      expect.stringMatching(/^\*Against it:\* On average the arrival delay was 13\.5 minutes more than it said/),
      '*Checks that failed:* leaning to one side and late flights called.',
      '*Not known:* money; whether forecasts affect punctuality.',
    ]);
    expect(countWords([body.headline, ...body.lines])).toBeLessThanOrEqual(maxWords);
    expect(readingGrade(lines.join('\n'))).toBeLessThanOrEqual(9);
    expect(findJargon([...lines, ...said(body.details)].join('\n'))).toEqual([]);
    expect(await readFacts(test.system(), factsOf(body))).toHaveLength(factsOf(body).length);
  });

  it('tells data scientists of the request and of the checks that failed', async () => {
    const { lines } = await compose('data-scientists', 'C0DATASCI');
    expect(said(lines)).toContain(
      'Request 1: version 3 of Flight Delay in production, open until Sat 23 June, asked by Priya Raman. Failed checks: leaning to one side and late flights called.',
    );
  });

  it('is in the status of the model', async () => {
    const ctx = test.ctx({ id: 'dana', roles: ['executive'], now });
    const reply = await answerQuestion(ctx, { text: 'how is flight-delay doing?', person: { zone: 'America/Chicago' } });
    const lines = reply.kind === 'answer' ? said([reply.answer.headline, ...reply.answer.lines]) : [];
    expect(lines).toContain('*Waits for a decision:* request 1, version 3, by Sat 23 June.');
    expect(lines).toContain('It makes 692 decisions an hour, as counted on 17 June.');
  });
});
