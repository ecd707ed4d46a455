import { beforeEach, describe, expect, it } from 'vitest';
import { loadHelp } from '../../../src/ask/answer-help.ts';
import { readHome } from '../../../src/ask/read-home.ts';
import { loadAnswerTemplates } from '../../../src/ask/tell.ts';
import { serving } from '../../../src/db/schema/deploy.ts';
import { feedbackCase } from '../../../src/db/schema/feedback.ts';
import { matter } from '../../../src/db/schema/matters.ts';
import { useDatabase } from '../../support/database.ts';
import { flightDelay, putModels, putSkyway } from '../../support/skyway.ts';
import { applyTrips, tripModel } from '../../support/trips.ts';
import { answerTo, ask, contextOf, linesOf, textOf } from './ask.ts';

const database = useDatabase();
const now = '2001-06-18T15:00:00Z';

beforeEach(async () => {
  await database.clear();
  await putSkyway(database.system(now));
});

describe('reports/answers.yml', () => {
  it('holds no figure of its own', () => {
    const own = [...loadAnswerTemplates()].filter(([path]) => path.startsWith('answer.'));
    expect(own.length).toBeGreaterThan(100);
    expect(own.filter(([, template]) => /\d/.test(template.replaceAll(/\{[^}]*\}/g, '')))).toEqual([]);
  });
});

describe('help', () => {
  it('offers every role only what is understood', async () => {
    await putModels(database.system(now), flightDelay);
    const { roles, topics } = loadHelp();
    const refused: string[] = [];
    for (const help of [...Object.values(roles), ...Object.values(topics)]) {
      for (const say of [...help.lines.map((line) => line.say), ...help.tries]) {
        const text = say.replaceAll('{model}', 'flight-delay');
        if ((await ask(database, text, { command: true })).kind === 'refused') refused.push(text);
      }
    }
    expect(refused).toEqual([]);
  });

  it('differs by role and names a model that there is', async () => {
    await putModels(database.system(now), flightDelay);
    const executive = await ask(database, 'help', { command: true });
    const engineer = await ask(database, 'help', { command: true, roles: ['engineer'] });
    expect(executive).not.toEqual(engineer);
    expect(JSON.stringify(engineer)).toContain('flight-delay');
  });
});

describe('words of records', () => {
  it('cannot become a mention, a link or a broadcast', async () => {
    const title = 'R&D <!channel> <https://x.test|y> @here ' + 'long '.repeat(15);
    await putModels(database.system(now), { ...flightDelay, title: title.trim() });
    for (const text of ['how is flight-delay doing?', 'who owns flight-delay?', 'which version of flight-delay is live?']) {
      const said = textOf(await answerTo(database, text));
      expect(said).not.toMatch(/<[!@#h]|@here/);
      expect(said).toContain('R&amp;D &lt;!channel&gt;');
    }
  });
});

describe('a model that nobody has looked at', () => {
  it('is said to be unwatched, never calm', async () => {
    await putModels(database.system(now), { ...flightDelay, owners: {} });
    const said = linesOf(await answerTo(database, 'how is flight-delay doing?'));
    expect(said[0]).toBe('Flight Delay is not watched, so nothing can be said of how it is doing.');
    expect(said).toContain('Nobody is named as owner.');
    expect(linesOf(await answerTo(database, 'which version is live?'))[0]).toBe('No version of Flight Delay is live.');
  });

  it('is said to be looked at on its first Monday, and how not to wait for it to those who may', async () => {
    await applyTrips(database.system('2001-06-18T15:01:00Z'), { 'trip-wait': tripModel('/data', 'trips.parquet') });
    const asked = 'how is trip-wait doing?';
    const executive = linesOf(await answerTo(database, asked));
    expect(executive[0]).toBe('Trip Wait has not been checked yet; its first look is on Mon 25 June, 01:00.');
    expect(executive.join()).not.toContain('backfill');
    const operator = linesOf(await answerTo(database, asked, { roles: ['operator'] }));
    expect(operator.join()).toContain('leeway backfill trip-wait');
  });

  it('has no answer while no model is registered', async () => {
    expect(linesOf(await answerTo(database, 'status'))).toEqual(['No model is registered yet.']);
    expect(await ask(database, 'who owns it?')).toMatchObject({ kind: 'refused', reason: 'no-model' });
  });
});

describe('what waits for a person', () => {
  const aMatter = (more: Partial<typeof matter.$inferInsert>): typeof matter.$inferInsert => ({
    kind: 'alert',
    modelId: 'flight-delay',
    key: 'error',
    title: 'Flight Delay: the model misses by more than usual',
    severity: 80,
    openedAt: new Date(now),
    openedFor: '2001-06-11',
    ...more,
  });

  beforeEach(async () => {
    await putModels(database.system(now), flightDelay, { ...flightDelay, id: 'other', title: 'Other', teamId: null, owners: {} });
    await database.database.db
      .insert(matter)
      .values([
        aMatter({ state: 'taken', ownerId: 'dana', dueOn: '2001-06-15', key: 'mine' }),
        aMatter({ key: 'nobody' }),
        aMatter({ state: 'taken', ownerId: 'tom', key: 'his' }),
        aMatter({ modelId: 'other', key: 'elsewhere' }),
        aMatter({ state: 'done', ownerId: 'dana', key: 'over' }),
      ]);
    await database.database.db.insert(feedbackCase).values({
      number: 12,
      modelId: 'flight-delay',
      state: 'flagged',
      flaggedById: 'dana',
      ownerId: 'priya',
      flaggedAt: new Date(now),
    });
  });

  it('is theirs, or open with nobody on their models', async () => {
    const answer = await answerTo(database, 'what needs me?');
    const said = linesOf(answer);
    expect(said[0]).toBe('2 matters wait for you.');
    expect(said[1]).toContain('has it; the report was due on Fri 15 June.');
    expect(said[2]).toContain('nobody has taken it');
    expect(said).toContain('Case 12, Flight Delay: flagged by you on 18 June; not answered yet.');
    expect(answer.matters).toHaveLength(2);
  });

  it('counts what is their turn; what a team has with nobody stands apart', async () => {
    await database.database.db
      .insert(matter)
      .values([
        aMatter({ kind: 'case', state: 'taken', ownerId: 'dana', key: 'theirs', nextStep: 'Wait for Marcus Bell to reply' }),
      ]);
    expect(linesOf(await answerTo(database, 'what needs me?'))[0]).toBe('2 matters wait for you.');
    const marcus = { id: 'marcus', roles: ['expert' as const], teams: [flightDelay.teamId!] };
    const said = linesOf(await answerTo(database, 'what waits for me', marcus));
    expect(said[0]).toBe('Nothing waits for you.');
    expect(said).toContain('One matter on your team’s models has nobody yet.');
  });

  it('stands on the home page, what they have in hand apart', async () => {
    const home = await readHome(contextOf(database), { zone: 'America/Chicago' });
    expect(home.waiting.map((one) => one.mine)).toEqual([true, false]);
    expect(home.matters).toHaveLength(1);
    expect(home.models.map((one) => one.id)).toEqual(['flight-delay']);
    expect(home.cases[0]?.line.text).toContain('Case 12');
    const priya = await readHome(contextOf(database, { id: 'priya', roles: ['data-scientist'] }), { zone: 'America/Chicago' });
    expect(priya.cases[0]?.line.text).toContain('yours to answer');
  });

  it('says on the home page that a model is paused, before how its week was', async () => {
    const healthOf = async () => (await readHome(contextOf(database), { zone: 'America/Chicago' })).models[0]!.health.text;
    expect(await healthOf()).not.toContain('Paused');
    const at = new Date('2001-06-18T10:00:00Z');
    await database.database.db.insert(serving).values({
      modelId: 'flight-delay',
      environment: 'production',
      version: 1,
      paused: true,
      pausedAt: at,
      changedAt: at,
      changedById: 'tom',
    });
    expect(await healthOf()).toMatch(/^\*Paused\.\* /);
  });
});

describe('the status of a model', () => {
  const flag = (number: number, more: Partial<typeof feedbackCase.$inferInsert>) =>
    database.database.db.insert(feedbackCase).values({
      number,
      modelId: 'flight-delay',
      state: 'flagged',
      flaggedById: 'marcus',
      flaggedAt: new Date('2001-06-04T15:00:00Z'),
      ...more,
    });

  it('says what became of experts’ cases', async () => {
    await putModels(database.system(now), flightDelay);
    expect(textOf(await answerTo(database, 'how is flight-delay doing?'))).not.toContain('case');
    await flag(1, { silentAt: new Date('2001-06-12T15:00:00Z') });
    await flag(2, { firstAnswerAt: new Date('2001-06-04T20:00:00Z') });
    await flag(3, { state: 'confirmed', closedAt: new Date('2001-06-14T15:00:00Z') });
    await flag(4, { state: 'confirmed', closedAt: new Date('2000-06-14T15:00:00Z') });
    expect(textOf(await answerTo(database, 'how is flight-delay doing?'))).toContain(
      '2 cases of experts are open. 1 is past its promised day. In the last quarter half of the first answers came within 5.0 hours. Of what came to its end in that time, 100.0 % was confirmed by whoever raised it.',
    );
  });
});
