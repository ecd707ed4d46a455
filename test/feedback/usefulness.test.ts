import { asc, eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { fact } from '../../src/db/schema/facts.ts';
import { usefulness } from '../../src/db/schema/feedback.ts';
import { outboxMessage } from '../../src/db/schema/outbox.ts';
import { nextEdition } from '../../src/digest/next-edition.ts';
import { putAudience } from '../../src/digest/put-audience.ts';
import { readSettings } from '../../src/digest/settings.ts';
import { readVotes } from '../../src/feedback/read-votes.ts';
import { recordUsefulness } from '../../src/feedback/record-usefulness.ts';
import { usefulVerbs } from '../../src/slack/verbs/useful-verbs.ts';
import { usefulAsk } from '../../src/slack/views/useful-ask.ts';
import { useDatabase } from '../support/database.ts';
import { putSkyway } from '../support/skyway.ts';

describe('votes on texts', () => {
  const test = useDatabase();
  const dana = (now = '2001-03-05T15:00:00Z') => test.ctx({ id: 'dana', name: 'Dana', roles: ['executive'], now });
  const priya = () => test.ctx({ id: 'priya', name: 'Priya', roles: ['data-scientist'] });
  const no = (subjectId: string, ctx = dana()) =>
    recordUsefulness(ctx, {
      subjectKind: 'edition',
      subjectId,
      vote: 'no',
      findingKind: 'kpi-outside',
      audienceId: 'executives',
    });
  const asks = () =>
    test.database.db.select().from(outboxMessage).where(eq(outboxMessage.kind, 'usefulness-ask')).orderBy(asc(outboxMessage.seq));
  beforeEach(async () => {
    await putSkyway(test.system());
    await write(test.system(), (w) =>
      putAudience(w, {
        id: 'executives',
        title: 'Executives',
        voice: 'executive',
        industry: 'airlines',
        channel: 'C0HEALTH',
        zone: 'America/Chicago',
        weekday: 1,
        hour: 9,
        teamId: null,
        reportsTo: null,
      }),
    );
  });
  afterEach(() => test.clear());

  it('have whoever said no three times asked what to change, once', async () => {
    await no('e1');
    await no('e1');
    await no('e2');
    expect(await asks()).toEqual([]);
    await no('e3');
    await no('e4');
    expect((await asks()).map((one) => one.destination)).toEqual(['person:dana']);
  });

  it('ask about the digest that was of no use, also where another audience comes first', async () => {
    await write(test.system(), (w) =>
      putAudience(w, {
        id: 'a-crews',
        title: 'Crews',
        voice: 'executive',
        industry: 'airlines',
        channel: '#crews',
        zone: 'America/Chicago',
        weekday: 3,
        hour: 9,
        teamId: null,
        reportsTo: null,
      }),
    );
    for (const id of ['e1', 'e2', 'e3']) await no(id);
    const view = await usefulVerbs.usefulAsk(test.system(), { personId: 'dana' });
    expect(view).toMatchObject({ hasDigest: true, place: { direct: false, channel: 'the channel of Executives' } });
    await usefulVerbs.chooseUseful(dana(), { choice: 'less-often' });
    expect(await readSettings(dana())).toMatchObject({ audienceId: 'executives', often: 'monthly', delivery: 'direct' });
  });

  it('offer nothing about a digest to who only asked questions and reads none', async () => {
    for (const subjectId of ['a1', 'a2', 'a3'])
      await recordUsefulness(dana(), { subjectKind: 'answer', subjectId, vote: 'no', findingKind: 'status' });
    const view = await usefulVerbs.usefulAsk(test.system(), { personId: 'dana' });
    expect(view.hasDigest).toBe(false);
    const words = JSON.stringify(usefulAsk(view));
    expect(words).toContain('No digest of mine comes to you');
    expect(words).not.toMatch(/stays as it is for the others|Make it shorter/);
    await expect(usefulVerbs.chooseUseful(dana(), { choice: 'shorter' })).rejects.toMatchObject({ code: 'not-found' });
    await usefulVerbs.chooseUseful(dana(), { choice: 'as-is' });
  });

  it('do not count against a text that was found useful after all, nor what was said long ago', async () => {
    for (const id of ['e1', 'e2']) await no(id, dana('2000-11-01T15:00:00Z'));
    await no('e3');
    await no('e4');
    await recordUsefulness(dana(), { subjectKind: 'edition', subjectId: 'e4', vote: 'yes' });
    await no('e5');
    expect(await asks()).toEqual([]);
  });

  it('change the digest in a click, and back in another', async () => {
    for (const id of ['e1', 'e2', 'e3']) await no(id);
    await usefulVerbs.chooseUseful(dana(), { choice: 'less-often' });
    const rare = await readSettings(dana());
    expect(rare).toMatchObject({ delivery: 'direct', often: 'monthly', short: false });
    expect(nextEdition(rare!, dana().now).toISOString()).toBe('2001-04-02T14:00:00.000Z');
    expect(await usefulVerbs.usefulAsk(dana(), { personId: 'dana' })).toMatchObject({ chosen: { choice: 'less-often' } });
    await expect(usefulVerbs.chooseUseful(dana(), { choice: 'shorter' })).rejects.toMatchObject({ code: 'conflict' });
    await usefulVerbs.chooseUseful(dana(), { choice: 'undo' });
    expect(await readSettings(dana())).toMatchObject({ delivery: 'channel', often: 'weekly' });
    await usefulVerbs.chooseUseful(dana(), { choice: 'elsewhere' });
    expect(await readSettings(dana())).toMatchObject({ delivery: 'direct', often: 'weekly' });
    await usefulVerbs.chooseUseful(dana(), { choice: 'undo' });
    await usefulVerbs.chooseUseful(dana(), { choice: 'shorter' });
    expect(await readSettings(dana())).toMatchObject({ delivery: 'direct', short: true });
  });

  it('are refused a change by whoever was not asked', async () => {
    await expect(usefulVerbs.chooseUseful(dana(), { choice: 'shorter' })).rejects.toMatchObject({ code: 'not-found' });
    expect(await readSettings(dana())).toMatchObject({ delivery: 'channel', short: false });
  });

  it('are told to those who write the texts, as facts and without names', async () => {
    await no('e1');
    await recordUsefulness(test.ctx({ id: 'marcus', roles: ['expert'] }), {
      subjectKind: 'answer',
      subjectId: 'a1',
      vote: 'yes',
    });
    const { masked } = await recordUsefulness(dana(), { subjectKind: 'edition', subjectId: 'e1', why: 'Ask jane@doe.com' });
    expect(masked).toEqual(['an e-mail address']);
    const refused = { code: 'forbidden', message: 'What people thought of these texts is for those who write them.' };
    await expect(readVotes(dana())).rejects.toMatchObject(refused);
    const { tallies, reasons } = await readVotes(priya());
    expect(tallies.map(({ audienceId, findingKind, yes, no: none }) => [audienceId, findingKind, yes.value, none.value])).toEqual(
      [
        ['executives', 'kpi-outside', 0, 1],
        [null, null, 1, 0],
      ],
    );
    expect(reasons).toMatchObject([{ audienceId: 'executives', vote: 'no' }]);
    expect(JSON.stringify(reasons)).not.toMatch(/jane|dana/);
    const stored = await test.database.db.select().from(fact).where(eq(fact.measure, 'votes'));
    expect(stored.map((one) => one.id).toSorted()).toEqual(tallies.flatMap(({ yes, no: none }) => [yes.id, none.id]).toSorted());
    expect(await test.database.db.select().from(usefulness)).toHaveLength(2);
  });
});
