import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { matter } from '../../src/db/schema/matters.ts';
import { deputy } from '../../src/db/schema/people.ts';
import { handOver } from '../../src/matters/hand-over.ts';
import { listOpenOf, listToDo } from '../../src/matters/list-to-do.ts';
import { openMatter } from '../../src/matters/open-matter.ts';
import { readMatter } from '../../src/matters/read-matters.ts';
import { takeMatter } from '../../src/matters/take-matter.ts';
import { openMatters } from '../../src/matters/open-matters.ts';
import { closeMatter } from '../../src/matters/close-matter.ts';
import { useDatabase } from '../support/database.ts';
import { flightDelay, putModels, putSkyway } from '../support/skyway.ts';

describe('what there is to do', () => {
  const test = useDatabase();
  const person = (id: string, teams: string[] = []) => test.ctx({ id, name: id, roles: ['engineer'], teams });
  const open = async (key: string, inHand?: { ownerId: string; dueOn: string }, severity = 50) =>
    (
      await write(test.system(), (w) =>
        openMatter(w, {
          kind: 'alert',
          modelId: 'flight-delay',
          key,
          title: `Matter ${key}`,
          severity,
          openedFor: '2001-02-26',
          ...(inHand ? { inHand: { ...inHand, nextStep: 'look' } } : {}),
        }),
      )
    ).id;
  beforeEach(async () => {
    await putSkyway(test.system());
    await putModels(test.system(), flightDelay);
  });
  afterEach(() => test.clear());
  const away = (personId: string, deputyId: string) =>
    test.database.db
      .insert(deputy)
      .values({ personId, deputyId, fromAt: new Date('2001-03-01T06:00:00Z'), untilAt: new Date('2001-03-20T06:00:00Z') });

  it('comes late first, then by date; what nobody has stands on its owners’ lists', async () => {
    await open('later', { ownerId: 'tom', dueOn: '2001-03-20' });
    await open('late', { ownerId: 'tom', dueOn: '2001-03-04' });
    await open('soon', { ownerId: 'tom', dueOn: '2001-03-06' });
    await open('nobody', undefined, 90);
    await open('of another', { ownerId: 'marcus', dueOn: '2001-03-01' });
    const list = await listToDo(person('tom'));
    expect(list.items.map((one) => one.key)).toEqual(['late', 'soon', 'later', 'nobody']);
    expect(list).toMatchObject({ total: 4, late: 1, today: '2001-03-05' });
    expect((await listToDo(person('tom'), { limit: 2, offset: 2 })).items.map((one) => one.key)).toEqual(['later', 'nobody']);
    expect(await listToDo(person('grace'))).toMatchObject({ items: [], total: 0, late: 0 });
  });

  it('is the deputy’s while the owner is away, who plans and ends it for them', async () => {
    const id = await open('one', { ownerId: 'priya', dueOn: '2001-03-06' });
    expect((await listToDo(person('marcus'))).items).toEqual([]);
    const plan = { matterId: id, revision: 1, nextStep: 'ask the airport', dueOn: '2001-03-09' };
    await expect(takeMatter(person('marcus'), plan)).rejects.toMatchObject({ code: 'forbidden' });
    await away('priya', 'marcus');
    expect((await listToDo(person('marcus'))).items).toMatchObject([{ id, awayUntil: '2001-03-20', ownerName: 'Priya' }]);
    await takeMatter(person('marcus'), plan);
    expect(await readMatter(test.system(), id)).toMatchObject({
      ownerId: 'priya',
      deputyId: 'marcus',
      nextStep: 'ask the airport',
    });
    await closeMatter(person('marcus'), { matterId: id, outcome: 'asked', revision: 2 });
    expect((await listToDo(person('marcus'))).items).toEqual([]);
  });

  it('is counted over a period: what ended in it, what was open before it', async () => {
    const ended = await open('ended');
    await open('older');
    await open('newer');
    await test.database.db.update(matter).set({ openedFor: '2001-03-05' }).where(eq(matter.key, 'newer'));
    await closeMatter(person('tom'), { matterId: ended, outcome: 'seen to' });
    const during = (start: string, end: string) =>
      openMatters(test.system(), { teamId: null, period: { grain: 'week', start, end }, zone: 'America/Chicago', limit: 1 });
    expect(await during('2001-03-05', '2001-03-12')).toMatchObject({
      closed: 1,
      older: 1,
      total: 2,
      untaken: 2,
      shown: [{ key: 'older' }],
    });
    expect(await during('2001-02-26', '2001-03-05')).toMatchObject({ closed: 0, older: 0 });
  });

  it('is handed over with a line that becomes the next step', async () => {
    const id = await open('one', { ownerId: 'tom', dueOn: '2001-03-06' });
    await handOver(person('tom'), { matterId: id, toPersonId: 'marcus', revision: 1, nextStep: 'ring the feed’s owner' });
    expect((await listToDo(person('marcus'))).items).toMatchObject([
      { id, nextStep: 'ring the feed’s owner', dueOn: '2001-03-06' },
    ]);
    expect((await listToDo(person('tom'))).items).toEqual([]);
  });

  it('is all that is open about a model, or about a team’s models', async () => {
    await open('one', { ownerId: 'tom', dueOn: '2001-03-06' });
    await open('two');
    const keys = async (of: { modelId: string } | { teamId: string }) =>
      (await listOpenOf(person('grace'), { of })).items.map((one) => one.key);
    expect(await keys({ modelId: 'flight-delay' })).toEqual(['one', 'two']);
    expect(await keys({ teamId: 'network-operations' })).toEqual(['one', 'two']);
    expect(await keys({ teamId: 'nobody' })).toEqual([]);
  });
});
