import { asc } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../src/audit/verify.ts';
import { write } from '../../src/audit/write.ts';
import { usefulness } from '../../src/db/schema/feedback.ts';
import { outboxMessage } from '../../src/db/schema/outbox.ts';
import { flagProblem } from '../../src/feedback/flag-problem.ts';
import { listOpenCases } from '../../src/feedback/list-cases.ts';
import { listCases, readCase } from '../../src/feedback/read-case.ts';
import { recordUsefulness } from '../../src/feedback/record-usefulness.ts';
import { listMatters } from '../../src/matters/read-matters.ts';
import { putTeam, removePerson } from '../../src/people/put-person.ts';
import { readPerson } from '../../src/people/read-persons.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';
import { flightDelay, putModels, putSkyway } from '../support/skyway.ts';

for (const kind of ['postgres', 'pglite'] as const) {
  describe(`feedback on ${kind}`, () => {
    const test = useDatabase(kind);
    const marcus = () => test.ctx({ id: 'marcus', name: 'Marcus', roles: ['expert'] });
    const complaint = (clientKey = 'modal-1') => ({
      modelId: 'flight-delay',
      whatHappened: 'Gate B12 was blocked for an hour.',
      clientKey,
    });
    const outbox = () => test.database.db.select().from(outboxMessage).orderBy(asc(outboxMessage.seq));
    beforeEach(async () => {
      await putSkyway(test.system());
      await putModels(test.system(), flightDelay, { id: 'orphan', title: 'Orphan' });
      await write(test.system(), (w) =>
        putTeam(w, { id: 'network-operations', name: 'Network Operations', businessUnit: null, channel: '#builders' }),
      );
    });
    afterEach(() => test.clear());

    it('turns a complaint into a numbered case with an owner and a day', async () => {
      const period = { start: '2001-02-26', end: '2001-03-05' };
      const flagged = await flagProblem(marcus(), {
        ...complaint(),
        kind: 'wrong',
        period,
        origin: { kind: 'edition', id: 'e1' },
      });
      expect(flagged).toMatchObject({
        created: true,
        unowned: false,
        case: {
          number: 1,
          state: 'flagged',
          modelTitle: 'Flight Delay',
          ownerId: 'priya',
          ownerName: 'Priya',
          flaggedByName: 'Marcus',
          promisedOn: '2001-03-12',
        },
      });
      const stored = await readCase(marcus(), 1);
      expect(stored).toMatchObject({
        periodStart: '2001-02-26',
        periodEnd: '2001-03-05',
        kind: 'wrong',
        origin: { kind: 'edition', id: 'e1' },
      });
      expect(stored.events).toMatchObject([{ kind: 'flagged', personId: 'marcus', words: 'Gate B12 was blocked for an hour.' }]);
      expect((await listMatters(marcus())).matters).toMatchObject([
        {
          kind: 'case',
          key: stored.id,
          title: 'Case 1 about Flight Delay',
          state: 'taken',
          ownerId: 'priya',
          nextStep: 'Answer the case',
        },
      ]);
    });

    it('tells the owner and the flagger, each once', async () => {
      const { case: made } = await flagProblem(marcus(), complaint());
      const { cardId } = await readCase(marcus(), made.id);
      expect((await outbox()).map((one) => [one.kind, one.destination, one.data])).toEqual([
        ['card', '#builders', { cardId }],
        ['card-letter', 'person:marcus', { cardId, personId: 'marcus' }],
        ['card-letter', 'person:priya', { cardId, personId: 'priya' }],
      ]);
      await flagProblem(test.ctx({ id: 'priya', name: 'Priya', roles: ['data-scientist'] }), complaint());
      const later = (await outbox()).slice(3);
      expect(later.map((one) => [one.kind, one.destination])).toEqual([
        ['card', '#builders'],
        ['card-letter', 'person:priya'],
      ]);
    });

    it('audits a complaint without its words', async () => {
      const { case: made } = await flagProblem(marcus(), complaint());
      const entries = await auditEntries(test.system());
      expect(entries.map((one) => one.verb)).toEqual(['matters.open', 'feedback.flag']);
      expect(entries[1]).toMatchObject({
        subject: `case:${made.id}`,
        actor: { id: 'marcus' },
        detail: { number: 1, ownerId: 'priya' },
      });
      expect(entries[1]!.detail['wordsHash']).toMatch(/^[0-9a-f]{64}$/);
      expect(JSON.stringify(entries)).not.toContain('B12');
    });

    it('says that nobody owns a model, and asks the next owner when one has left', async () => {
      expect(await flagProblem(marcus(), { ...complaint(), modelId: 'orphan' })).toMatchObject({
        unowned: true,
        case: { ownerId: null, ownerName: null },
      });
      expect((await outbox()).map((one) => [one.kind, one.destination])).toEqual([['card', 'person:marcus']]);
      const priya = await readPerson(test.ctx(), 'priya');
      await write(test.system(), (w) => removePerson(w, priya));
      const other = { ...complaint('modal-2'), whatHappened: 'And again.' };
      expect(await flagProblem(marcus(), other)).toMatchObject({ case: { ownerId: 'tom' } });
    });

    it.each([
      ['no words', { whatHappened: '  ' }, 'whatHappened'],
      ['3,001 characters', { whatHappened: 'x'.repeat(3001) }, 'whatHappened'],
      ['a period that ends before it starts', { period: { start: '2001-03-05', end: '2001-03-05' } }, 'period'],
    ])('refuses a complaint with %s', async (_what, wrong, field) => {
      await expect(flagProblem(marcus(), { ...complaint(), ...wrong })).rejects.toMatchObject({ code: 'invalid', field });
      expect(await auditEntries(test.system())).toEqual([]);
    });

    it('refuses unknown models, people without a role and services; no number is lost', async () => {
      await expect(flagProblem(marcus(), { ...complaint(), modelId: 'flight-dely' })).rejects.toMatchObject({
        code: 'not-found',
        hint: 'Did you mean flight-delay?',
      });
      await expect(flagProblem(test.ctx({ roles: [] }), complaint())).rejects.toMatchObject({ code: 'forbidden' });
      await expect(flagProblem(test.system(), complaint())).rejects.toMatchObject({ code: 'forbidden' });
      expect((await flagProblem(marcus(), complaint())).case.number).toBe(1);
    });

    it('takes a complaint about a retired model and says so, and the same words again as one', async () => {
      await putModels(test.system(), { ...flightDelay, id: 'old-delay', title: 'Old Delay', stage: 'retired' });
      const old = { ...complaint(), modelId: 'old-delay' };
      expect(await flagProblem(marcus(), old)).toMatchObject({ retired: true, case: { ownerId: 'priya' } });
      expect(await flagProblem(marcus(), complaint('a'))).toMatchObject({ created: true, retired: false, case: { number: 2 } });
      const again = await flagProblem(marcus(), { ...complaint('b'), whatHappened: ' Gate B12 was blocked for an hour. ' });
      expect(again).toMatchObject({ created: false, case: { number: 2 } });
      const later = test.ctx({ id: 'marcus', name: 'Marcus', roles: ['expert'], now: '2001-03-05T15:11:00Z' });
      expect(await flagProblem(later, complaint('c'))).toMatchObject({ created: true, case: { number: 3 } });
    });

    it('refuses a week that has not begun', async () => {
      const period = { start: '2001-03-12', end: '2001-03-19' };
      await expect(flagProblem(marcus(), { ...complaint(), period })).rejects.toMatchObject({
        code: 'invalid',
        message: '12 March 2001 has not come yet: today is 5 March 2001.',
      });
    });

    it('keeps any text as it was said, but for what no database keeps', async () => {
      const whatHappened = '<b> *late* \u202Eرحلة\u0000 🛫'.repeat(3);
      const { case: made } = await flagProblem(marcus(), { ...complaint(), whatHappened });
      expect((await readCase(marcus(), made.id)).events[0]!.words).toBe(whatHappened.replaceAll('\0', ''));
    });

    it('lists cases by flagger, owner and model, newest first, in pages', async () => {
      for (const key of ['a', 'b', 'c']) await flagProblem(marcus(), { ...complaint(key), whatHappened: `Gate ${key}` });
      const page = await listCases(marcus(), { flaggedById: 'marcus', limit: 2 });
      expect([page.cases.map((one) => one.number), page.more]).toEqual([[3, 2], true]);
      expect((await listCases(marcus(), { ownerId: 'priya', before: 2 })).cases.map((one) => one.number)).toEqual([1]);
      expect((await listCases(marcus(), { modelIds: ['orphan'] })).cases).toEqual([]);
      expect(await listOpenCases(marcus(), { teamId: 'network-operations', limit: 2 })).toMatchObject([
        { number: 1 },
        { number: 2 },
      ]);
      await expect(readCase(marcus(), 9)).rejects.toMatchObject({ code: 'not-found', message: 'There is no case 9.' });
      await expect(readCase(marcus(), 'x')).rejects.toMatchObject({ code: 'not-found' });
      await expect(listCases(marcus(), { limit: 101 })).rejects.toMatchObject({ code: 'invalid' });
    });

    it('makes one case of the same complaint ten times at once, and ten of ten, without gaps', async () => {
      const same = await Promise.all(Array.from({ length: 10 }, () => flagProblem(marcus(), complaint())));
      expect(same.map((one) => one.case.number)).toEqual(Array(10).fill(1));
      expect(same.filter((one) => one.created)).toHaveLength(1);
      expect(await outbox()).toHaveLength(3);
      const ten = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          flagProblem(marcus(), { ...complaint(`other-${index}`), whatHappened: `Gate ${index}` }),
        ),
      );
      expect(ten.map((one) => one.case.number).toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
      expect(await verifyAudit(test.system())).toMatchObject({ whole: true });
    });

    it('counts the last vote, and takes why later without changing it; votes are not audited', async () => {
      const subject = { subjectKind: 'edition', subjectId: 'e1' } as const;
      const votes = () => test.database.db.select().from(usefulness);
      await expect(recordUsefulness(marcus(), { ...subject, why: 'too long' })).rejects.toMatchObject({
        code: 'conflict',
        field: 'vote',
      });
      await expect(recordUsefulness(marcus(), subject)).rejects.toMatchObject({ code: 'invalid' });
      await expect(recordUsefulness(test.ctx({ roles: [] }), { ...subject, vote: 'no' })).rejects.toMatchObject({
        code: 'forbidden',
      });
      await recordUsefulness(marcus(), { ...subject, vote: 'no' });
      await recordUsefulness(marcus(), { ...subject, why: 'too long' });
      await recordUsefulness(marcus(), { ...subject, vote: 'no' });
      expect(await votes()).toMatchObject([{ personId: 'marcus', vote: 'no', why: 'too long' }]);
      await recordUsefulness(marcus(), { ...subject, vote: 'yes' });
      expect(await votes()).toMatchObject([{ vote: 'yes', why: null }]);
      await recordUsefulness(test.ctx({ id: 'dana', roles: ['executive'] }), { ...subject, vote: 'no' });
      expect(await votes()).toHaveLength(2);
      expect(await auditEntries(test.system())).toEqual([]);
    });
  });
}
