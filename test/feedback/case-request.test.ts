import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { orderDone } from '../../src/approvals/order-done.ts';
import { readRequest } from '../../src/approvals/read-request.ts';
import { withdrawRequest } from '../../src/approvals/withdraw-request.ts';
import { write } from '../../src/audit/write.ts';
import { deploymentOrder } from '../../src/db/schema/deploy.ts';
import { outboxMessage } from '../../src/db/schema/outbox.ts';
import type { ActionKind } from '../../src/db/schema/feedback.ts';
import { answerCase } from '../../src/feedback/answer-case.ts';
import { flagProblem } from '../../src/feedback/flag-problem.ts';
import { followRequest } from '../../src/feedback/follow-request.ts';
import { readCase } from '../../src/feedback/read-case.ts';
import { requestFromAction } from '../../src/feedback/request-from-action.ts';
import { settleAction } from '../../src/feedback/settle-action.ts';
import { listMatters } from '../../src/matters/read-matters.ts';
import { createQueue } from '../../src/queue/queue.ts';
import { silentLog } from '../../src/shared/log.ts';
import { putDeployment } from '../../src/registry/put-pointers.ts';
import { aWish, refusal, start, useBench } from '../approvals/fixture.ts';

const bench = useBench();
let caseId: string;
let actionId: string;

const caseNow = async () => readCase(await bench.as('priya'), caseId);
const ask = async (by = 'priya', more = {}) => requestFromAction(await bench.as(by), { actionId }, { ...aWish, ...more });
/** Does the jobs that tell cases of their requests. */
async function hear(): Promise<string[]> {
  const queue = await createQueue(bench.database, silentLog);
  const turns: string[] = [];
  for (let job = await queue.take('request-moved'); job; job = await queue.take('request-moved')) {
    const data = job.data as { requestId: string; turn: string };
    turns.push(data.turn);
    await followRequest(bench.system(start), data);
    await queue.complete(job);
  }
  await queue.close();
  return turns;
}
const nextStep = async () => {
  const { matters } = await listMatters(await bench.as('priya'));
  return matters.find((one) => one.kind === 'action')?.nextStep;
};
const moves = async () => (await caseNow()).events.filter((one) => one.kind === 'request-moved').map((one) => one.data['turn']);
async function plan(kind: ActionKind = 'retrain', personId = 'priya') {
  const { revision } = await caseNow();
  const action = { kind, personId, dueOn: '2001-06-22' };
  await answerCase(await bench.as('priya'), { caseId, words: 'You are right.', revision, actions: [action] });
  actionId = (await caseNow()).actions[0]!.id;
}
async function wentLive(requestId: string): Promise<void> {
  const orderId = (await readRequest(bench.system(start), requestId)).order!.id;
  const times = { startedAt: new Date(start), finishedAt: new Date(start) };
  await bench.database.db
    .update(deploymentOrder)
    .set({ state: 'succeeded', ...times })
    .where(eq(deploymentOrder.id, orderId));
  await write(bench.system(start), (w) => putDeployment(w, 'flight-delay', 'production', 3));
  await orderDone(bench.system(start), { orderId });
}

beforeEach(async () => {
  const { case: made } = await flagProblem(await bench.as('marcus'), {
    modelId: 'flight-delay',
    whatHappened: 'No gate.',
    clientKey: 'one',
  });
  caseId = made.id;
  await plan();
});

describe('a request for a step of a case', () => {
  it('names the case, is named by it, and tells it how it goes on until the version is live', async () => {
    expect(await nextStep()).toBe('Ask for the promotion of the new version here, then say that it is done');
    const { requestId, number } = await ask();
    expect((await readRequest(bench.system(start), requestId)).followsFrom).toMatchObject({ actionId, caseId, caseNumber: 1 });
    expect((await caseNow()).actions[0]?.link).toEqual({ kind: 'request', id: requestId });
    expect(await nextStep()).toBe(`Wait for those who decide on request ${number}`);
    await bench.vote('dana', requestId);
    expect(await hear()).toEqual([]);
    await bench.vote('tom', requestId);
    expect(await hear()).toEqual(['approved']);
    expect(await nextStep()).toBe(`Wait until what request ${number} asked for is live`);
    await wentLive(requestId);
    expect(await hear()).toEqual(['live']);
    expect(await moves()).toEqual(['approved', 'live']);
    expect((await caseNow()).events.at(-1)?.data).toMatchObject({ number, version: 3, doerId: 'priya' });
    const { state, actions } = await caseNow();
    expect([state, actions[0]?.state]).toEqual(['acting', 'open']);
    expect(await nextStep()).toBe(`What request ${number} asked for is live: say whether this is done`);
    // Its doer hears it under their own letter.
    const lines = await bench.database.db.select().from(outboxMessage).where(eq(outboxMessage.kind, 'card-event'));
    const last = lines.filter((one) => one.destination === 'person:priya').length;
    expect(last).toBeGreaterThan(0);
    await settleAction(await bench.as('priya'), { actionId, outcome: 'done' });
    expect((await caseNow()).actions[0]?.state).toBe('done');
  });

  it('is heard of once, and its approval not after its deployment', async () => {
    const { requestId } = await ask();
    await followRequest(bench.system(start), { requestId, turn: 'live' });
    await followRequest(bench.system(start), { requestId, turn: 'approved' });
    await followRequest(bench.system(start), { requestId, turn: 'live' });
    expect(await moves()).toEqual(['live']);
    await followRequest(bench.system(start), { requestId, turn: 'rolled-back' });
    expect(await moves()).toEqual(['live', 'rolled-back']);
  });

  it('that was refused or withdrawn can be asked again, and not while one is under way', async () => {
    const first = await ask();
    expect(await refusal(ask())).toMatchObject({ code: 'conflict', message: 'Request 1 was asked for this already.' });
    await withdrawRequest(await bench.as('priya'), { requestId: first.requestId });
    expect(await hear()).toEqual(['withdrawn']);
    expect(await nextStep()).toMatch(/^Request 1: withdrawn\. Ask for the promotion/);
    const second = await ask();
    expect((await caseNow()).actions[0]?.link?.id).toBe(second.requestId);
    expect(second.number).toBe(2);
  });

  it('leaves duties as they are: who asks, asks with their own rights, and never decides on it', async () => {
    expect(await refusal(ask('marcus'))).toMatchObject({ code: 'forbidden', message: 'That is for Priya to say.' });
    const { requestId } = await ask();
    await bench.policy({
      seats: { any: { words: 'engineering', phrase: 'anybody of the team', who: { team: 'network-operations' } } },
    });
    expect(await refusal(bench.vote('priya', requestId))).toMatchObject({ code: 'forbidden' });
    const [entry] = await bench.entries('approvals.request');
    expect(entry?.detail).toMatchObject({ followsFrom: { actionId, caseNumber: 1 } });
    expect(await bench.entries('feedback.link-action')).toHaveLength(1);
  });

  it('is not asked by somebody who may not, for another model, or for a step that takes no version', async () => {
    await plan('process', 'marcus');
    const steps = (await caseNow()).actions;
    actionId = steps.find((one) => one.kind === 'process')!.id;
    expect((await refusal(ask())).message).toBe('This step takes no other version of the model.');
    await plan('retrain', 'marcus');
    actionId = (await caseNow()).actions.find((one) => one.kind === 'retrain' && one.personId === 'marcus')!.id;
    expect(await refusal(ask('marcus'))).toMatchObject({ code: 'forbidden' });
    expect((await caseNow()).actions.every((one) => one.link === null)).toBe(true);
    expect(await refusal(ask('priya', { modelId: 'other' }))).toMatchObject({ code: 'invalid' });
  });
});
