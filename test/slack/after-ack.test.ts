import { expect, it } from 'vitest';
import { createAfterAck } from '../../src/slack/after-ack.ts';

const turn = () => new Promise(setImmediate);
/** Waits that never end by themselves in a test. */
const patient = { lullMs: 1, maxWaitMs: 600_000 };

it('begins work when nobody waits for an acknowledgement any more', async () => {
  const traffic = { unanswered: 1, arrivals: 1 };
  let begun = false;
  const work = createAfterAck(traffic, patient).run(async () => void (begun = true));
  for (let index = 0; index < 20; index++) await turn();
  expect(begun).toBe(false);
  traffic.unanswered = 0;
  await work;
  expect(begun).toBe(true);
});

it('lets what came meanwhile be answered between two pieces of work', async () => {
  const order: string[] = [];
  const afterAck = createAfterAck({ unanswered: 0, arrivals: 2 }, patient);
  const one = afterAck.run(async () => {
    order.push('one');
    setImmediate(() => order.push('a request'));
  });
  await Promise.all([one, afterAck.run(async () => void order.push('two'))]);
  expect(order).toEqual(['one', 'a request', 'two']);
});

it('does no more at once than it may, and all in the end', async () => {
  const afterAck = createAfterAck({ unanswered: 0, arrivals: 5 }, { ...patient, maxAtOnce: 2 });
  let atOnce = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++atOnce);
    for (let index = 0; index < 5; index++) await turn();
    atOnce--;
  };
  await Promise.all(Array.from({ length: 5 }, () => afterAck.run(work)));
  expect(most).toBe(2);
});

it('goes on after a while though somebody always waits', async () => {
  const afterAck = createAfterAck({ unanswered: 1, arrivals: 1 }, { lullMs: 1, maxWaitMs: 3 });
  await expect(afterAck.run(async () => {})).resolves.toBeUndefined();
});

it('waits for nobody once it hurries', async () => {
  const afterAck = createAfterAck({ unanswered: 1, arrivals: 1 }, patient);
  const work = afterAck.run(async () => {});
  afterAck.hurry();
  await expect(work).resolves.toBeUndefined();
});

it('hands a failure to whom the work belongs, and goes on', async () => {
  const afterAck = createAfterAck({ unanswered: 0, arrivals: 2 }, { ...patient, maxAtOnce: 1 });
  const failed = afterAck.run(() => Promise.reject(new Error('no database')));
  const next = afterAck.run(async () => {});
  await expect(failed).rejects.toThrow('no database');
  await expect(next).resolves.toBeUndefined();
});
