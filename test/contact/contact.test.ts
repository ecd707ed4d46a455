import { asc } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { lookAtContact } from '../../src/contact/look-at-contact.ts';
import { endedQuarter, quarterOf, sayQuarter } from '../../src/contact/quarters.ts';
import { readContact } from '../../src/contact/read-contact.ts';
import { approvalRequest, approvalVote } from '../../src/db/schema/approvals.ts';
import { caseEvent, feedbackCase } from '../../src/db/schema/feedback.ts';
import { framing, framingEvent } from '../../src/db/schema/framing.ts';
import { matter } from '../../src/db/schema/matters.ts';
import { outboxMessage } from '../../src/db/schema/outbox.ts';
import { sampleAnswer, sampleRound } from '../../src/db/schema/sampling.ts';
import { recordFacts } from '../../src/facts/record-facts.ts';
import { findJargon } from '../../src/explain/jargon.ts';
import { putKpi } from '../../src/kpi/put-kpi.ts';
import { closeMatter } from '../../src/matters/close-matter.ts';
import { takeMatter } from '../../src/matters/take-matter.ts';
import { openMatter } from '../../src/matters/open-matter.ts';
import { putOrganisation } from '../../src/people/organisation.ts';
import type { Fact, Measure } from '../../src/shared/fact.ts';
import { newId } from '../../src/shared/ids.ts';
import { addDays } from '../../src/shared/period.ts';
import { contactLetter } from '../../src/slack/views/contact-letter.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';
import { flightDelay, putModels, putSkyway } from '../support/skyway.ts';

const day = '2001-07-01';
const within = new Date('2001-05-10T12:00:00Z');
const created = '2001-02-05T12:00:00Z';

describe('quarters', () => {
  it('begin in January, April, July and October, and end where the next begins', () => {
    expect(quarterOf('2001-06-30')).toEqual({ start: '2001-04-01', end: '2001-07-01' });
    expect(quarterOf('2001-12-31')).toEqual({ start: '2001-10-01', end: '2002-01-01' });
    expect(sayQuarter('2001-10-01')).toBe('the fourth quarter of 2001');
  });
  it('are looked at in their first ten days after, and then no more', () => {
    expect(endedQuarter('2002-01-01')?.start).toBe('2001-10-01');
    expect(endedQuarter('2001-07-10')?.start).toBe('2001-04-01');
    expect(endedQuarter('2001-07-11')).toBeUndefined();
  });
});

for (const kind of ['postgres', 'pglite'] as const) {
  describe(`contact on ${kind}`, () => {
    const test = useDatabase(kind);
    const system = () => test.system(`${day}T13:00:00Z`);
    const look = () => lookAtContact(system(), { day });
    const told = async () =>
      (await test.database.db.select().from(outboxMessage).orderBy(asc(outboxMessage.seq)))
        .filter((one) => one.kind === 'contact-letter')
        .map((one) => one.destination);
    const letter = (personId: string) => readContact(system(), { modelId: 'flight-delay', quarterStart: '2001-04-01', personId });
    beforeEach(async () => {
      await putSkyway(test.system(created));
      await putModels(test.system(created), flightDelay);
      await write(test.system(created), (w) =>
        putOrganisation(w, {
          name: 'S',
          zone: 'America/Chicago',
          industry: 'airlines',
          note: null,
          goals: [],
          auditChannel: null,
          channels: {},
        }),
      );
    });
    afterEach(() => test.clear());

    it('tells both sides of a quarter without a word, once, and opens a matter', async () => {
      expect(await look()).toEqual({ told: 1 });
      expect(await look()).toEqual({ told: 0 });
      expect(await told()).toEqual(['person:priya', 'person:dana']);
      const [open] = await test.database.db.select().from(matter);
      expect(open).toMatchObject({ kind: 'contact', key: '2001-04-01', ownerId: 'priya', dueOn: '2001-07-15' });
      expect((await auditEntries(system())).at(-1)).toMatchObject({ verb: 'contact.tell' });
      await closeMatter(test.ctx({ id: 'dana', roles: ['executive'], now: `${day}T20:00:00Z` }), {
        matterId: open!.id,
        outcome: 'We agreed on 75 %.',
      });
      expect((await letter('dana')).matter?.done).toBe(true);
    });

    it('leaves alone what came in the quarter, is retired or planned, or has one owner for both sides', async () => {
      await putModels(test.system('2001-04-20T12:00:00Z'), { ...flightDelay, id: 'new' });
      await putModels(
        test.system(created),
        { ...flightDelay, id: 'old', stage: 'retired' },
        { ...flightDelay, id: 'plan', stage: 'planned' },
      );
      await putModels(test.system(created), {
        ...flightDelay,
        id: 'alone',
        owners: { business: 'priya', 'data-science': 'priya' },
      });
      await putModels(test.system(created), { ...flightDelay, id: 'orphan', owners: {} });
      expect(await look()).toEqual({ told: 1 });
    });

    const exchanges: Record<string, () => Promise<unknown>> = {
      'a case that the business owner raised and that was answered': async () => {
        const id = newId();
        await test.database.db
          .insert(feedbackCase)
          .values({ id, number: 1, modelId: 'flight-delay', state: 'answered', flaggedById: 'dana', flaggedAt: within });
        await test.database.db
          .insert(caseEvent)
          .values({ id: newId(), caseId: id, at: within, personId: 'priya', kind: 'answered' });
      },
      'a vote of theirs': async () => {
        const id = newId();
        await test.database.db.insert(approvalRequest).values({
          id,
          number: 1,
          kind: 'promotion',
          subjectKey: 'x',
          modelId: 'flight-delay',
          state: 'approved',
          requestedById: 'priya',
          requestedAt: within,
          policyId: 'p',
          policyVersion: 1,
          evidence: {},
          evidenceHash: 'x',
          expiresAt: within,
        });
        await test.database.db
          .insert(approvalVote)
          .values({ requestId: id, personId: 'dana', seat: 'business', decision: 'approve', revisionSeen: 1, at: within });
      },
      'a decision that they judged': async () => {
        const id = newId();
        await test.database.db.insert(sampleRound).values({
          id,
          modelId: 'flight-delay',
          occasion: 'monthly',
          occasionKey: 'x',
          periodStart: '2001-04-01',
          periodEnd: '2001-05-01',
          rule: {} as never,
          population: 10,
          state: 'open',
          askedAt: within,
          closesAt: within,
        });
        await test.database.db
          .insert(sampleAnswer)
          .values({ roundId: id, position: 1, personId: 'dana', answer: 'helped', at: within } as never);
      },
      'an idea out of a case of the model': async () => {
        const [caseId, id] = [newId(), newId()];
        await test.database.db.insert(feedbackCase).values({
          id: caseId,
          number: 1,
          modelId: 'flight-delay',
          state: 'accepted',
          flaggedById: 'marcus',
          flaggedAt: within,
        });
        await test.database.db
          .insert(framing)
          .values({ id, number: 1, state: 'open', byId: 'dana', caseId, at: within, clientKey: 'x' });
        await test.database.db
          .insert(framingEvent)
          .values({ id: newId(), framingId: id, at: within, personId: 'dana', kind: 'opened' });
      },
      'a matter that they took': async () => {
        const at = '2001-05-10T12:00:00Z';
        const { id } = await write(test.system(at), (w) =>
          openMatter(w, {
            kind: 'alert',
            modelId: 'flight-delay',
            key: 'mae',
            title: 'Up',
            severity: 50,
            openedFor: '2001-05-10',
          }),
        );
        await takeMatter(test.ctx({ id: 'dana', roles: ['executive'], now: at }), {
          matterId: id,
          nextStep: 'Look',
          dueOn: '2001-05-12',
          revision: 1,
        });
      },
    };
    for (const [what, happen] of Object.entries(exchanges))
      it(`is content with ${what}`, async () => {
        await happen();
        expect(await look()).toEqual({ told: 0 });
      });

    it('is not content with a case of others, nor with what was said in another quarter', async () => {
      const id = newId();
      await test.database.db
        .insert(feedbackCase)
        .values({ id, number: 1, modelId: 'flight-delay', state: 'flagged', flaggedById: 'marcus', flaggedAt: within });
      await test.database.db.insert(caseEvent).values([
        { id: newId(), caseId: id, at: within, personId: 'marcus', kind: 'flagged' },
        { id: newId(), caseId: id, at: new Date('2001-03-10T12:00:00Z'), personId: 'dana', kind: 'added' },
      ]);
      expect(await look()).toEqual({ told: 1 });
    });

    it('proposes what to talk about out of the quarter’s facts, in everyday words', async () => {
      await look();
      expect((await letter('dana')).topics).toMatchObject([{ known: 'Nothing about it was measured in the quarter.' }]);
      await write(system(), async (w) => {
        await putKpi(w, {
          modelId: 'flight-delay',
          id: 'on-time',
          title: 'On time',
          phrase: 'flights on time',
          unit: 'share',
          better: 'higher',
          target: 0.8,
          numerator: 'x',
        });
        await recordFacts(w, [
          fact('kpi', 0.771, '2001-04-02', 'on-time'),
          fact('kpi', 0.729, '2001-06-18', 'on-time'),
          fact('kpi-target', 0.8, '2001-06-18', 'on-time'),
          fact('mae', 18, '2001-03-26'),
        ]);
      });
      const dana = await letter('dana');
      expect(dana).toMatchObject({ withName: 'Priya', isBusiness: true, quarter: 'the second quarter of 2001' });
      expect(dana.topics).toHaveLength(1);
      expect(dana.topics[0]?.known.replaceAll('\u00a0', ' ')).toBe(
        'Flights on time: 77.1 % in the first week of the quarter, 72.9 % in the last; the aim is 80 %.',
      );
      expect(dana.topics[0]?.facts).toHaveLength(3);
      const shown = JSON.stringify(contactLetter(dana, 'm1').blocks);
      expect(shown).toContain('You and Priya exchanged nothing about Flight Delay in the second quarter of 2001.');
      expect(findJargon(shown)).toEqual([]);
    });
  });
}

function fact(measure: Measure, value: number, start: string, about = ''): Fact {
  const unit = measure === 'mae' ? 'minutes' : 'share';
  const source = { source: 'flights', windowStart: start, windowEnd: addDays(start, 7), rows: 1, columns: [], method: 'x' };
  return {
    id: newId(),
    runId: newId(),
    modelId: 'flight-delay',
    version: 1,
    about,
    measure,
    value,
    unit,
    grain: 'week',
    periodStart: start,
    periodEnd: addDays(start, 7),
    comparison: null,
    source,
    computedAt: within,
  };
}
