import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findCard, readEvents, readLetters } from '../../src/cards/read-card.ts';
import { changeDue } from '../../src/changes/change-due.ts';
import { describeTouch } from '../../src/changes/describe-touch.ts';
import { proposeTouches } from '../../src/changes/propose-touches.ts';
import { changesNear, readChange, upcomingChanges } from '../../src/changes/read-change.ts';
import { reportChange } from '../../src/changes/report-change.ts';
import { settleTouch } from '../../src/changes/settle-touch.ts';
import { withdrawChange } from '../../src/changes/withdraw-change.ts';
import { cardDue } from '../../src/db/schema/cards.ts';
import { modelHealth } from '../../src/db/schema/monitor.ts';
import { model, modelVersion } from '../../src/db/schema/registry.ts';
import { eraseWords } from '../../src/evidence/erase-words.ts';
import { listMatters } from '../../src/matters/read-matters.ts';
import { newId } from '../../src/shared/ids.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';
import { flightDelay, putModels, putSkyway } from '../support/skyway.ts';

for (const kind of ['postgres', 'pglite'] as const) {
  describe(`changes on ${kind}`, () => {
    const test = useDatabase(kind);
    const marcus = () => test.ctx({ id: 'marcus', name: 'Marcus', roles: ['expert'] });
    const priya = () => test.ctx({ id: 'priya', name: 'Priya', roles: ['data-scientist'], teams: ['network-operations'] });
    const report = { words: 'Two new airports from 1 April', startsOn: '2001-04-01', clientKey: 'modal-1' };
    const touch = (...ids: string[]) => ids.map((modelId) => ({ modelId }));
    const opened = async (...models: string[]) =>
      (await reportChange(marcus(), { ...report, touches: touch(...models) })).change.id;
    const states = async (id: string) =>
      Object.fromEntries((await readChange(test.system(), id)).touches.map((one) => [one.modelId, one.state]));
    const version = (number: number, dataEnd: string) =>
      test.database.db.insert(modelVersion).values({
        id: newId(),
        modelId: 'flight-delay',
        number,
        artifact: `v${number}`,
        artifactDigest: 'a'.repeat(64),
        dataStart: '2001-01-01',
        dataEnd,
        registeredAt: new Date(),
      });
    beforeEach(async () => {
      await putSkyway(test.system());
      const other = { ...flightDelay, id: 'crew-need', title: 'Crew Need' };
      await putModels(test.system(), flightDelay, other, { id: 'orphan', title: 'Orphan' });
    });
    afterEach(() => test.clear());

    it('gets a number, a card, a letter for each who is concerned and a matter for each model', async () => {
      const words = 'Two new airports from 1 April, says customer Jane Doe';
      const { change, created, masked } = await reportChange(marcus(), {
        ...report,
        words,
        touches: touch('flight-delay', 'orphan'),
      });
      expect({ created, masked }).toEqual({ created: true, masked: ['a name'] });
      expect(change).toMatchObject({ number: 1, state: 'open', byName: 'Marcus', startsOn: '2001-04-01', endsOn: null });
      expect(change.words).toBe('Two new airports from 1 April, says customer [name]');
      const card = await findCard(test.system(), 'change', change.id);
      expect((await readLetters(test.system(), card!.id)).map((one) => [one.personId, one.part])).toEqual([
        ['marcus', 'reporter'],
        ['priya', 'owner'],
      ]);
      expect((await listMatters(test.system())).matters).toMatchObject([
        { kind: 'change', modelId: 'flight-delay', ownerId: 'priya', dueOn: '2001-04-01', state: 'taken' },
        { kind: 'change', modelId: 'orphan', ownerId: null, state: 'open' },
      ]);
      const entries = await auditEntries(test.system());
      expect(entries.at(-1)).toMatchObject({ verb: 'changes.report', detail: { number: 1, models: ['flight-delay', 'orphan'] } });
      expect(JSON.stringify(entries)).not.toContain('airports');
    });

    it('is the same change when it is sent twice, and has no number but one', async () => {
      const first = await reportChange(marcus(), report);
      const again = await reportChange(marcus(), report);
      expect([again.created, again.change.id]).toEqual([false, first.change.id]);
      expect((await reportChange(marcus(), { ...report, clientKey: 'modal-2' })).change.number).toBe(2);
    });

    it.each([
      ['no words', { words: ' ' }, 'words'],
      ['a day that is none', { startsOn: '2001-02-30' }, 'startsOn'],
      ['an end before its beginning', { endsOn: '2001-03-01' }, 'endsOn'],
      ['a wrong century', { startsOn: '2101-04-01' }, 'startsOn'],
    ])('refuses %s', async (_what, wrong, field) => {
      await expect(reportChange(marcus(), { ...report, ...wrong })).rejects.toMatchObject({ code: 'invalid', field });
      expect(await auditEntries(test.system())).toEqual([]);
    });

    it('says later what it touches, takes back what it does not, and ends where it touches nothing', async () => {
      const id = await opened();
      expect((await readChange(marcus(), id)).state).toBe('asked');
      expect(await describeTouch(priya(), { changeId: id, touches: touch('flight-delay', 'crew-need') })).toEqual({ open: 2 });
      await describeTouch(marcus(), { changeId: id, touches: touch('crew-need') });
      expect(await states(id)).toEqual({ 'crew-need': 'open' });
      expect((await listMatters(test.system())).matters.map((one) => one.modelId)).toEqual(['crew-need']);
      await expect(describeTouch(marcus(), { changeId: id, touches: touch('crew-ned') })).rejects.toMatchObject({
        code: 'not-found',
      });
      expect(await describeTouch(marcus(), { changeId: id, touches: [] })).toEqual({ open: 0 });
      expect((await readChange(marcus(), id)).state).toBe('done');
    });

    it('ends three models three ways, each with what shows it, and is over then', async () => {
      const id = await opened('flight-delay', 'crew-need', 'orphan');
      await version(2, '2001-04-20');
      await version(1, '2001-02-01');
      const settle = (modelId: string, more: object) =>
        settleTouch(priya(), { changeId: id, modelId, how: 'retrained', ...more });
      await expect(settle('flight-delay', { version: 1 })).rejects.toMatchObject({ field: 'version', message: /cannot know/ });
      await expect(settle('flight-delay', {})).rejects.toMatchObject({ field: 'version', hint: 'Trained since: version 2.' });
      expect(await settle('flight-delay', { version: 2 })).toMatchObject({ open: 2 });

      await expect(settle('crew-need', { how: 'no-effect' })).rejects.toMatchObject({ message: /No whole week since 1 April/ });
      await test.database.db.insert(modelHealth).values({
        modelId: 'crew-need',
        state: 'calm',
        severity: 0,
        findings: 0,
        lastRunId: newId(),
        grain: 'week',
        periodStart: '2001-04-02',
        periodEnd: '2001-04-09',
        updatedAt: new Date(),
      });
      expect(await settle('crew-need', { how: 'no-effect' })).toMatchObject({ open: 1 });

      await expect(settle('orphan', { how: 'refused' })).rejects.toMatchObject({ field: 'words' });
      const dana = test.ctx({ id: 'dana', roles: ['admin'] });
      const refused = { changeId: id, modelId: 'orphan', how: 'refused' as const, words: 'It is retired in May.' };
      expect(await settleTouch(dana, refused)).toMatchObject({ open: 0 });
      expect(await states(id)).toEqual({ 'flight-delay': 'retrained', 'crew-need': 'no-effect', orphan: 'refused' });
      expect((await readChange(marcus(), id)).state).toBe('done');
      expect((await listMatters(test.system())).matters).toEqual([]);
      await expect(settleTouch(dana, refused)).rejects.toMatchObject({ code: 'conflict' });
      const entries = (await auditEntries(test.system())).filter((one) => one.verb === 'changes.settle');
      expect(entries.map((one) => one.detail['how'])).toEqual(['retrained', 'no-effect', 'refused']);
      expect(JSON.stringify(entries)).not.toContain('retired in May');
    });

    it('lets only those it belongs to end it, once, whoever is quicker', async () => {
      const id = await opened('flight-delay', 'crew-need');
      const refused = { changeId: id, modelId: 'flight-delay', how: 'refused' as const, words: 'Too small to matter.' };
      await expect(settleTouch(marcus(), refused)).rejects.toMatchObject({ code: 'forbidden' });
      const both = await Promise.allSettled([settleTouch(priya(), refused), settleTouch(priya(), refused)]);
      expect(both.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    });

    it('is taken back by whoever told of it, and by nobody else', async () => {
      const id = await opened('flight-delay');
      await expect(withdrawChange(priya(), { changeId: id })).rejects.toMatchObject({
        code: 'forbidden',
        message: /^Marcus told/,
      });
      await withdrawChange(marcus(), { changeId: id, words: 'Put off until next year' });
      expect((await listMatters(test.system())).matters).toEqual([]);
      await expect(withdrawChange(marcus(), { changeId: id })).rejects.toMatchObject({ code: 'conflict' });
      expect(await changesNear(marcus(), ['flight-delay'], { start: '2001-04-02', end: '2001-04-09' })).toEqual([]);
    });

    it('stands near the weeks in which it holds, and among what comes', async () => {
      await opened('flight-delay');
      const near = async (start: string, end: string) =>
        (await changesNear(marcus(), ['flight-delay'], { start, end })).map((one) => one.number);
      expect([await near('2001-03-19', '2001-04-01'), await near('2001-03-26', '2001-04-02')]).toEqual([[], [1]]);
      const coming = (today: string, teamId: string | null) =>
        upcomingChanges(marcus(), { today, teamId }).then((found) => found.map((one) => one.number));
      expect(await coming('2001-03-05', 'network-operations')).toEqual([1]);
      expect(await coming('2001-03-05', 'elsewhere')).toEqual([]);
      expect(await coming('2001-01-05', null)).toEqual([]);
    });

    it('is brought back every week, to those above as well from the second time on', async () => {
      const id = await opened('flight-delay');
      const card = (await findCard(test.system(), 'change', id))!;
      const due = () => test.database.db.select().from(cardDue).where(eq(cardDue.cardId, card.id));
      expect((await due()).map((one) => one.kind)).toEqual(['remind']);
      await changeDue(test.system('2001-04-01T14:00:00Z'), { cardId: card.id, kind: 'remind' });
      await changeDue(test.system('2001-04-08T14:00:00Z'), { cardId: card.id, kind: 'remind:2' });
      expect((await due()).map((one) => one.kind).toSorted()).toEqual(['remind', 'remind:2', 'remind:3']);
      expect((await readLetters(test.system(), card.id)).map((one) => one.part)).toContain('above');
      expect((await readEvents(test.system(), card.id)).map((one) => one.kind)).toEqual(['reminded', 'reminded']);
    });

    it('proposes models by what their record says, all of a few where no word tells', async () => {
      expect((await proposeTouches(marcus(), 'More flights on Sundays')).map((one) => one.modelId)).toEqual([
        'crew-need',
        'flight-delay',
      ]);
      expect(await proposeTouches(marcus(), 'From 1 May')).toHaveLength(3);
    });

    it('proposes no model that is only planned: it can be neither trained anew nor checked', async () => {
      const before = await proposeTouches(marcus(), 'crews have longer breaks');
      expect(before.map((one) => one.modelId)).toContain('crew-need');
      await test.database.db.update(model).set({ stage: 'planned' }).where(eq(model.id, 'crew-need'));
      const after = await proposeTouches(marcus(), 'crews have longer breaks');
      expect(after.map((one) => one.modelId)).not.toContain('crew-need');
    });

    it('loses its words when whoever said them wishes so', async () => {
      const id = await opened('flight-delay');
      await eraseWords(test.ctx({ id: 'grace', roles: ['compliance'] }), { personId: 'marcus' });
      expect((await readChange(test.system(), id)).words).toBeNull();
    });
  });
}
