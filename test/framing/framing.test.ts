import { asc, eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../src/audit/verify.ts';
import { write } from '../../src/audit/write.ts';
import { claimCardDue, dueCards } from '../../src/cards/due-cards.ts';
import { findCard, readEvents, readLetters } from '../../src/cards/read-card.ts';
import { openCard } from '../../src/cards/open-card.ts';
import { feedbackCase } from '../../src/db/schema/feedback.ts';
import { framingAnswer, framingEvent } from '../../src/db/schema/framing.ts';
import { matter } from '../../src/db/schema/matters.ts';
import { outboxMessage } from '../../src/db/schema/outbox.ts';
import { deputy } from '../../src/db/schema/people.ts';
import { readFacts } from '../../src/facts/read-facts.ts';
import { answerQuestion } from '../../src/framing/answer-question.ts';
import { concludeFraming } from '../../src/framing/conclude-framing.ts';
import { endFraming, reopenFraming } from '../../src/framing/end-framing.ts';
import { forgetFramingWords } from '../../src/framing/forget-words.ts';
import { framingDue } from '../../src/framing/framing-due.ts';
import { namePeople } from '../../src/framing/name-people.ts';
import { openFraming } from '../../src/framing/open-framing.ts';
import { addOption, judgeOption } from '../../src/framing/options.ts';
import { questions } from '../../src/framing/questions.ts';
import { framingsOfCase, listFramings, readFraming } from '../../src/framing/read-framing.ts';
import type { ConcludeInput } from '../../src/framing/schemas.ts';
import { readKpis } from '../../src/kpi/read-kpis.ts';
import { putOrganisation } from '../../src/people/organisation.ts';
import { removePerson } from '../../src/people/put-person.ts';
import { readPerson } from '../../src/people/read-persons.ts';
import { readModel } from '../../src/registry/read-model.ts';
import { weekOf } from '../../src/shared/period.ts';
import { readCoverage } from '../../src/monitor/read-week.ts';
import { upsertModel } from '../../src/registry/upsert-model.ts';
import type { Role } from '../../src/shared/actor.ts';
import { newId } from '../../src/shared/ids.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';
import { flightDelay, putModels, putSkyway } from '../support/skyway.ts';

const roles: Record<string, Role[]> = {
  dana: ['executive'],
  marcus: ['expert'],
  priya: ['data-scientist'],
  tom: ['engineer'],
  grace: ['compliance'],
};
const start = '2001-04-09T14:00:00Z';
const idea = 'Our service staff needs to understand customers better';

for (const kind of ['postgres', 'pglite'] as const) {
  describe(`an idea on ${kind}`, () => {
    const test = useDatabase(kind);
    const as = (id: string, now: string | Date = start) => test.ctx({ id, name: id, roles: roles[id] ?? [], now });
    const open = async (more: Record<string, unknown> = {}, by = 'dana') =>
      openFraming(as(by), {
        words: idea,
        people: { expert: 'marcus', scientist: 'priya', operations: 'tom' },
        clientKey: 'modal-1',
        ...more,
      });
    const answerAll = async (framingId: string) => {
      for (const { id } of questions()) await answerQuestion(as('marcus'), { framingId, question: id, words: `About ${id}.` });
    };
    const end = (framingId: string, more: Partial<ConcludeInput> = {}): ConcludeInput => ({
      framingId,
      title: 'Missed Connections',
      kpi: { phrase: 'missed connections', unit: 'share', better: 'lower', baseline: 0.12, target: 0.08 },
      companyGoal: 'Eight of ten flights on time',
      businessQuestion: 'Which flights shall we hold?',
      owners: { business: 'dana', operations: 'tom', 'data-science': 'priya' },
      ...more,
    });
    const cardOf = async (framingId: string) => (await findCard(test.system(), 'framing', framingId))!;
    const happened = async (framingId: string) =>
      (await readEvents(test.system(), (await cardOf(framingId)).id)).map((one) => one.kind);
    const matters = () => test.database.db.select().from(matter).orderBy(asc(matter.openedAt));
    const verbs = async () => (await auditEntries(test.system())).map((one) => one.verb);
    beforeEach(async () => {
      await putSkyway(test.system(start));
      await putModels(test.system(start), flightDelay);
      await write(test.system(start), (w) =>
        putOrganisation(w, {
          name: 'Skyway',
          zone: 'America/Chicago',
          industry: 'airlines',
          note: null,
          goals: ['Eight of ten flights on time'],
          auditChannel: null,
          channels: { 'data-science': 'C0DATASCI' },
        }),
      );
    });
    afterEach(() => test.clear());

    it('opens with a number, a card where builders talk, a letter to each who is named, and a matter with a date', async () => {
      const opened = await open();
      expect(opened).toMatchObject({ number: 1, created: true, masked: [] });
      const card = await cardOf(opened.framingId);
      expect(card.destination).toBe('C0DATASCI');
      expect((await readLetters(test.system(), card.id)).map((one) => [one.personId, one.part])).toEqual([
        ['dana', 'asker'],
        ['marcus', 'expert'],
        ['priya', 'scientist'],
        ['tom', 'operations'],
      ]);
      expect(await matters()).toMatchObject([{ kind: 'framing', ownerId: 'dana', dueOn: '2001-04-16', state: 'taken' }]);
      expect(await verbs()).toContain('framing.open');
      expect(await readFraming(as('marcus'), 1)).toMatchObject({ words: idea, state: 'open', next: { id: 'decision' } });
    });

    it('is opened once, however often the form is sent', async () => {
      const first = await open();
      expect(await open()).toMatchObject({ framingId: first.framingId, number: 1, created: false });
      expect((await test.database.db.select().from(outboxMessage)).filter((one) => one.kind === 'card')).toHaveLength(1);
    });

    it('names nobody who has left, and takes customers out of the words', async () => {
      await write(test.system(), async (w) => removePerson(w, await readPerson(w, 'marcus')));
      await expect(open()).rejects.toMatchObject({ code: 'not-found', field: 'expert' });
      const opened = await open({ people: {}, words: 'Call Jane on 312-555-0134 about it' });
      expect(opened.masked.length).toBeGreaterThan(0);
      expect((await readFraming(as('dana'), 1)).words).not.toContain('0134');
    });

    it('is led by one question after another; an answer given anew keeps the first in its history', async () => {
      const { framingId } = await open();
      const first = await answerQuestion(as('marcus'), { framingId, question: 'decision', words: 'The duty manager.' });
      expect(first).toMatchObject({ next: { id: 'often' }, changed: true });
      await answerQuestion(as('tom'), { framingId, question: 'decision', words: 'The hub.' });
      expect(await answerQuestion(as('tom'), { framingId, question: 'decision', words: 'The hub.' })).toMatchObject({
        changed: false,
      });
      const now = await readFraming(as('dana'), framingId);
      expect(now.questions[0]?.answer).toMatchObject({ words: 'The hub.', by: 'Tom' });
      expect(await happened(framingId)).toEqual(['answered', 'answered']);
      const reply = { framingId, question: 'often', words: 'Daily.', clientKey: 'reply:1' };
      await answerQuestion(as('tom'), reply);
      // Delivered again, when the next question is asked already.
      expect(await answerQuestion(as('tom'), { ...reply, question: 'worth' })).toMatchObject({ changed: false });
      await expect(answerQuestion(as('tom'), { framingId, question: 'colour', words: 'Red' })).rejects.toMatchObject({
        code: 'not-found',
      });
      await expect(answerQuestion(as('tom'), { framingId, question: 'often', words: ' ' })).rejects.toMatchObject({
        code: 'invalid',
      });
    });

    it('is answered by whom it names and who stands in for them; others are told whom to ask', async () => {
      const { framingId } = await open();
      const words = { framingId, question: 'often', words: 'Daily.' };
      await expect(answerQuestion(as('grace'), words)).rejects.toMatchObject({
        code: 'forbidden',
        message: 'Idea 1 is thought through by Marcus, Priya, Tom and Dana.',
      });
      await test.database.db
        .insert(deputy)
        .values({ personId: 'tom', deputyId: 'grace', fromAt: new Date('2001-04-01'), untilAt: new Date('2001-05-01') });
      expect(await answerQuestion(as('grace'), words)).toMatchObject({ changed: true });
    });

    it('takes others in, who get their letter', async () => {
      const { framingId } = await open({ people: {} });
      expect(await namePeople(as('dana'), { framingId, people: { expert: 'marcus' } })).toEqual({ changed: true });
      expect(await namePeople(as('dana'), { framingId, people: { expert: 'marcus' } })).toEqual({ changed: false });
      expect((await readLetters(test.system(), (await cardOf(framingId)).id)).map((one) => one.personId)).toEqual([
        'dana',
        'marcus',
      ]);
    });

    it('keeps what was considered, with why it was dropped', async () => {
      const { framingId } = await open();
      const { optionId } = await addOption(as('priya'), { framingId, words: 'A model of each traveller' });
      await expect(judgeOption(as('tom'), { optionId, verdict: 'dropped' })).rejects.toMatchObject({ code: 'invalid' });
      await judgeOption(as('tom'), { optionId, verdict: 'dropped', why: 'The gate has no time to read it.' });
      expect((await readFraming(as('dana'), framingId)).options).toMatchObject([
        { words: 'A model of each traveller', by: 'Priya', verdict: 'dropped', why: 'The gate has no time to read it.' },
      ]);
      expect(await happened(framingId)).toEqual(['option', 'judged']);
    });

    it('ends in a measure, a goal and three owners, which the registry takes over as a planned model', async () => {
      const { framingId } = await open();
      await expect(concludeFraming(as('dana'), end(framingId))).rejects.toMatchObject({ code: 'conflict' });
      await answerAll(framingId);
      const done = await concludeFraming(as('dana'), end(framingId));
      expect(done.modelId).toBe('missed-connections');
      expect(await readModel(as('dana'), 'missed-connections')).toMatchObject({
        stage: 'planned',
        teamId: 'network-operations',
        companyGoal: 'Eight of ten flights on time',
        businessQuestion: 'Which flights shall we hold?',
        newestVersion: null,
        owners: [{ personId: 'dana' }, { personId: 'priya' }, { personId: 'tom' }],
      });
      // Nothing is watched of it yet: it is in no count of what was checked.
      expect(await readCoverage(as('dana'), weekOf('2001-04-02'), null)).toMatchObject({ models: 1 });
      expect(await readKpis(as('dana'), ['missed-connections'])).toMatchObject([{ id: 'missed-connections', target: 0.08 }]);
      const idea = await readFraming(as('dana'), framingId);
      expect(idea).toMatchObject({ state: 'kpi', modelId: 'missed-connections' });
      const facts = await readFacts(as('dana'), [idea.outcome!.baselineFactId, idea.outcome!.targetFactId]);
      expect([...facts.values()].map((one) => [one.measure, one.value, one.source.source])).toEqual([
        ['kpi-baseline', 0.12, 'idea 1'],
        ['kpi-target', 0.08, 'idea 1'],
      ]);
      expect(await matters()).toMatchObject([{ state: 'done', doneById: 'dana' }]);
      expect(await verbs()).toEqual(expect.arrayContaining(['framing.conclude', 'registry.upsert-model']));
      expect(await verifyAudit(test.system())).toMatchObject({ whole: true });
      await expect(answerQuestion(as('tom'), { framingId, question: 'often', words: 'x' })).rejects.toMatchObject({
        code: 'conflict',
      });
    });

    it('refuses a target that is no gain, a goal that is none, an owner who has left, and a card that has moved on', async () => {
      const { framingId } = await open();
      await answerAll(framingId);
      const { kpi } = end(framingId);
      await expect(concludeFraming(as('dana'), end(framingId, { kpi: { ...kpi, target: 0.2 } }))).rejects.toMatchObject({
        field: 'target',
      });
      await expect(concludeFraming(as('dana'), end(framingId, { companyGoal: 'Fame' }))).rejects.toMatchObject({ field: 'goal' });
      const owners = { business: 'nobody', operations: 'tom', 'data-science': 'priya' } as const;
      await expect(concludeFraming(as('dana'), end(framingId, { owners }))).rejects.toMatchObject({ field: 'business' });
      await expect(concludeFraming(as('dana'), end(framingId, { revision: 2 }))).rejects.toMatchObject({ code: 'conflict' });
      expect((await readFraming(as('dana'), framingId)).state).toBe('open');
    });

    it('gives a model of the same name a number, and its owners change as every model’s do', async () => {
      await putModels(test.system(start), { ...flightDelay, id: 'missed-connections' });
      const { framingId } = await open();
      await answerAll(framingId);
      expect(await concludeFraming(as('dana'), end(framingId))).toMatchObject({ modelId: 'missed-connections-2' });
      await expect(
        upsertModel(as('dana'), { id: 'missed-connections-2', title: 'Mine', owners: { business: 'dana' } }),
      ).rejects.toMatchObject({ code: 'forbidden' });
    });

    it('ends as not worth a model with the reason, which stays, and can be brought back', async () => {
      const { framingId } = await open();
      await answerQuestion(as('marcus'), { framingId, question: 'often', words: 'Twice a year.' });
      await endFraming(as('tom'), { framingId, as: 'not-worth', words: 'Twice a year is a phone call.' });
      expect(await readFraming(as('dana'), 1)).toMatchObject({
        state: 'not-worth',
        ended: { by: 'Tom', words: 'Twice a year is a phone call.' },
      });
      expect((await listFramings(as('dana'))).framings).toEqual([]);
      expect((await listFramings(as('dana'), { open: false })).framings).toMatchObject([
        { number: 1, state: 'not-worth', answered: 1 },
      ]);
      expect(await matters()).toMatchObject([{ state: 'done' }]);
      await expect(endFraming(as('tom'), { framingId, as: 'not-worth', words: 'Again.' })).rejects.toMatchObject({
        code: 'conflict',
      });
      await reopenFraming(as('dana', '2001-04-10T14:00:00Z'), { framingId, words: 'Now it is daily.' });
      expect(await readFraming(as('dana'), 1)).toMatchObject({ state: 'open', ended: null, next: { id: 'decision' } });
      expect((await matters()).map((one) => one.state)).toEqual(['done', 'taken']);
    });

    it('is withdrawn by who asked it alone', async () => {
      const { framingId } = await open();
      await expect(endFraming(as('tom'), { framingId, as: 'withdrawn', words: 'No.' })).rejects.toMatchObject({
        code: 'forbidden',
      });
      expect(await endFraming(as('dana'), { framingId, as: 'withdrawn', words: 'A slip.' })).toMatchObject({ number: 1 });
    });

    it('is brought back when it is left alone, later each time, and not while somebody is at it', async () => {
      const { framingId } = await open();
      const card = await cardOf(framingId);
      const dueAt = async () =>
        (await dueCards(test.system('2002-01-01T00:00:00Z'))).map((one) => one.dueAt.toISOString().slice(0, 10));
      const look = async (now: string) => {
        const [due] = await dueCards(test.system(now));
        expect(due?.kind).toBe('bring-back');
        await write(test.system(now), async (w) => void (await claimCardDue(w, due!)));
        await framingDue(test.system(now), { cardId: card.id, kind: 'bring-back' });
      };
      expect(await dueAt()).toEqual(['2001-04-16']);
      await answerQuestion(as('marcus', '2001-04-12T14:00:00Z'), { framingId, question: 'often', words: 'Daily.' });
      await look('2001-04-16T14:00:00Z');
      expect(await happened(framingId)).toEqual(['answered']);
      expect(await dueAt()).toEqual(['2001-04-19']);
      await look('2001-04-19T14:00:00Z');
      expect(await happened(framingId)).toEqual(['answered', 'brought-back']);
      expect(await dueAt()).toEqual(['2001-05-03']);
      await look('2001-05-03T14:00:00Z');
      expect(await dueAt()).toEqual(['2001-05-31']);
      await endFraming(as('dana', '2001-05-04T14:00:00Z'), { framingId, as: 'withdrawn', words: 'Enough.' });
      expect(await dueAt()).toEqual([]);
    });

    it('is linked with the case that it came from, both ways', async () => {
      const caseId = newId();
      await test.database.db.insert(feedbackCase).values({
        id: caseId,
        number: 12,
        modelId: 'flight-delay',
        state: 'accepted',
        flaggedById: 'marcus',
        flaggedAt: new Date(start),
      });
      const caseCard = await write(test.system(start), (w) =>
        openCard(w, {
          kind: 'case',
          subjectId: caseId,
          destination: 'C0DATASCI',
          letters: [{ personId: 'marcus', part: 'flagger' }],
          due: [],
        }),
      );
      const { framingId } = await open({ caseId });
      expect(await readFraming(as('marcus'), framingId)).toMatchObject({ from: { number: 12, modelId: 'flight-delay' } });
      expect(await framingsOfCase(as('marcus'), caseId)).toMatchObject([{ number: 1, state: 'open' }]);
      await endFraming(as('tom'), { framingId, as: 'not-worth', words: 'A sign at the gate does it.' });
      const said = await readEvents(test.system(), caseCard.cardId);
      expect(said.map((one) => [one.kind, one.data['number'], one.data['state']])).toEqual([
        ['framing-opened', 1, undefined],
        ['framing-ended', 1, 'not-worth'],
      ]);
      await expect(open({ caseId: newId(), clientKey: 'other' })).rejects.toMatchObject({ code: 'not-found', field: 'caseId' });
    });

    it('forgets a person’s words at their wish; the record still verifies', async () => {
      const { framingId } = await open();
      await answerQuestion(as('marcus'), { framingId, question: 'often', words: 'Daily.' });
      const { optionId } = await addOption(as('priya'), { framingId, words: 'A list' });
      await judgeOption(as('marcus'), { optionId, verdict: 'dropped', why: 'Tried in May.' });
      const erased = await write(test.system(), (w) => forgetFramingWords(w, 'marcus'));
      expect(erased).toMatchObject({ framings: [framingId] });
      const { db } = test.database;
      expect(await db.select().from(framingAnswer)).toMatchObject([{ words: null }]);
      expect(
        (await db.select().from(framingEvent).where(eq(framingEvent.personId, 'marcus'))).every((one) => one.words === null),
      ).toBe(true);
      expect((await readFraming(as('dana'), framingId)).options).toMatchObject([{ words: 'A list', why: null }]);
      expect(await verifyAudit(test.system())).toMatchObject({ whole: true });
    });
  });
}
