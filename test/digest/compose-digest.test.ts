import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { edition, termMet } from '../../src/db/schema/digest.ts';
import { model } from '../../src/db/schema/registry.ts';
import { run } from '../../src/db/schema/monitor.ts';
import { fact } from '../../src/db/schema/facts.ts';
import { outboxMessage } from '../../src/db/schema/outbox.ts';
import { onStatement } from '../../src/db/db.ts';
import { composeDigest, previewDigest, type ComposeInput } from '../../src/digest/compose-digest.ts';
import { readEdition } from '../../src/digest/read-edition.ts';
import { factsOf } from '../../src/digest/schemas.ts';
import { readFacts } from '../../src/facts/read-facts.ts';
import { closeMatter } from '../../src/matters/close-matter.ts';
import { listMatters } from '../../src/matters/read-matters.ts';
import { takeMatter } from '../../src/matters/take-matter.ts';
import { newId } from '../../src/shared/ids.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';
import { applyFlights, mondays, runWeeks } from '../support/flights.ts';

const bad: ComposeInput = { audienceId: 'executives', destination: 'C0HEALTH', periodStart: '2001-06-11' };
const monday = '2001-06-18T14:00:00Z';

describe('composing a digest', () => {
  const test = useDatabase();
  const db = () => test.database.db;
  const messages = () => db().select().from(outboxMessage).orderBy(outboxMessage.seq);
  const compose = (input: Partial<ComposeInput> = {}, now = monday) => composeDigest(test.system(now), { ...bad, ...input });
  const text = (made: Awaited<ReturnType<typeof compose>>) =>
    [made!.body.headline, ...made!.body.lines].map((line) => line.text).join('\n');

  beforeAll(async () => {
    await applyFlights(test.system('2001-02-01T12:00:00Z'));
    await runWeeks(test.system(), mondays('2001-02-05', '2001-06-18'));
  });
  beforeEach(async () => {
    for (const table of [edition, termMet, outboxMessage]) await db().delete(table);
  });

  it('stores the edition, its facts, two messages and one audit entry', async () => {
    const made = await compose();
    const stored = await readEdition(test.system(), made!.id);
    expect(stored).toMatchObject({
      audienceId: 'executives',
      destination: 'C0HEALTH',
      preview: false,
      body: { period: { start: '2001-06-11' } },
    });
    expect(stored.body).toEqual(made!.body);
    expect(await readFacts(test.system(), factsOf(made!.body))).toHaveLength(factsOf(made!.body).length);
    const [main, details] = await messages();
    expect([main, details]).toMatchObject([
      { kind: 'edition', destination: 'C0HEALTH', data: { editionId: made!.id } },
      { kind: 'edition-details', destination: 'C0HEALTH', threadOf: main!.id },
    ]);
    const entries = (await auditEntries(test.system())).filter((entry) => entry.subject === `edition:${made!.id}`);
    expect(entries).toMatchObject([{ verb: 'digest.compose', detail: { audience: 'executives', facts: factsOf(made!.body) } }]);
  });

  it('is done once for an audience, a destination and a week', async () => {
    expect(await compose()).toBeDefined();
    expect(await compose()).toBeUndefined();
    expect(await compose({ periodStart: '2001-06-14' })).toBeUndefined();
    expect(await compose({ destination: 'person:dana' })).toBeDefined();
    expect(await compose({ periodStart: '2001-06-04' })).toBeDefined();
    expect(await messages()).toHaveLength(6);
  });

  it('is done once when ten do it at once', async () => {
    const made = await Promise.all(Array.from({ length: 10 }, () => compose()));
    expect(made.filter((one) => one !== undefined)).toHaveLength(1);
    expect(await db().select().from(edition)).toHaveLength(1);
    expect(await messages()).toHaveLength(2);
  });

  it('tells a picture at a destination’s first meeting with it only', async () => {
    const first = await compose();
    expect(first!.body.term).toBe('concept-drift');
    const second = await compose({ periodStart: '2001-06-18' }, '2001-06-25T14:00:00Z');
    expect(second!.body.term).not.toBe('concept-drift');
    expect((await compose({ destination: 'person:dana' }))!.body.term).toBe('concept-drift');
  });

  it('to look at posts nothing, counts no picture as told, and leaves no audit entry', async () => {
    const before = (await auditEntries(test.system())).length;
    const { id, body } = await previewDigest(test.ctx({ roles: ['executive'], now: monday }), bad);
    expect(body.headline.text).toContain('Asked of you');
    expect(await readEdition(test.system(), id)).toMatchObject({ preview: true });
    expect(await messages()).toEqual([]);
    expect(await db().select().from(termMet)).toEqual([]);
    expect(await auditEntries(test.system())).toHaveLength(before);
    expect(await compose()).toBeDefined();
  });

  describe('of a week that no model was looked at in yet', () => {
    const unseen = { periodStart: '2001-06-25' };
    const itsMonday = '2001-07-02T00:00:00Z';

    it('tells of the week before it and when the newer one comes', async () => {
      const made = await compose(unseen, itsMonday);
      expect(made!.body.period.start).toBe('2001-06-18');
      expect(text(made)).toContain('The week of 25 June has not been looked at yet; the next digest tells of it.');
      const looked = await compose({ ...unseen, destination: 'person:dana', periodStart: '2001-06-18' }, itsMonday);
      expect(text(looked)).not.toContain('not been looked at yet');
    });

    it('does so once, however often the job is repeated', async () => {
      expect(await compose(unseen, '2001-07-02T14:00:00Z')).toBeDefined();
      expect(await compose(unseen, '2001-07-02T14:05:00Z')).toBeUndefined();
      expect(await messages()).toHaveLength(2);
    });

    it('says that it was not checked where the week before was told at its own time', async () => {
      await compose({ periodStart: '2001-06-18' }, '2001-06-25T14:00:00Z');
      const made = await compose(unseen, '2001-07-02T14:00:00Z');
      expect(made!.body.period.start).toBe('2001-06-25');
      expect(text(made)).toContain('Not checked: Flight Delay.');
    });

    it('says so too where nothing is known of the week before either', async () => {
      const made = await compose({ periodStart: '2001-07-09' }, '2001-07-16T14:00:00Z');
      expect(made!.body.period.start).toBe('2001-07-09');
    });

    it('previews what there is to tell of, told or not', async () => {
      await compose({ periodStart: '2001-06-18' }, '2001-06-25T14:00:00Z');
      const at = test.ctx({ roles: ['executive'], now: itsMonday });
      const { body } = await previewDigest(at, { ...bad, ...unseen, destination: 'person:dana' });
      expect(body.period.start).toBe('2001-06-18');
    });
  });

  it('deletes previews that no link reaches any more, with their figures, and says so in the audit', async () => {
    const preview = (now: string) => previewDigest(test.ctx({ roles: ['executive'], now }), bad);
    const old = await preview('2001-06-18T14:00:00Z');
    const young = await preview('2001-06-25T14:00:00Z');
    const kept = await compose();
    const made = await compose({ periodStart: '2001-06-18' }, '2001-09-19T14:00:00Z');
    const left = await db().select({ id: edition.id }).from(edition);
    expect(left.map((one) => one.id).toSorted()).toEqual([young.id, kept!.id, made!.id].toSorted());
    const stated = (id: string) => db().select().from(fact).where(eq(fact.runId, id));
    expect([(await stated(old.id)).length, (await stated(young.id)).length > 0]).toEqual([0, true]);
    const entry = (await auditEntries(test.system())).find((one) => one.subject === `edition:${made!.id}`);
    expect(entry?.detail).toMatchObject({ prunedPreviews: 1 });
  });

  it('names an audience that there is not', async () => {
    await expect(compose({ audienceId: 'nobody' })).rejects.toMatchObject({ code: 'not-found', field: 'audienceId' });
  });

  it('follows a matter from untouched to done', async () => {
    const [matter] = (await listMatters(test.system())).matters;
    expect(text(await compose())).toContain('name someone to find out why Flight Delay missed by more than usual.');
    const tom = test.ctx({ id: 'tom', roles: ['engineer'], teams: ['network-operations'], now: '2001-06-18T15:00:00Z' });
    const { revision } = await takeMatter(tom, {
      matterId: matter!.id,
      nextStep: 'Look at June',
      dueOn: '2001-06-28',
      revision: matter!.revision,
    });
    const next = { periodStart: '2001-06-18' };
    expect(text(await compose(next, '2001-06-25T14:00:00Z'))).toContain(
      'Tom Okafor is finding out why Flight Delay missed by more than usual in the week of 11 June, and reports by Thu 28 June.',
    );
    expect(text(await compose({ ...next, destination: 'C0LATE' }, '2001-07-02T14:00:00Z'))).toContain(
      'was due on Thu 28 June: please ask for it.',
    );
    await closeMatter(tom, { matterId: matter!.id, outcome: 'Storms', revision });
    expect(text(await compose({ ...next, destination: 'C0DONE' }, '2001-07-02T14:00:00Z'))).not.toContain('find');
  });

  it('asks the database as often with 1,000 models as with 10', async () => {
    const addModels = async (from: number, to: number) => {
      const ids = Array.from({ length: to - from }, (_, index) => `model-${from + index}`);
      await db()
        .insert(model)
        .values(
          ids.map((id) => ({
            id,
            title: id,
            stage: 'production',
            unitSingular: 'row',
            unitPlural: 'rows',
            createdAt: new Date(monday),
            updatedAt: new Date(monday),
          })) as (typeof model.$inferInsert)[],
        );
      await db()
        .insert(run)
        .values(
          ids.map((modelId) => ({
            id: newId(),
            modelId,
            version: 1,
            grain: 'week' as const,
            periodStart: '2001-06-11',
            periodEnd: '2001-06-18',
            state: 'published' as const,
            startedAt: new Date(monday),
          })),
        );
    };
    const statements = async (destination: string) => {
      let count = 0;
      const stop = onStatement(() => count++);
      const made = await compose({ destination });
      stop();
      return { count, text: text(made) };
    };
    await addModels(1, 10);
    const ten = await statements('C0TEN');
    await addModels(10, 1_000);
    const thousand = await statements('C0THOUSAND');
    expect(ten.text).toContain('All 10 models were checked.');
    expect(thousand.text).toContain('All 1,000 models were checked.');
    expect(thousand.count).toBe(ten.count);
    expect(await db().select({ id: fact.id }).from(fact).where(eq(fact.measure, 'models'))).not.toEqual([]);
  });
});
