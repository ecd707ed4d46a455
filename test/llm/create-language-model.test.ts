import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { languageModelUse } from '../../src/db/schema/llm.ts';
import { createPatience } from '../../src/llm/patience.ts';
import { silentLog } from '../../src/shared/log.ts';
import { useDatabase } from '../support/database.ts';
import { heldDeadline, modelAt, startLyingModel, type Doing, type LyingModel } from '../support/lying-model.ts';

const schema = z.strictObject({ word: z.enum(['yes', 'no']) });
const request = {
  purpose: 'question' as const,
  system: 'Say yes or no.',
  data: { asked: 'is it so?' },
  schema,
  personId: 'maya',
};

describe('a language model that may lie', () => {
  const test = useDatabase('pglite');
  let server: LyingModel;
  const ctx = () => ({ db: test.database.db, log: silentLog });
  /** An endpoint that has not failed yet, heard from the first request on. */
  const fresh = (...[deps, config]: [Parameters<typeof modelAt>[1]?, Parameters<typeof modelAt>[2]?]) => {
    server.asked.length = 0;
    return modelAt(server, deps, config);
  };

  beforeAll(async () => void (server = await startLyingModel()));
  afterAll(() => server.close());
  beforeEach(async () => void (await test.database.db.delete(languageModelUse)));

  it('gives an answer of the shape that was asked for, with what went back and forth', async () => {
    server.does({ say: { word: 'yes' } });
    const { value, exchange } = await fresh().complete(ctx(), request);
    expect(value).toEqual({ word: 'yes' });
    expect(exchange).toEqual({
      purpose: 'question',
      personId: 'maya',
      model: 'liar-1',
      sent: '{"system":"Say yes or no.","user":{"asked":"is it so?"}}',
      received: '{"word":"yes"}',
      calls: 1,
      failure: null,
    });
    expect(server.asked).toMatchObject([
      {
        path: '/v1/chat/completions',
        key: 'Bearer key-of-a-test',
        model: 'liar-1',
        messages: [
          { role: 'system', content: 'Say yes or no.' },
          { role: 'user', content: '{"asked":"is it so?"}' },
        ],
        response_format: { type: 'json_schema', json_schema: { strict: true } },
      },
    ]);
  });

  it('reads JSON that is put into a fence', async () => {
    server.does({ say: '```json\n{"word":"no"}\n```' });
    expect((await fresh().complete(ctx(), request)).value).toEqual({ word: 'no' });
  });

  it.each<[string, Doing, string, calls: number]>([
    ['broken JSON', { say: '{"word":"ye' }, 'Its answer was not JSON.', 1],
    ['words instead of JSON', { say: 'Yes, of course!' }, 'Its answer was not JSON.', 1],
    ['another shape', { say: { word: 'maybe' } }, 'Its answer had not the shape that was asked for.', 1],
    [
      'more than was asked for',
      { say: { word: 'yes', sql: 'drop table' } },
      'Its answer had not the shape that was asked for.',
      1,
    ],
    ['nothing', { say: '' }, 'Its answer had no text.', 1],
    ['a reply of another protocol', { status: 200, body: '{"hello":"world"}' }, 'Its answer had no text.', 1],
    ['a reply that is a list', { status: 200, body: '[]' }, 'Its answer had no text.', 1],
    ['a reply that is null', { status: 200, body: 'null' }, 'Its answer had no text.', 1],
    ['a reply that is no JSON', { status: 200, body: '<html>' }, 'It did not answer in JSON.', 1],
    ['status 429', { status: 429 }, 'It has too much to do (status 429).', 2],
    ['status 429 with a long wait', { status: 429, headers: { 'retry-after': '60' } }, 'It has too much to do (status 429).', 1],
    ['status 500', { status: 500 }, 'It failed (status 500).', 2],
    ['a refused key', { status: 401 }, 'It refused the key (status 401).', 1],
    ['a cut connection', 'cut', 'It could not be reached, or cut the connection.', 2],
    ['an endless answer', 'endless', 'Its answer was too long to read.', 1],
    ['a huge answer', { say: 'x'.repeat(1_000_000) }, 'Its answer was too long to read.', 1],
    ['a redirect', 'redirect', 'It could not be reached, or cut the connection.', 2],
  ])('%s is no answer', async (_, doing, failure, calls) => {
    server.does(doing);
    const { value, exchange } = await fresh().complete(ctx(), request);
    expect(value).toBeUndefined();
    expect(exchange).toMatchObject({ failure, calls });
    expect(server.asked).toHaveLength(calls);
  });

  it('is tried once more, and what comes then counts', async () => {
    server.does(() => (server.asked.length === 1 ? { status: 503 } : { say: { word: 'yes' } }));
    const { value, exchange } = await fresh().complete(ctx(), request);
    expect(value).toEqual({ word: 'yes' });
    expect(exchange).toMatchObject({ calls: 2, failure: null });
  });

  it('is asked in simpler formats where it does not know one, and from then on at once', async () => {
    server.does(({ response_format }) => (response_format ? { status: 400 } : { say: { word: 'yes' } }));
    const model = fresh();
    expect((await model.complete(ctx(), request)).value).toEqual({ word: 'yes' });
    expect(server.asked.map((one) => one.response_format?.type)).toEqual(['json_schema', 'json_object', undefined]);
    await model.complete(ctx(), request);
    expect(server.asked).toHaveLength(4);
  });

  it.each<[string, Doing]>([
    ['says nothing', 'silence'],
    ['never ends its answer within the time', 'endless'],
  ])('is given up when the time is over and it %s', async (_, doing) => {
    server.does(doing);
    const held = heldDeadline();
    const asked = fresh({ deadline: held.deadline }).complete(ctx(), request);
    await server.heard(1);
    held.pass();
    const { value, exchange } = await asked;
    expect(held.wished).toEqual([2_500]);
    expect(value).toBeUndefined();
    expect(exchange).toMatchObject({ calls: 1, failure: expect.stringMatching(/in time|too long/) as string });
  });

  it('has ten seconds for a digest, and no second try once they are over', async () => {
    server.does('silence');
    const held = heldDeadline();
    const asked = fresh({ deadline: held.deadline }).complete(ctx(), { ...request, purpose: 'digest' });
    await server.heard(1);
    held.pass();
    expect((await asked).exchange.failure).toBe('It did not answer in time.');
    expect(held.wished).toEqual([10_000]);
    expect(server.asked).toHaveLength(1);
  });

  it('is not reached at all when it is down', async () => {
    const gone = await startLyingModel();
    await gone.close();
    const { exchange } = await modelAt(gone).complete(ctx(), request);
    expect(exchange).toMatchObject({ failure: 'It could not be reached, or cut the connection.', calls: 2 });
  });

  it('is left alone after three failures, and asked again a minute later', async () => {
    server.does({ status: 500 });
    let now = 0;
    const model = fresh({ patience: createPatience({}, () => now) });
    await model.complete(ctx(), request);
    const third = await model.complete(ctx(), request);
    const rested = await model.complete(ctx(), request);
    expect([third.exchange.calls, rested.exchange.calls]).toEqual([2, 0]);
    expect(rested.exchange).toMatchObject({ sent: null, failure: 'It failed a moment ago and is left alone for a while.' });
    now = 60_001;
    server.does({ say: { word: 'yes' } });
    expect((await model.complete(ctx(), request)).value).toEqual({ word: 'yes' });
  });

  it('is asked no more when a person’s calls of the day are used up, while others still ask', async () => {
    server.does({ say: { word: 'yes' } });
    const model = fresh({ today: () => '2026-03-02' }, { budget: { perDay: 3, perPerson: 2 } });
    await model.complete(ctx(), request);
    await model.complete(ctx(), request);
    expect((await model.complete(ctx(), request)).exchange).toMatchObject({
      calls: 0,
      sent: null,
      failure: "The day's 2 calls of this person are used up.",
    });
    expect((await model.complete(ctx(), { ...request, personId: 'tom' })).value).toEqual({ word: 'yes' });
    expect((await model.complete(ctx(), { ...request, personId: 'li' })).exchange.failure).toBe("The day's 3 calls are used up.");
    expect(server.asked).toHaveLength(3);
  });

  it('counts a second try, and begins anew the next day', async () => {
    server.does({ status: 500 });
    let day = '2026-03-02';
    const model = fresh({ today: () => day }, { budget: { perDay: 1, perPerson: 5 } });
    expect((await model.complete(ctx(), request)).exchange.calls).toBe(1);
    day = '2026-03-03';
    server.does({ say: { word: 'no' } });
    expect((await model.complete(ctx(), request)).value).toEqual({ word: 'no' });
  });

  it('of many at once answers no more than the day allows', async () => {
    server.does({ say: { word: 'yes' } });
    const model = fresh({}, { budget: { perDay: 4, perPerson: 100 } });
    const all = await Promise.all(Array.from({ length: 12 }, () => model.complete(ctx(), request)));
    expect(all.filter((one) => one.value)).toHaveLength(4);
    expect(server.asked).toHaveLength(4);
  });
});

describe('patience with digests', () => {
  it('ends when all of them together waited a minute within ten', () => {
    let now = 0;
    const patience = createPatience({}, () => now);
    for (let wait = 0; wait < 6; wait++) patience.waited(10_000);
    expect(patience.refusal('digest')).toBe('The digests of the last minutes waited for it long enough.');
    expect(patience.refusal('question')).toBeUndefined();
    now = 10 * 60_000 + 1;
    expect(patience.refusal('digest')).toBeUndefined();
  });
});
