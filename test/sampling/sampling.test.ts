import { asc, eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyConfig } from '../../src/apply/apply.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { write } from '../../src/audit/write.ts';
import { deploymentOrder } from '../../src/db/schema/deploy.ts';
import { outboxMessage } from '../../src/db/schema/outbox.ts';
import { sampleAnswer, sampleItem, sampleLetter, sampleRound } from '../../src/db/schema/sampling.ts';
import { createDuckDbEngine } from '../../src/engines/duckdb.ts';
import { eraseWords } from '../../src/evidence/erase-words.ts';
import { readCase } from '../../src/feedback/read-case.ts';
import { closeMatter } from '../../src/matters/close-matter.ts';
import { answerDecision, sayLine, turnTo } from '../../src/sampling/answer-decision.ts';
import { askExperts } from '../../src/sampling/ask-experts.ts';
import { countAnswers } from '../../src/sampling/count-answers.ts';
import { dueRounds, nextRoundDue } from '../../src/sampling/due-rounds.ts';
import { flagDecision, readFlagged } from '../../src/sampling/flag-decision.ts';
import { planAfterPromotion, planMonthly } from '../../src/sampling/plan-round.ts';
import { readLetter, readRound } from '../../src/sampling/read-round.ts';
import { remindAt } from '../../src/sampling/remind-at.ts';
import { remindExperts } from '../../src/sampling/remind-experts.ts';
import { tellOutcome } from '../../src/sampling/tell-outcome.ts';
import { newId } from '../../src/shared/ids.ts';
import { daysBetween, mondayOf } from '../../src/shared/period.ts';
import { newFolder } from '../engines/files.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';
import { tripModel, writeTrips } from '../support/trips.ts';

const asked = '2001-03-06T10:00:00Z';
const inTime = '2001-03-08T10:00:00Z';
const tooLate = '2001-03-20T10:00:00Z';
const sampling = {
  phrase: 'trips of a long wait',
  where: 'wait >= 11 and prediction > 5',
  show: [
    { label: 'Place', expression: 'source.place' },
    { label: 'Waited', expression: `source.wait || ' minutes'` },
  ],
  each: 3,
};
type Answer = 'helped' | 'did-not' | 'wrong' | 'cant-say';

describe('questions to experts about real decisions', () => {
  const test = useDatabase();
  const engine = createDuckDbEngine();
  let folder: string;
  const system = (now = asked) => test.system(now);
  const as = (id: string, now = inTime) => test.ctx({ id, name: id, roles: ['expert'], teams: ['ops'], now });
  const person = (slack: string, roles: string[]) => ({ name: slack, slack: { user: slack }, roles, teams: ['ops'] });
  const apply = (monitor: Record<string, unknown> = {}) =>
    applyConfig(system('2001-02-05T10:00:00Z'), {
      path: '/leeway.yml',
      source: JSON.stringify({
        organisation: { name: 'Trips', zone: 'UTC', industry: 'airlines', slackTeam: 'T0LEEWAY' },
        channels: { 'data-science': 'C0DATASCI' },
        teams: { ops: { name: 'Operations' } },
        people: { ana: person('U0ANA', ['expert']), ben: person('U0BEN', ['expert']), pat: person('U0PAT', ['data-scientist']) },
        models: {
          'trip-wait': tripModel(
            folder,
            'trips.parquet',
            { sampling, ...monitor },
            { team: 'ops', owners: { 'data-science': 'pat', business: 'pat', operations: 'pat' } },
          ),
        },
      }),
    });
  const plan = (day = '2001-03-06') => write(system(), (w) => planMonthly(w, { modelId: 'trip-wait', day }));
  const round = async () => (await test.database.db.select().from(sampleRound))[0]!;
  const messages = (kind: string) =>
    test.database.db.select().from(outboxMessage).where(eq(outboxMessage.kind, kind)).orderBy(asc(outboxMessage.seq));
  const ask = async () => {
    await plan();
    const { id } = await round();
    await askExperts(system(), engine, { roundId: id });
    return id;
  };
  const answer = async (roundId: string, person: string, answers: Record<number, Answer>) => {
    for (const [position, one] of Object.entries(answers))
      await answerDecision(as(person), { roundId, position: Number(position), answer: one });
  };
  const countOf = async (roundId: string, name: string) => (await readRound(system(), roundId)).facts.get(name)?.value;

  beforeAll(async () => {
    folder = newFolder();
    await writeTrips(folder, 'trips.parquet', 70);
  });
  beforeEach(() => apply());
  afterEach(() => test.clear());
  afterAll(() => engine.close());

  it('are planned on the first such weekday of a month, once, about the month before', async () => {
    expect(await plan('2001-03-13')).toBe(false);
    expect(await plan()).toBe(true);
    expect(await plan()).toBe(false);
    expect(await round()).toMatchObject({ state: 'planned', periodStart: '2001-02-01', periodEnd: '2001-03-01' });
    expect(await dueRounds(system())).toEqual([{ roundId: (await round()).id, step: 'ask' }]);
  });

  it('are planned for a week after a version went live, about what it decided in it', async () => {
    const order = { id: newId(), modelId: 'trip-wait', environment: 'production', deployer: 'alias', orderedById: 'pat' };
    const at = { orderedAt: new Date('2001-02-20T09:00:00Z'), deadlineAt: new Date('2001-02-20T12:00:00Z') };
    const live = { state: 'succeeded' as const, finishedAt: new Date('2001-02-20T10:00:00Z') };
    await test.database.db.insert(deploymentOrder).values({ ...order, ...at, ...live, kind: 'promotion', version: 1 });
    expect(await planAfterPromotion(system(), { orderId: order.id })).toBe(true);
    expect(await planAfterPromotion(system(), { orderId: order.id })).toBe(false);
    expect(await round()).toMatchObject({
      occasion: 'promotion',
      periodStart: '2001-02-21',
      periodEnd: '2001-02-28',
      askedAt: new Date('2001-02-28T10:00:00Z'),
    });
    const back = { ...order, id: newId(), ...at, ...live, kind: 'rollback' as const, version: 1 };
    await test.database.db.insert(deploymentOrder).values(back);
    expect(await planAfterPromotion(system(), { orderId: back.id })).toBe(false);
  });

  it('give each expert decisions of their own, and show only what leeway.yml says', async () => {
    const roundId = await ask();
    const items = await test.database.db.select().from(sampleItem);
    expect(items).toHaveLength(6);
    for (const { shown } of items) {
      expect(Object.keys(shown).toSorted()).toEqual(['Place', 'Waited']);
      expect(shown['Waited']).toMatch(/^1[12]\.0 minutes$/);
    }
    const letters = await test.database.db.select().from(sampleLetter).orderBy(asc(sampleLetter.personId));
    expect(letters.map(({ personId, position }) => [personId, position])).toEqual([
      ['ana', 1],
      ['ben', 4],
    ]);
    expect((await messages('sample-letter')).map((one) => one.destination)).toEqual(['person:ana', 'person:ben']);
    expect(await countOf(roundId, 'drawn')).toBe(6);
    // 28 days of 100 trips, of which two in five waited 11 or 12 minutes.
    expect(await countOf(roundId, 'population')).toBe(1120);
    const { rule } = await round();
    expect((await nextRoundDue(system()))?.toISOString()).toBe(rule['remindAt']);
    await askExperts(system(), engine, { roundId });
    expect(await messages('sample-letter')).toHaveLength(2);
  });

  it('are brought to mind once, two working days before they close, to whoever has not answered all', async () => {
    const roundId = await ask();
    const { askedAt, closesAt, rule } = await round();
    const at = new Date(String(rule['remindAt']));
    expect(askedAt < at && at < closesAt).toBe(true);
    expect(remindAt({ askedAt: new Date('2001-03-06T10:00:00Z'), closesAt: new Date('2001-03-20T10:00:00Z') }, 'utc')).toEqual(
      new Date('2001-03-16T10:00:00Z'),
    );
    expect(remindAt({ askedAt: new Date('2001-03-06T10:00:00Z'), closesAt: new Date('2001-03-08T10:00:00Z') }, 'utc')).toBe(
      undefined,
    );
    await answer(roundId, 'ana', { 1: 'helped', 2: 'helped', 3: 'helped' });
    await remindExperts(system(), { roundId });
    expect(await messages('notice')).toEqual([]);
    expect(await dueRounds(system(at.toISOString()))).toEqual([{ roundId, step: 'remind' }]);
    await remindExperts(system(at.toISOString()), { roundId });
    await remindExperts(system(at.toISOString()), { roundId });
    const told = await messages('notice');
    expect(told.map((one) => one.destination)).toEqual(['person:ben']);
    expect(told[0]?.data['text']).toMatch(
      /^These questions about trips of a long wait still wait for your answer\. One click each, above, until/,
    );
    expect(await dueRounds(system(at.toISOString()))).toEqual([]);
    expect(await nextRoundDue(system(at.toISOString()))).toEqual(closesAt);
    const letters = await test.database.db.select().from(sampleLetter).orderBy(asc(sampleLetter.personId));
    expect(letters.map((one) => one.remindedAt)).toEqual([null, at]);
    const entries = (await auditEntries(system())).filter((one) => one.verb === 'sampling.remind');
    expect(entries.map((one) => one.detail)).toEqual([{ people: ['ben'] }]);
    await countAnswers(system(tooLate), { roundId });
    expect((await readRound(system(), roundId)).rule.result?.notReached).toEqual(['ben']);
  });

  it('lead on with each answer, and the last answer to a decision counts', async () => {
    const roundId = await ask();
    await answer(roundId, 'ben', { 4: 'helped' });
    expect(await readLetter(as('ben'), { roundId, personId: 'ben' })).toMatchObject({ position: 5, again: false });
    await turnTo(as('ben'), { roundId, position: 4 });
    expect(await readLetter(as('ben'), { roundId, personId: 'ben' })).toMatchObject({ position: 4, again: true });
    await answer(roundId, 'ben', { 4: 'wrong' });
    const letter = await readLetter(as('ben'), { roundId, personId: 'ben' });
    expect(letter).toMatchObject({ position: 5, again: false });
    expect(letter.mine.map((one) => one.answer)).toEqual(['wrong']);
    expect(letter.items.map((one) => one.position)).toEqual([4, 5, 6]);
    const edits = (await messages('sample-letter')).filter((one) => one.updates === letter.messageId);
    expect(edits).toHaveLength(3);
  });

  it('are refused to whoever was not asked, and about what another was asked', async () => {
    const roundId = await ask();
    const wrong = { roundId, position: 1, answer: 'wrong' as const };
    await expect(answerDecision(as('pat'), wrong)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(answerDecision(as('ben'), wrong)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(sayLine(as('ana'), { roundId, position: 1, words: 'No.' })).rejects.toMatchObject({ code: 'conflict' });
    expect(await test.database.db.select().from(sampleAnswer)).toEqual([]);
  });

  it('keep a line without what is nobody’s business', async () => {
    const roundId = await ask();
    await answer(roundId, 'ana', { 1: 'wrong' });
    const { masked } = await sayLine(as('ana'), { roundId, position: 1, words: 'Ask jane@doe.com' });
    expect(masked).toEqual(['an e-mail address']);
    const [kept] = await test.database.db.select().from(sampleAnswer);
    expect(kept?.words).not.toContain('jane');
    const entry = (await auditEntries(system())).find((one) => one.verb === 'sampling.line');
    expect(JSON.stringify(entry)).not.toContain('Ask');
  });

  it('are counted as soon as everybody has answered, and told where the model is built', async () => {
    const roundId = await ask();
    await answer(roundId, 'ana', { 1: 'helped', 2: 'wrong', 3: 'cant-say' });
    await countAnswers(system(inTime), { roundId });
    expect(await messages('sample-result')).toEqual([]);
    await answer(roundId, 'ben', { 4: 'helped', 5: 'helped', 6: 'did-not' });
    await countAnswers(system(inTime), { roundId });
    const { facts, matter, rule } = await readRound(system(), roundId);
    const values = Object.fromEntries([...facts].map(([name, fact]) => [name, fact.value]));
    expect(values).toMatchObject({
      helped: 3,
      'did-not': 1,
      wrong: 1,
      'cant-say': 1,
      judged: 5,
      asked: 2,
      reached: 2,
      share: 0.6,
    });
    expect(values['low']).toBeCloseTo(0.2307, 4);
    expect(values['high']).toBeCloseTo(0.8824, 4);
    expect(rule.result?.notReached).toEqual([]);
    expect(matter).toMatchObject({ ownerId: 'pat', state: 'taken', nextStep: 'say what comes of it' });
    expect((await messages('sample-result')).map((one) => one.destination)).toEqual(['C0DATASCI']);
    await answer(roundId, 'ben', { 6: 'helped' });
    await countAnswers(system(inTime), { roundId });
    expect(await countOf(roundId, 'share')).toBeCloseTo(0.8);
    const told = await messages('sample-result');
    expect(told.map((one) => one.updates)).toEqual([null, told[0]!.id]);
    expect(await verifyAudit(system())).toMatchObject({ whole: true });
  });

  it('can be changed until the last day though all were given before, and not after', async () => {
    const roundId = await ask();
    await answer(roundId, 'ana', { 1: 'helped', 2: 'wrong', 3: 'cant-say' });
    await answer(roundId, 'ben', { 4: 'helped', 5: 'helped', 6: 'did-not' });
    await countAnswers(system(inTime), { roundId });
    const { row } = await readRound(system(), roundId);
    expect(await nextRoundDue(system(inTime))).toEqual(row.closesAt);
    expect(await dueRounds(system(inTime))).toEqual([]);
    expect(await dueRounds(system(tooLate))).toEqual([{ roundId, step: 'count' }]);
    const edited = (await messages('sample-letter')).length;
    await countAnswers(system(tooLate), { roundId });
    // Both letters lose the button to answer again.
    expect(await messages('sample-letter')).toHaveLength(edited + 2);
    expect(await dueRounds(system(tooLate))).toEqual([]);
    expect(await nextRoundDue(system(tooLate))).toBeUndefined();
  });

  it('that nobody answered in time are told as such, with who was not reached', async () => {
    const roundId = await ask();
    await answer(roundId, 'ana', { 1: 'helped' });
    expect(await dueRounds(system(tooLate))).toEqual([{ roundId, step: 'count' }]);
    await countAnswers(system(tooLate), { roundId });
    const { rule } = await readRound(system(), roundId);
    expect(rule.result?.notReached).toEqual(['ben']);
    expect([await countOf(roundId, 'asked'), await countOf(roundId, 'reached')]).toEqual([2, 1]);
    const late = { roundId, position: 4, answer: 'helped' as const };
    await expect(answerDecision(as('ben', tooLate), late)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('have something come of them, which those who answered hear once', async () => {
    const roundId = await ask();
    await answer(roundId, 'ana', { 1: 'wrong' });
    await countAnswers(system(tooLate), { roundId });
    expect(await tellOutcome(system(tooLate), { roundId })).toBe(false);
    const { matter } = await readRound(system(), roundId);
    const pat = test.ctx({ id: 'pat', roles: ['data-scientist'], teams: ['ops'], now: tooLate });
    await closeMatter(pat, { matterId: matter!.id, outcome: 'The threshold is higher now.' });
    expect(await dueRounds(system(tooLate))).toEqual([{ roundId, step: 'tell' }]);
    const edited = (await messages('sample-letter')).length;
    expect(await tellOutcome(system(tooLate), { roundId })).toBe(true);
    // Both letters are shown anew, without the button to answer again.
    expect(await messages('sample-letter')).toHaveLength(edited + 2);
    expect(await tellOutcome(system(tooLate), { roundId })).toBe(false);
    expect((await messages('sample-outcome')).map((one) => one.destination)).toEqual(['person:ana']);
    expect(await dueRounds(system(tooLate))).toEqual([]);
  });

  it('that were wrong become a case in a click, the same one twice', async () => {
    const roundId = await ask();
    await answer(roundId, 'ana', { 1: 'wrong', 2: 'helped' });
    await sayLine(as('ana'), { roundId, position: 1, words: 'The gate was free.' });
    const { case: opened } = await flagDecision(as('ana'), { roundId, position: 1 });
    expect((await flagDecision(as('ana'), { roundId, position: 1 })).created).toBe(false);
    const stored = await readCase(as('ana'), opened.id);
    expect(stored).toMatchObject({ kind: 'wrong', flaggedById: 'ana', origin: { kind: 'sample', id: `${roundId}/1` } });
    expect(stored.events.find((one) => one.kind === 'flagged')?.words).toMatch(/^The gate was free\.\nPlace: p\d; Waited: /);
    // It is about the week of the decision, not the round's whole month.
    const days = daysBetween(stored.periodStart!, stored.periodEnd!);
    expect([days, mondayOf(stored.periodStart!)]).toEqual([7, stored.periodStart]);
    expect(await readFlagged(as('ana'), { roundId, personId: 'ana', modelId: 'trip-wait' })).toEqual(
      new Map([[1, opened.number]]),
    );
    await expect(flagDecision(as('ana'), { roundId, position: 2 })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('lose a person’s line when it is erased, and keep the answer', async () => {
    const roundId = await ask();
    await answer(roundId, 'ana', { 1: 'wrong' });
    await sayLine(as('ana'), { roundId, position: 1, words: 'The gate was free.' });
    await eraseWords(system(tooLate), { personId: 'ana' });
    const [kept] = await test.database.db.select().from(sampleAnswer);
    expect(kept).toMatchObject({ answer: 'wrong', words: null });
  });

  it('that cannot be asked end, and whoever builds the model hears why', async () => {
    await apply({ sampling: { ...sampling, where: 'wait > 99' } });
    await ask();
    expect(await round()).toMatchObject({ state: 'failed', rule: { reason: 'there were no trips of a long wait.' } });
    const [notice] = await messages('notice');
    expect(notice).toMatchObject({ destination: 'person:pat' });
  });
});
