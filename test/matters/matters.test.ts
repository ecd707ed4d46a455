import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../src/audit/verify.ts';
import { write } from '../../src/audit/write.ts';
import { onStatement } from '../../src/db/db.ts';
import { outboxMessage } from '../../src/db/schema/outbox.ts';
import { closeMatter, reopenMatter } from '../../src/matters/close-matter.ts';
import { handOver } from '../../src/matters/hand-over.ts';
import { openMatter } from '../../src/matters/open-matter.ts';
import { listMatters, mattersFor, readMatter } from '../../src/matters/read-matters.ts';
import { takeMatter } from '../../src/matters/take-matter.ts';
import { say } from '../../src/outbox/say.ts';
import { isLeewayError } from '../../src/shared/errors.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';
import { flightDelay, putModels, putSkyway } from '../support/skyway.ts';

for (const kind of ['postgres', 'pglite'] as const) {
  describe(`matters on ${kind}`, () => {
    const test = useDatabase(kind);
    const person =
      (id: string, name: string, teams = ['network-operations']) =>
      (now?: string) =>
        test.ctx({ id, name, roles: ['engineer'], teams, ...(now ? { now } : {}) });
    const tom = person('tom', 'Tom');
    const priya = person('priya', 'Priya');
    const stranger = person('grace', 'Grace', []);
    const open = (more = {}) =>
      write(test.system(), (w) =>
        openMatter(w, {
          kind: 'alert',
          modelId: 'flight-delay',
          key: 'mae',
          title: 'Missed by more',
          severity: 80,
          openedFor: '2001-02-26',
          ...more,
        }),
      );
    const step = (matterId: string, revision = 1) => ({ matterId, revision, nextStep: 'look at the feed', dueOn: '2001-03-08' });
    const entries = async () => (await auditEntries(test.system())).filter((one) => one.verb.startsWith('matters.'));
    const outbox = () => test.database.db.select().from(outboxMessage);
    beforeEach(async () => {
      await putSkyway(test.system());
      await putModels(test.system(), flightDelay);
    });
    afterEach(() => test.clear());

    it('are opened once for a model, kind and key, and brought up to date after that', async () => {
      const first = await open();
      await takeMatter(tom(), step(first.id));
      expect(await open({ title: 'Missed by much more', severity: 90 })).toEqual({ id: first.id, opened: false });
      expect(await listMatters(tom())).toMatchObject({
        matters: [{ title: 'Missed by much more', severity: 90, state: 'taken', ownerName: 'Tom', revision: 2 }],
      });
      expect((await open({ key: 'rmse' })).opened).toBe(true);
      expect((await entries()).map((one) => one.verb)).toEqual(['matters.open', 'matters.take', 'matters.open']);
    });

    it('are taken with a name, a next step and a date; the words are audited as a hash', async () => {
      const { id } = await open();
      expect(await takeMatter(tom(), { ...step(id), destination: { channel: 'C0HEALTH', threadTs: '1.2' } })).toEqual({
        change: 'taken',
        revision: 2,
      });
      expect(await readMatter(tom(), id)).toMatchObject({
        ownerId: 'tom',
        nextStep: 'look at the feed',
        dueOn: '2001-03-08',
        takenAt: tom().now,
      });
      const last = (await entries()).at(-1)!;
      expect(last).toMatchObject({
        verb: 'matters.take',
        subject: `matter:${id}`,
        actor: { id: 'tom' },
        detail: { dueOn: '2001-03-08' },
      });
      expect(last.detail['nextStepHash']).toMatch(/^[0-9a-f]{64}$/);
      expect(JSON.stringify(last)).not.toContain('feed');
      expect(await outbox()).toMatchObject([
        { kind: 'matter-taken', data: { matterId: id }, destination: 'C0HEALTH', threadTs: '1.2' },
      ]);
    });

    it('have the messages that show them edited at each decision, and no others; a refusal edits none', async () => {
      const { id } = await open();
      const edition = { kind: 'edition', data: { editionId: 'e' }, destination: 'C0HEALTH' } as const;
      const message = await write(test.system(), (w) => say(w, { ...edition, shows: [`matter:${id}`], dedupeKey: 'shows' }));
      await write(test.system(), (w) => say(w, { ...edition, shows: ['matter:other'], dedupeKey: 'other' }));
      const edits = async () => (await outbox()).flatMap((row) => row.updates ?? []);
      await takeMatter(tom(), step(id));
      expect(await edits()).toEqual([message]);
      await expect(takeMatter(priya(), step(id, 2))).rejects.toThrow('Tom took it');
      await handOver(tom(), { matterId: id, toPersonId: 'priya', revision: 2 });
      await closeMatter(priya(), { matterId: id, outcome: 'mended' });
      await reopenMatter(priya(), { matterId: id, revision: 4 });
      expect(await edits()).toEqual([message, message, message, message]);
    });

    it('cannot be taken from who has them, and say since when', async () => {
      const { id } = await open();
      await takeMatter(tom(), step(id));
      await expect(takeMatter(priya(), step(id, 2))).rejects.toMatchObject({
        code: 'conflict',
        message: 'Tom took it at Mon 5 March 2001, 09:00.',
      });
      expect((await readMatter(tom(), id)).ownerId).toBe('tom');
    });

    it('let their owner change step and date, if they saw them as they are', async () => {
      const { id } = await open();
      await takeMatter(tom(), step(id));
      expect(await takeMatter(tom(), step(id))).toEqual({ change: 'none', revision: 2 });
      await expect(takeMatter(tom(), { ...step(id, 1), nextStep: 'wait' })).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('has changed'),
      });
      expect(await takeMatter(tom(), { ...step(id, 2), nextStep: 'wait' })).toEqual({ change: 'taken', revision: 3 });
      expect(await entries()).toHaveLength(3);
    });

    it.each([
      ['yesterday', '2001-03-04', 'has passed'],
      ['in two years', '2003-03-05', 'within a year'],
      ['no day', '2001-02-30', 'a day such as'],
    ])('cannot be promised for %s', async (_what, dueOn, message) => {
      const { id } = await open();
      await expect(takeMatter(tom(), { ...step(id), dueOn })).rejects.toMatchObject({
        code: 'invalid',
        message: expect.stringContaining(message),
      });
    });

    it('may be promised for today in the taker’s own zone, also when it is tomorrow in UTC', async () => {
      const { id } = await open();
      await takeMatter(tom('2001-03-06T03:00:00Z'), { ...step(id), dueOn: '2001-03-05' });
      expect((await readMatter(tom(), id)).dueOn).toBe('2001-03-05');
    });

    it('are refused to people who have nothing to do with the model', async () => {
      const { id } = await open();
      await expect(takeMatter(stranger(), step(id))).rejects.toMatchObject({ code: 'forbidden' });
      await expect(closeMatter(stranger(), { matterId: id, outcome: 'gone' })).rejects.toMatchObject({ code: 'forbidden' });
      await takeMatter(tom(), step(id));
      await expect(handOver(stranger(), { matterId: id, toPersonId: 'grace', revision: 2 })).rejects.toMatchObject({
        code: 'forbidden',
      });
      await expect(takeMatter(test.system(), step(id))).rejects.toMatchObject({ code: 'forbidden' });
      expect((await entries()).map((one) => one.verb)).toEqual(['matters.open', 'matters.take']);
    });

    it('that nobody has are given to somebody, with a step and a day', async () => {
      const { id } = await open();
      const named = { matterId: id, toPersonId: 'priya', revision: 1 };
      await expect(handOver(tom(), named)).rejects.toMatchObject({
        code: 'invalid',
        hint: 'Say what comes next, and by when.',
      });
      const { nextStep } = step(id);
      await expect(handOver(tom(), { ...named, nextStep, dueOn: '2001-03-04' })).rejects.toThrow('has passed');
      expect(await handOver(tom(), { ...named, nextStep, dueOn: '2001-03-08' })).toEqual({ revision: 2 });
      expect(await readMatter(tom(), id)).toMatchObject({ state: 'taken', ownerId: 'priya', nextStep, dueOn: '2001-03-08' });
      expect(await outbox()).toMatchObject([{ destination: 'person:priya', data: { matterId: id } }]);
      expect((await entries()).at(-1)).toMatchObject({
        verb: 'matters.hand-over',
        detail: { from: null, to: 'priya', dueOn: '2001-03-08' },
      });
    });

    it('are handed over to somebody who is told, and who may then deal with them', async () => {
      const { id } = await open();
      await takeMatter(tom(), step(id));
      await expect(handOver(tom(), { matterId: id, toPersonId: 'nobody', revision: 2 })).rejects.toMatchObject({
        code: 'not-found',
      });
      expect(await handOver(tom(), { matterId: id, toPersonId: 'grace', revision: 2 })).toEqual({ revision: 3 });
      expect(await outbox()).toMatchObject([{ destination: 'person:grace', data: { matterId: id } }]);
      expect((await entries()).at(-1)).toMatchObject({ verb: 'matters.hand-over', detail: { from: 'tom', to: 'grace' } });
      expect(await closeMatter(stranger(), { matterId: id, outcome: 'The feed was late.' })).toEqual({
        change: 'done',
        revision: 4,
      });
    });

    it('are closed with what came of them, and reopened where they stood', async () => {
      const { id } = await open();
      await takeMatter(tom(), step(id));
      const close = { matterId: id, outcome: 'The feed was late.' };
      await expect(closeMatter(tom(), { ...close, revision: 1 })).rejects.toMatchObject({ code: 'conflict' });
      await closeMatter(tom(), { ...close, destination: { channel: 'C0HEALTH' } });
      expect(await closeMatter(tom(), close)).toEqual({ change: 'none', revision: 3 });
      await expect(closeMatter(priya(), close)).rejects.toMatchObject({
        code: 'conflict',
        message: 'It is done (Tom, Mon 5 March 2001, 09:00).',
      });
      await expect(takeMatter(priya(), step(id, 3))).rejects.toMatchObject({ code: 'conflict', hint: 'Reopen it first.' });
      expect(await readMatter(tom(), id)).toMatchObject({ state: 'done', outcome: 'The feed was late.', doneByName: 'Tom' });
      expect(await listMatters(tom())).toEqual({ matters: [], more: false });
      expect(await reopenMatter(tom(), { matterId: id, revision: 3 })).toEqual({ revision: 4 });
      expect(await readMatter(tom(), id)).toMatchObject({ state: 'taken', ownerId: 'tom', outcome: null, doneAt: null });
      expect((await entries()).map((one) => one.verb)).toEqual([
        'matters.open',
        'matters.take',
        'matters.close',
        'matters.reopen',
      ]);
      expect((await outbox()).map((one) => one.kind)).toEqual(['matter-done']);
    });

    it('cannot be reopened beside the same one opened anew', async () => {
      const { id } = await open();
      await closeMatter(tom(), { matterId: id, outcome: 'done' });
      expect((await open()).opened).toBe(true);
      await expect(reopenMatter(tom(), { matterId: id, revision: 2 })).rejects.toMatchObject({
        code: 'conflict',
        hint: 'Go on with the new one.',
      });
    });

    it('are listed worst first, bounded, and read in bulk in one statement', async () => {
      await open({ key: 'a', severity: 10 });
      const worst = await open({ key: 'b', severity: 90 });
      await open({ key: 'c', severity: 50 });
      const page = await listMatters(tom(), { limit: 2 });
      expect([page.matters.map((one) => one.severity), page.more]).toEqual([[90, 50], true]);
      await takeMatter(tom(), step(worst.id));
      expect((await listMatters(tom(), { personId: 'tom' })).matters.map((one) => one.id)).toEqual([worst.id]);
      const statements: string[] = [];
      const stop = onStatement((statement) => statements.push(statement));
      expect(await mattersFor(tom(), ['flight-delay', 'other'])).toHaveLength(3);
      stop();
      expect(statements).toHaveLength(1);
      await expect(listMatters(tom(), { limit: 101 })).rejects.toMatchObject({ code: 'invalid' });
      await expect(readMatter(tom(), 'x')).rejects.toMatchObject({ code: 'invalid' });
    });

    it('are taken by one of ten at once', async () => {
      const { id } = await open();
      const takes = await Promise.allSettled(
        Array.from({ length: 10 }, (_, index) =>
          takeMatter((index % 2 === 0 ? tom : priya)(), { ...step(id), nextStep: `step ${index}` }),
        ),
      );
      expect(takes.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
      const reasons = takes.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []));
      expect(reasons.every((reason) => isLeewayError(reason, 'conflict'))).toBe(true);
      expect((await entries()).filter((one) => one.verb === 'matters.take')).toHaveLength(1);
      expect(await verifyAudit(test.system())).toMatchObject({ whole: true });
    });

    it('are taken once by the same click ten times, and opened once by ten runs', async () => {
      const opened = await Promise.all(Array.from({ length: 10 }, () => open()));
      expect(opened.filter((one) => one.opened)).toHaveLength(1);
      const takes = await Promise.all(Array.from({ length: 10 }, () => takeMatter(tom(), step(opened[0]!.id))));
      expect(takes.filter((one) => one.change === 'taken')).toHaveLength(1);
    });
  });
}
