import { describe, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { listRequests } from '../../src/approvals/list-requests.ts';
import { problemsOf } from '../../src/approvals/problems.ts';
import { readRequest } from '../../src/approvals/read-request.ts';
import { requestForm } from '../../src/approvals/request-form.ts';
import { requestPromotion } from '../../src/approvals/request-promotion.ts';
import { withdrawRequest } from '../../src/approvals/withdraw-request.ts';
import { readLetters } from '../../src/cards/read-card.ts';
import { onStatement } from '../../src/db/db.ts';
import { cardDue } from '../../src/db/schema/cards.ts';
import { outboxMessage } from '../../src/db/schema/outbox.ts';
import { modelOwner, modelVersion } from '../../src/db/schema/registry.ts';
import { aWish, refusal, start, useBench } from './fixture.ts';

describe('asking that a version be put live', () => {
  const bench = useBench();
  const view = (id: string) => readRequest(bench.system(start), id);

  it('opens a card in the policy’s channel and writes to each who must agree and to the requester', async () => {
    const id = await bench.request();
    const { cardId, number, question, requester } = await view(id);
    expect([number, requester.name]).toEqual([1, 'Priya']);
    expect(question).toBe('Should version 3 of Flight Delay take the place of version 1 in production?');
    const letters = await readLetters(bench.system(), cardId);
    expect(letters.map((one) => [one.personId, one.part])).toEqual([
      ['dana', 'business'],
      ['lena', 'engineering'],
      ['priya', 'requester'],
      ['tom', 'engineering'],
    ]);
    const cards = await bench.database.db.select().from(outboxMessage).where(eq(outboxMessage.kind, 'card'));
    expect(cards.map((one) => one.destination)).toEqual(['C0APPROVE']);
  });

  it('stores who asked for what, and people’s own words as hashes only', async () => {
    await bench.request();
    const [entry] = await bench.entries('approvals.request');
    expect(entry).toMatchObject({ actor: { id: 'priya' }, detail: { version: 3, replacesVersion: 1, fallbackVersion: 1 } });
    expect(entry?.detail['reasonHash']).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(entry)).not.toContain('latest four weeks');
  });

  it('says everything that is missing at once, by field', async () => {
    await bench.policy({ requires: { checklist: ['I told the gate planners'] } });
    const bare = { modelId: 'flight-delay', version: 3, environment: 'production' };
    const error = await refusal(requestPromotion(await bench.as('priya'), bare));
    expect(error.code).toBe('invalid');
    expect(problemsOf(error).map((one) => one.field)).toEqual([
      'reason',
      'expectedEffect',
      'rollbackPlan',
      'checklist',
      'fallbackVersion',
    ]);
  });

  const priyaAsks = async (more = {}) => refusal(requestPromotion(await bench.as('priya'), { ...aWish, ...more }));
  const archive = (number: number) =>
    bench.database.db
      .update(modelVersion)
      .set({ archivedAt: new Date(start) })
      .where(eq(modelVersion.number, number));

  it.each([
    ['a version that is not there', { version: 9 }, 'has no version 9', async () => {}],
    ['a version that is archived', {}, 'Version 3 is archived', () => archive(3)],
    ['a version that is live already', { version: 1, fallbackVersion: 2 }, 'live in production already', async () => {}],
    ['a way back that is not there', { fallbackVersion: 8 }, 'no version 8 to go back to', async () => {}],
    ['a way back that is archived', { fallbackVersion: 1 }, 'Version 1 is archived', () => archive(1)],
    ['a way back to itself', { fallbackVersion: 3 }, 'must be another one', async () => {}],
    ['a check that failed and that nobody may outvote', {}, 'lets nobody outvote it', () => bench.gate('typical-miss', 'failed')],
    [
      'a model without its three owners',
      {},
      'nobody named for operations',
      () => bench.database.db.delete(modelOwner).where(eq(modelOwner.kind, 'operations')),
    ],
    [
      'a freeze that outlasts the request',
      {},
      'until after the request would have expired',
      () => bench.policy({ freeze: [{ why: 'audit', when: { start: '2001-06-01', end: '2001-07-01' } }] }),
    ],
  ])('refuses %s', async (_, more, sentence, before) => {
    await before();
    expect((await priyaAsks(more)).message).toContain(sentence);
  });

  it('refuses where nobody is left who may agree', async () => {
    await bench.person('lena', { roles: [] });
    const error = await refusal(requestPromotion(await bench.as('tom'), aWish));
    expect(error.message).toContain('there are not enough people who may decide on your request');
  });

  it('refuses who is no builder of the model’s team, and a model without a policy', async () => {
    expect((await refusal(requestPromotion(await bench.as('olaf'), aWish))).code).toBe('forbidden');
    const error = await priyaAsks({ environment: 'staging' });
    expect([error.code, error.hint]).toEqual(['conflict', expect.stringContaining('leeway.yml')]);
  });

  it('gives the same request for a form that is sent twice', async () => {
    const wish = { ...aWish, clientKey: 'view-1' };
    const priya = await bench.as('priya');
    const [one, two] = await Promise.all([requestPromotion(priya, wish), requestPromotion(priya, wish)]);
    expect(two).toEqual(one);
  });

  it('tells a form what is asked for and what already speaks against it', async () => {
    await bench.gate('typical-miss', 'failed');
    const form = await requestForm(await bench.as('priya'), { modelId: 'flight-delay', version: 3, environment: 'production' });
    expect(form).toMatchObject({ serving: 1, needs: 'the business owner and an engineer of the team', held: null });
    expect(form.fallbacks.map((one) => one.number)).toEqual([2, 1]);
    expect(form.problems.map((one) => one.field)).toEqual(['version']);
  });

  it('replaces an older request for the same place, or waits behind it', async () => {
    const first = await bench.request();
    for (const gate of ['typical-miss', 'costly-error']) await bench.gate(gate, 'passed', 2);
    const second = await bench.request('paul', { version: 2 });
    expect(await view(first)).toMatchObject({ state: 'superseded', outcome: 'Request 2 took its place.' });
    await bench.policy({ whenAnother: 'queue' });
    const third = await bench.request('priya', { clientKey: 'third' });
    expect((await view(third)).state).toBe('queued');
    expect((await refusal(bench.vote('dana', third))).message).toContain('waits for another');
    await withdrawRequest(await bench.as('paul'), { requestId: second });
    expect((await view(third)).state).toBe('open');
    expect((await readLetters(bench.system(), (await view(third)).cardId)).map((one) => one.personId)).toContain('dana');
  });

  it('lets only the requester withdraw, and nothing comes due afterwards', async () => {
    const id = await bench.request();
    expect((await refusal(withdrawRequest(await bench.as('tom'), { requestId: id }))).code).toBe('forbidden');
    await withdrawRequest(await bench.as('priya'), { requestId: id, reason: 'found a better one' });
    expect((await view(id)).state).toBe('withdrawn');
    const due = await bench.database.db.select().from(cardDue);
    expect(due.filter((one) => one.doneAt === null)).toEqual([]);
    expect((await bench.entries('approvals.withdraw'))[0]?.detail).toMatchObject({ after: { state: 'withdrawn' } });
  });

  it('tells compliance at once of an emergency, and asks for no check', async () => {
    await bench.gate('typical-miss', 'failed');
    const id = await bench.request('tom', { breakGlass: true });
    const letters = await readLetters(bench.system(), (await view(id)).cardId);
    expect(letters.map((one) => [one.personId, one.part])).toContainEqual(['grace', 'notice']);
    expect(await bench.entries('approvals.break-glass')).toHaveLength(1);
    expect((await bench.vote('lena', id, { typed: 'flight-delay 3' })).state).toBe('approved');
  });

  it('tells whom the policy names, and waits for none of them', async () => {
    await bench.policy({ tell: { role: 'compliance', of: 'anybody' } });
    const id = await bench.request();
    const letters = await readLetters(bench.system(), (await view(id)).cardId);
    expect(letters.map((one) => [one.personId, one.part])).toContainEqual(['grace', 'notice']);
    expect((await view(id)).seats.flatMap((seat) => seat.open.map((one) => one.personId))).not.toContain('grace');
    expect((await refusal(bench.vote('grace', id, { typed: 'flight-delay 3' }))).code).toBe('forbidden');
  });

  it('lists what waits for a person, until they have voted', async () => {
    const id = await bench.request();
    const waits = async (waitingFor: string) =>
      (await listRequests(bench.system(start), { waitingFor })).map((one) => one.requestId);
    expect([await waits('dana'), await waits('priya'), await waits('grace')]).toEqual([[id], [], []]);
    await bench.vote('dana', id);
    expect(await waits('dana')).toEqual([]);
    expect(await waits('tom')).toEqual([id]);
  });

  it('is read with as many statements, however many have voted', async () => {
    const many = Array.from({ length: 12 }, (_, index) => `voter${index}`);
    for (const id of many) await bench.person(id, { roles: ['engineer'], teams: ['network-operations'] });
    const who = { role: 'engineer' as const };
    await bench.policy({ seats: { engineering: { words: 'engineering', phrase: 'an engineer', who, count: 12 } } });
    const id = await bench.request();
    const count = async () => {
      let statements = 0;
      const stop = onStatement(() => statements++);
      await view(id);
      stop();
      return statements;
    };
    for (const voter of many.slice(0, 2)) await bench.vote(voter, id);
    const few = await count();
    for (const voter of many.slice(2, 10)) await bench.vote(voter, id);
    expect(await count()).toBe(few);
    expect(few).toBeLessThan(30);
  });
});
