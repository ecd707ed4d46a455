import { describe, expect, it } from 'vitest';
import { recordLeadTime } from '../../../src/approvals/lead-time.ts';
import { factsOfAnswer } from '../../../src/ask/answer.ts';
import { write } from '../../../src/audit/write.ts';
import { onStatement } from '../../../src/db/db.ts';
import { deploymentOrder } from '../../../src/db/schema/deploy.ts';
import { pause, resume } from '../../../src/deploy/pause.ts';
import { findJargon } from '../../../src/explain/jargon.ts';
import { readingGrade } from '../../../src/explain/reading-grade.ts';
import { readFacts } from '../../../src/facts/read-facts.ts';
import { recordFacts } from '../../../src/facts/record-facts.ts';
import { putDeployment } from '../../../src/registry/put-pointers.ts';
import { newId } from '../../../src/shared/ids.ts';
import { useBench } from '../../approvals/fixture.ts';
import { answerTo, ask, contextOf, linesOf } from './ask.ts';

const bench = useBench();
const place = { modelId: 'flight-delay', environment: 'production' };
const tuesday = '2001-06-19T15:00:00Z';
const now = '2001-06-20T15:00:00Z';
const said = async (text: string, asker: Parameters<typeof ask>[2] = {}) =>
  linesOf(await answerTo(bench, text, { now, ...asker }));

async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const deaf = onStatement(() => count++);
  await work();
  deaf();
  return count;
}

/** Version 3 was agreed on by two and is live since Tuesday. */
async function goLive(): Promise<void> {
  const requestId = await bench.request('priya', {}, '2001-06-18T15:00:00Z');
  await bench.vote('dana', requestId, {}, tuesday);
  await bench.vote('tom', requestId, {}, tuesday);
  const [order] = await bench.database.db.select().from(deploymentOrder);
  const live = new Date('2001-06-19T15:30:00Z');
  await bench.database.db.update(deploymentOrder).set({ state: 'succeeded', startedAt: live, finishedAt: live });
  await write({ ...bench.system(live) }, async (w) => {
    await putDeployment(w, 'flight-delay', 'production', 3);
    const at = {
      registered: new Date('2001-06-18T13:30:00Z'),
      requested: new Date('2001-06-18T15:00:00Z'),
      decided: new Date(tuesday),
      started: live,
      live,
    };
    await recordLeadTime(w, {
      orderId: order!.id,
      modelId: 'flight-delay',
      version: 3,
      zone: 'America/Chicago',
      at,
      manualSteps: 3,
    });
  });
}

describe('what waits for a decision', () => {
  it('is told with who is asked and by when', async () => {
    expect(await said('what waits for a decision?')).toEqual(['No request waits for a decision.']);
    await bench.request();
    expect(await said('what waits for a decision?', { id: 'grace', roles: ['compliance'] })).toEqual([
      'One request waits for a decision.',
      'Request 1: version 3 of Flight Delay in production. Asked by Priya; waits for Dana, Lena and Tom, by Thu 21 June, 09:00 (Chicago).',
    ]);
    const answer = await answerTo(bench, 'what waits for a decision?', { now });
    expect(linesOf(answer)[1]).toContain('*it waits for you*');
    expect(answer.offers).toContain('requests');
    expect(await statementsOf(() => ask(bench, 'what waits for a decision?', { now }))).toBeLessThanOrEqual(3);
  });

  it('is not for who may not read of it', async () => {
    await expect(ask(bench, 'what waits for a decision?', { roles: [] })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is among what needs a person', async () => {
    await bench.request();
    expect((await said('what needs me?')).join('\n')).toContain('Request 1: version 3 of Flight Delay in production.');
    expect((await said('what needs me?', { id: 'grace', roles: ['compliance'] })).join('\n')).not.toContain('Request 1');
  });
});

describe('the status of a model', () => {
  it('says what is asked of people, what serves, and how much hangs on it', async () => {
    await bench.request();
    await write(bench.system(), (w) =>
      recordFacts(w, [
        {
          id: newId(),
          runId: newId(),
          modelId: 'flight-delay',
          version: 1,
          about: '',
          measure: 'decisions-per-hour',
          value: 700.4,
          unit: 'per hour',
          grain: 'day',
          periodStart: '2001-06-17',
          periodEnd: '2001-06-18',
          comparison: null,
          source: {
            source: 'flights',
            windowStart: '2001-06-17',
            windowEnd: '2001-06-18',
            rows: 1,
            columns: [],
            method: 'rows ÷ 24 hours',
          },
          computedAt: new Date(now),
        },
      ]),
    );
    const lines = await said('how is flight-delay doing?');
    expect(lines).toContain('*Waits for a decision:* request 1, version 3, by Thu 21 June.');
    expect(lines).toContain('Version 1 is live.');
    expect(lines).toContain('It makes 700 decisions an hour, as counted on 17 June.');
  });

  it('says that it is paused, since when and by whom, and how long the live version took', async () => {
    await goLive();
    await pause(await bench.as('tom', now), place);
    const lines = await said('how is flight-delay doing?');
    expect(lines).toContain('*Paused* since Wed 20 June, 10:00 (Chicago), by Tom.');
    expect(lines).toContain(
      'From registered to live, version 3 took 26.0 hours; 24.0 hours of it was waiting for people. Steps by hand: 3.',
    );
    await resume(await bench.as('tom', now), place);
    expect((await said('how is flight-delay doing?')).join('\n')).not.toContain('Paused');
  });

  it('names the last time a version was taken back', async () => {
    await bench.database.db.insert(deploymentOrder).values({
      id: newId(),
      ...place,
      kind: 'rollback',
      version: 1,
      fromVersion: 3,
      deployer: 'alias',
      state: 'succeeded',
      orderedById: 'tom',
      orderedAt: new Date(tuesday),
      finishedAt: new Date(tuesday),
      deadlineAt: new Date(now),
    });
    expect(await said('how is flight-delay doing?')).toContain('Last taken back on 19 June: to version 1, by Tom.');
    await bench.database.db.update(deploymentOrder).set({ orderedById: 'rule:x' });
    expect(await said('how is flight-delay doing?')).toContain(
      'Last taken back on 19 June: to version 1, by a rule agreed beforehand.',
    );
  });

  it('takes no more than three statements', async () => {
    await goLive();
    await said('status');
    for (const text of ['how is flight-delay doing?', 'is flight-delay paused?', 'who approved version 3?'])
      expect(await statementsOf(() => ask(bench, text, { now, conversation: `C0:${text}` }))).toBeLessThanOrEqual(3);
  });
});

describe('what became of a version', () => {
  it('names who agreed, when it went live and how long that took', async () => {
    await goLive();
    expect(await said('who approved version 3 of flight-delay?')).toEqual([
      'Agreed: Dana and Tom. Asked by Priya.',
      'Request 1 for version 3 of Flight Delay was approved on Tue 19 June, 10:00 (Chicago).',
      'Version 3 of Flight Delay went live on Tue 19 June, 10:30 (Chicago).',
    ]);
    expect((await said('when did version 3 go live?'))[0]).toBe(
      'Version 3 of Flight Delay went live on Tue 19 June, 10:30 (Chicago).',
    );
    expect(await said('how long did version 3 take to go live?')).toEqual([
      'From registered to live, version 3 took 26.0 hours; 24.0 hours of it was waiting for people. Steps by hand: 3.',
      'Registered to asked for: 1.5 hours.',
      'Asked for to decided, which is waiting for people: 24.0 hours.',
      'Decided to begun: 30 minutes.',
      'Begun to live: 0 minutes.',
      'Version 3 of Flight Delay went live on Tue 19 June, 10:30 (Chicago).',
    ]);
    expect((await said('when did version 1 go live?')).at(0)).toContain('and was live until Tue 19 June, 10:30');
  });

  it('says why one was not approved without repeating anybody’s words', async () => {
    const requestId = await bench.request('priya', { version: 2, reason: 'a private thought' });
    await bench.gate('typical-miss', 'failed', 2);
    await bench.vote('dana', requestId, { decision: 'refuse', reason: 'another private thought' }).catch(() => undefined);
    await bench.vote('dana', requestId, { decision: 'refuse', reason: 'another private thought' }).catch(() => undefined);
    const lines = await said('why was version 2 not approved?');
    expect(lines[0]).toMatch(
      /^Request 1 for version 2 of Flight Delay was refused on Mon 18 June, .* The reason is on its card\.$/,
    );
    expect(lines).toContain('Refused: Dana. Asked by Priya.');
    expect(lines).toContain('Checks that failed: typical miss.');
    expect(lines.join()).not.toContain('private');
  });

  it('says that nobody asked, and that there is no such version', async () => {
    expect(await said('who approved version 2?')).toEqual(['Nobody has asked to put version 2 of Flight Delay live.']);
    expect(await said('who approved version 9?')).toEqual(['Flight Delay has no version 9.']);
    expect((await said('how long did version 1 take to go live?'))[0]).toBe(
      'How long version 1 of Flight Delay took to go live was not measured.',
    );
  });
});

describe('whether it is paused', () => {
  it('is answered with the way to change that', async () => {
    const no = await answerTo(bench, 'is flight-delay paused?', { now });
    expect(linesOf(no)).toEqual(['Flight Delay is not paused.', 'Version 1 is live.']);
    expect(no.offers[0]).toBe('pause Flight Delay');
    await pause(await bench.as('tom', now), place);
    const yes = await answerTo(bench, 'is flight-delay paused?', { now });
    expect(linesOf(yes).slice(0, 2)).toEqual(['Flight Delay is paused.', '*Paused* since Wed 20 June, 10:00 (Chicago), by Tom.']);
    expect(yes.offers[0]).toBe('resume Flight Delay');
  });
});

describe('a wish that something be done', () => {
  it.each([
    ['please promote flight-delay 3 to production', 'promote flight-delay 3 in production'],
    ['can you roll back flight-delay?', 'rollback flight-delay'],
    ['pause it', 'pause flight-delay'],
    ['approve request 3', 'requests'],
  ])('“%s” changes nothing and leads to the command', async (text, command) => {
    expect(await ask(bench, text, { now })).toEqual({ kind: 'act', command });
    expect(await bench.entries('deploy.pause')).toEqual([]);
  });

  it('asks for the version that is to go live', async () => {
    expect(await ask(bench, 'promote flight-delay', { now })).toMatchObject({ kind: 'refused', reason: 'which-version' });
  });
});

it('every answer reads plainly, and rests on stored facts', async () => {
  await goLive();
  await pause(await bench.as('tom', now), place);
  await bench.request('priya', { version: 2 }, now);
  for (const text of [
    'what waits for a decision?',
    'how is flight-delay doing?',
    'who approved version 3?',
    'why was version 2 not approved?',
    'how long did version 3 take to go live?',
    'is flight-delay paused?',
  ]) {
    const answer = await answerTo(bench, text, { now });
    const plain = linesOf(answer).join('\n').replaceAll('*', '');
    expect(findJargon(plain).map((one) => one.word)).toEqual([]);
    expect(readingGrade(plain)).toBeLessThanOrEqual(9);
    const ids = factsOfAnswer(answer);
    expect(await readFacts(contextOf(bench, { now }), ids)).toHaveLength(ids.length);
    for (const offer of answer.offers) expect(await ask(bench, offer, { now })).not.toMatchObject({ kind: 'refused' });
  }
});
