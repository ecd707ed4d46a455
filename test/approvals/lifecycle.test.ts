import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { answerQuestion, askQuestion } from '../../src/approvals/ask-question.ts';
import { cardDue } from '../../src/approvals/card-due.ts';
import { delegateVote } from '../../src/approvals/delegate-vote.ts';
import { leadTimeOf } from '../../src/approvals/lead-time.ts';
import { listRequests } from '../../src/approvals/list-requests.ts';
import { orderDone } from '../../src/approvals/order-done.ts';
import { readRelease } from '../../src/approvals/read-release.ts';
import { readRequest } from '../../src/approvals/read-request.ts';
import { requestStandingRule } from '../../src/approvals/request-standing-rule.ts';
import { servingTurned } from '../../src/approvals/serving-turned.ts';
import { readEvents, readLetters } from '../../src/cards/read-card.ts';
import { deploymentOrder, standingRule } from '../../src/db/schema/deploy.ts';
import { cardDue as dueTable } from '../../src/db/schema/cards.ts';
import { fact } from '../../src/db/schema/facts.ts';
import { outboxMessage } from '../../src/db/schema/outbox.ts';
import type { OrderState } from '../../src/db/schema/deploy.ts';
import { write } from '../../src/audit/write.ts';
import { say } from '../../src/outbox/say.ts';
import { putDeployment } from '../../src/registry/put-pointers.ts';
import { refusal, start, useBench } from './fixture.ts';

describe('the life of a request', () => {
  const bench = useBench();
  const view = (id: string) => readRequest(bench.system(start), id);
  const events = async (id: string) => readEvents(bench.system(start), (await view(id)).cardId);
  const due = async (id: string, kind: string, now: string) =>
    cardDue(bench.system(now), { cardId: (await view(id)).cardId, kind });

  it('lets a question and its answer stand in the thread, and keeps the words out of the chain', async () => {
    const id = await bench.request();
    await askQuestion(await bench.as('dana'), { requestId: id, words: 'what about fog?' });
    await answerQuestion(await bench.as('priya'), { requestId: id, words: 'fog is in the data' });
    expect((await events(id)).map((one) => [one.kind, one.personId, one.words])).toEqual([
      ['asked', 'dana', 'what about fog?'],
      ['answered', 'priya', 'fog is in the data'],
    ]);
    const told = await bench.database.db.select().from(outboxMessage).where(eq(outboxMessage.destination, 'person:priya'));
    expect(told.filter((one) => one.kind === 'card-event')).toHaveLength(1);
    // Whoever asked hears the answer under their own copy; nobody else does.
    for (const [who, lines] of [
      ['dana', 1],
      ['tom', 0],
    ] as const) {
      const copies = await bench.database.db
        .select()
        .from(outboxMessage)
        .where(eq(outboxMessage.destination, `person:${who}`));
      expect(copies.filter((one) => one.kind === 'card-event')).toHaveLength(lines);
    }
    expect(JSON.stringify(await bench.entries())).not.toContain('fog');
    expect((await bench.vote('dana', id)).state).toBe('open');
  });

  it('is shown anew when a freeze begins and when it ends, and tells nobody', async () => {
    await bench.policy({ freeze: [{ why: 'audit', when: { start: '2001-06-20', end: '2001-06-21' } }] });
    const id = await bench.request();
    const planned = (await bench.database.db.select().from(dueTable)).filter((one) => one.kind === 'freeze');
    expect(planned.map((one) => one.dueAt.toISOString())).toEqual(['2001-06-20T05:00:00.000Z', '2001-06-21T05:00:00.000Z']);
    const letters = async () => (await bench.database.db.select().from(outboxMessage)).filter((one) => one.kind === 'card-event');
    await due(id, 'freeze', '2001-06-20T05:00:00Z');
    expect((await readRequest(bench.system('2001-06-20T05:00:00Z'), id)).held).toContain('Nothing is put live now: audit.');
    expect((await view(id)).revision).toBe(2);
    await due(id, 'freeze', '2001-06-21T05:00:00Z');
    expect((await readRequest(bench.system('2001-06-21T05:00:00Z'), id)).held).toBeNull();
    expect([await events(id), await letters()]).toEqual([[], []]);
    // Whoever looked before it may still vote: nothing of what is judged has moved.
    expect((await bench.vote('dana', id, { revision: 1 }, '2001-06-21T06:00:00Z')).state).toBe('open');
  });

  it('lets a delegate vote in somebody’s place, who then cannot any more', async () => {
    const id = await bench.request();
    await delegateVote(await bench.as('dana'), { requestId: id, to: 'marcus' });
    expect((await refusal(bench.vote('dana', id))).message).toBe('You handed this decision to Marcus, who answers for you.');
    expect((await refusal(delegateVote(await bench.as('marcus'), { requestId: id, to: 'dana' }))).message).toContain('circle');
    await bench.vote('marcus', id);
    expect((await view(id)).seats[0]?.votes).toMatchObject([{ personId: 'marcus', onBehalfOf: 'Dana' }]);
    const other = await bench.request('priya', { clientKey: 'next' });
    expect((await refusal(bench.vote('marcus', other))).code).toBe('forbidden');
  });

  it('lets a deputy vote within their time only', async () => {
    await bench.deputy('dana', 'marcus', '2001-06-18T00:00:00Z', '2001-06-18T18:00:00Z');
    const id = await bench.request();
    expect((await refusal(bench.vote('marcus', id, {}, '2001-06-18T18:00:00Z'))).message).toContain('from another time');
    await bench.vote('marcus', id, {}, '2001-06-18T17:59:59Z');
    expect((await view(id)).seats[0]?.votes).toMatchObject([{ personId: 'marcus', onBehalfOf: 'Dana' }]);
  });

  it('reminds those whose vote is missing, and nobody else', async () => {
    await bench.policy({ remindAfterHours: [24] });
    const id = await bench.request();
    await bench.vote('tom', id);
    await due(id, 'remind', '2001-06-19T14:00:00Z');
    expect((await events(id)).at(-1)).toMatchObject({ kind: 'reminded', data: { names: ['Dana'] } });
    const lines = await bench.database.db.select().from(outboxMessage).where(eq(outboxMessage.kind, 'card-event'));
    const eventId = (await events(id)).at(-1)?.id;
    expect(
      lines
        .filter((one) => one.data['eventId'] === eventId)
        .map((one) => one.destination)
        .sort(),
    ).toEqual(['C0APPROVE', 'person:dana']);
  });

  it('escalates to whom the policy names, and expires when its time is over', async () => {
    await bench.policy({ escalate: { afterHours: 48, to: { people: ['grace'] } } });
    const id = await bench.request();
    const dates = (await bench.database.db.select().from(dueTable)).map((one) => `${one.kind} ${one.dueAt.toISOString()}`);
    expect(dates.sort()).toEqual(['escalate 2001-06-20T14:00:00.000Z', 'expire 2001-06-21T14:00:00.000Z']);
    await due(id, 'escalate', '2001-06-20T14:00:00Z');
    expect(await readLetters(bench.system(), (await view(id)).cardId)).toContainEqual(
      expect.objectContaining({ personId: 'grace', part: 'escalation' }),
    );
    await due(id, 'expire', '2001-06-21T13:59:59Z');
    expect((await view(id)).state).toBe('open');
    await due(id, 'expire', '2001-06-21T14:00:00Z');
    expect((await view(id)).state).toBe('expired');
    expect(await bench.entries('approvals.expired')).toHaveLength(1);
  });

  async function approved(): Promise<{ id: string; orderId: string }> {
    const id = await bench.request();
    await bench.vote('dana', id, {}, '2001-06-18T16:00:00Z');
    await bench.vote('tom', id, {}, '2001-06-18T18:00:00Z');
    return { id, orderId: (await view(id)).order!.id };
  }
  const order = (orderId: string, change: Partial<typeof deploymentOrder.$inferInsert>) =>
    bench.database.db.update(deploymentOrder).set(change).where(eq(deploymentOrder.id, orderId));
  async function wentLive(orderId: string): Promise<void> {
    const times = { startedAt: new Date('2001-06-18T18:01:00Z'), finishedAt: new Date('2001-06-18T18:06:00Z') };
    await order(orderId, { state: 'succeeded', ...times });
    await write(bench.system(start), (w) => putDeployment(w, 'flight-delay', 'production', 3));
    await orderDone(bench.system('2001-06-18T18:06:00Z'), { orderId });
  }

  it('says when it is live, states the lead time with the waiting apart, and tells the audiences once', async () => {
    const { id, orderId } = await approved();
    await wentLive(orderId);
    await orderDone(bench.system('2001-06-18T18:07:00Z'), { orderId });
    expect((await events(id)).filter((one) => one.kind === 'live')).toHaveLength(1);
    const lead = await leadTimeOf(bench.system(start), orderId);
    expect(lead?.total.value).toBeCloseTo(7 * 24 + 4 + 0.1, 5);
    expect(lead?.waiting.value).toBeCloseTo(4, 5);
    expect(lead?.manualSteps.value).toBe(3);
    expect(lead?.steps.map((one) => one.step)).toEqual([
      'registered-requested',
      'requested-decided',
      'decided-started',
      'started-live',
    ]);
    const release = await readRelease(bench.system(start), orderId);
    expect(release).toMatchObject({ version: { number: 3 }, replaces: 1, why: 'it learns from the latest four weeks' });
    expect([release.approvers.map((one) => one.name), release.contact?.name]).toEqual([['Dana', 'Tom'], 'Dana']);
    expect(release.lookBackAt.toISOString()).toBe('2001-07-02T18:06:00.000Z');
    const [planned] = (await bench.database.db.select().from(dueTable)).filter((one) => one.kind === 'look-back');
    expect(planned?.dueAt).toEqual(release.lookBackAt);
  });

  it.each([
    ['started', 'deploy-started'],
    ['failed', 'deploy-failed'],
    ['timed-out', 'deploy-timed-out'],
    ['cancelled', 'deploy-cancelled'],
  ] as [OrderState, string][])('says on the card that the deployment is %s', async (state, kind) => {
    const { id, orderId } = await approved();
    await order(orderId, {
      state,
      outcome: 'The pipeline broke.',
      ...(state === 'started' ? { startedAt: new Date(start) } : {}),
    });
    await orderDone(bench.system('2001-06-18T18:06:00Z'), { orderId });
    expect((await events(id)).at(-1)).toMatchObject({ kind, data: { orderId, outcome: 'The pipeline broke.' } });
    const toRequester = await bench.database.db.select().from(outboxMessage).where(eq(outboxMessage.destination, 'person:priya'));
    expect(toRequester.filter((one) => one.data['eventId'] !== undefined).length).toBeGreaterThan(0);
  });

  it('says on the card of what serves that it was paused and resumed, once each, and tells the requester', async () => {
    const { id, orderId } = await approved();
    await wentLive(orderId);
    const place = { modelId: 'flight-delay', environment: 'production' };
    for (const [change, actId] of [
      ['paused', 'act-1'],
      ['paused', 'act-1'],
      ['resumed', 'act-2'],
    ] as const)
      await servingTurned(bench.system('2001-06-18T19:00:00Z'), { ...place, change, actId, personId: 'tom' });
    const turned = (await events(id)).slice(-2);
    expect(turned.map((one) => [one.kind, one.personId])).toEqual([
      ['paused', 'tom'],
      ['resumed', 'tom'],
    ]);
    const toRequester = await bench.database.db.select().from(outboxMessage).where(eq(outboxMessage.destination, 'person:priya'));
    expect(toRequester.some((one) => one.data['eventId'] === turned[0]?.id)).toBe(true);
    expect((await bench.entries('approvals.serving-turned')).map((one) => one.detail)).toMatchObject([
      { change: 'paused', version: 3 },
      { change: 'resumed', version: 3 },
    ]);
  });

  it('says nothing of a pause where what serves was put live without a request', async () => {
    const { id } = await approved();
    const place = { modelId: 'flight-delay', environment: 'production' };
    await servingTurned(bench.system(start), { ...place, change: 'paused', actId: 'act-1', personId: 'tom' });
    expect((await events(id)).map((one) => one.kind)).not.toContain('paused');
  });

  it('opens the next request when the deployment before it has ended, not earlier', async () => {
    await bench.policy({ whenAnother: 'queue' });
    const first = await bench.request();
    for (const gate of ['typical-miss', 'costly-error']) await bench.gate(gate, 'passed', 2);
    const second = await bench.request('priya', { version: 2, clientKey: 'second' });
    await bench.vote('dana', first);
    await bench.vote('tom', first);
    expect((await view(second)).state).toBe('queued');
    await wentLive((await view(first)).order!.id);
    expect(await view(second)).toMatchObject({ state: 'open', replaces: { number: 3 } });
    expect((await view(second)).question).toContain('the place of version 3');
  });

  it('compares the weeks before and since in its thread and the release notice’s, once, and names no cause', async () => {
    const { id, orderId } = await approved();
    await wentLive(orderId);
    const week = (periodStart: string, periodEnd: string, value: number, version: number, about = '') => ({
      version,
      about,
      runId: orderId,
      modelId: 'flight-delay',
      measure: 'mae' as const,
      value,
      unit: 'minutes',
      grain: 'week' as const,
      periodStart,
      periodEnd,
      source: { source: 's', windowStart: periodStart, windowEnd: periodEnd, rows: 9, columns: [], method: 'm' },
      computedAt: new Date(start),
    });
    await bench.database.db.insert(fact).values([
      week('2001-06-11', '2001-06-18', 21.9, 1),
      week('2001-06-25', '2001-07-02', 16.2, 3),
      // What the weeks were held against, another version in another place, and a week that is not over.
      week('2001-06-11', '2001-06-18', 17.4, 1, 'reference'),
      week('2001-06-25', '2001-07-02', 17.4, 3, 'reference'),
      week('2001-06-25', '2001-07-02', 20, 2, 'version:2'),
      week('2001-07-02', '2001-07-09', 99, 3),
    ]);
    const notice = { kind: 'release-notice', data: { orderId }, destination: 'C0HEALTH', dedupeKey: 'notice' } as const;
    const noticeId = await write(bench.system(start), (w) => say(w, notice));
    await due(id, 'look-back', '2001-07-02T18:06:00Z');
    await due(id, 'look-back', '2001-07-02T18:06:00Z');
    const under = await bench.database.db.select().from(outboxMessage).where(eq(outboxMessage.threadOf, noticeId!));
    expect(under.map((one) => [one.kind, one.destination])).toEqual([['card-event', 'C0HEALTH']]);
    const back = (await events(id)).filter((one) => one.kind === 'looked-back');
    expect(back).toHaveLength(1);
    const lines = back[0]?.data['lines'] as { text: string; facts: string[] }[];
    expect(lines.map((one) => one.text.replaceAll('\u00a0', ' '))).toEqual([
      'Typical miss: 21.9 minutes (11–17 June 2001) before, 16.2 minutes (25 June – 1 July 2001) since.',
    ]);
    expect(lines[0]?.facts).toHaveLength(2);
    expect(back[0]?.data['note']).toBe('Whether the new version brought this about is not known.');
  });

  it('puts a standing rule into force when those agree who agree to promotions', async () => {
    const spec = { guard: { measure: 'mae', is: 'above', limit: 'usual-range' }, grain: 'week', act: 'rollback' } as const;
    const wish = { modelId: 'flight-delay', environment: 'production', spec, reason: 'nights' };
    const { requestId } = await requestStandingRule(await bench.as('priya'), wish);
    expect((await view(requestId)).changes).toEqual([
      'If the typical miss is above its usual range in 2 weeks in a row, Flight Delay in production is to go back to the version before by itself.',
    ]);
    await bench.vote('dana', requestId);
    expect(await bench.database.db.select().from(standingRule)).toEqual([]);
    expect((await bench.vote('tom', requestId)).state).toBe('approved');
    expect(await bench.database.db.select().from(standingRule)).toMatchObject([{ requestId, state: 'active' }]);
    expect((await listRequests(bench.system(start)))[0]?.title).toBe('a standing rule for Flight Delay in production');
  });

  it('lets rules on different things wait side by side, of which a newer limit replaces one', async () => {
    const ask = async (measure: 'mae' | 'rows', limit: number) => {
      const spec = { guard: { measure, is: 'above', limit }, grain: 'week', act: 'pause' } as const;
      const wish = { modelId: 'flight-delay', environment: 'production', spec, reason: 'nights' };
      return (await requestStandingRule(await bench.as('priya'), wish)).requestId;
    };
    const [first, other, newer] = [await ask('mae', 25), await ask('rows', 9), await ask('mae', 22)];
    expect((await view(first)).state).toBe('superseded');
    expect((await view(other)).state).toBe('open');
    expect((await view(newer)).state).toBe('open');
  });
});
