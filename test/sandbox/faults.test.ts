import { describe, expect, it } from 'vitest';
import { fault, type Fault } from '../../src/sandbox/contract.ts';
import { createFaults } from '../../src/sandbox/faults.ts';
import { runSandbox } from './support.ts';

const post = 'chat.postMessage';
const of = (more: Partial<Fault>): Fault => fault.parse({ kind: 'http_500', ...more });
/** Which of so many calls a fault strikes, counted from 1. */
function struck(more: Partial<Fault>, calls: number): number[] {
  const faults = createFaults();
  faults.set([of(more)]);
  return Array.from({ length: calls }, (_, index) => index + 1).filter(() => faults.take(post, ['http_500'], 'C0HEALTH'));
}

describe('a fault', () => {
  it('strikes every call, every so many-th, or so many times', () => {
    expect(struck({}, 3)).toEqual([1, 2, 3]);
    expect(struck({ every: 3 }, 9)).toEqual([3, 6, 9]);
    expect(struck({ every: 2, remaining: 2 }, 9)).toEqual([2, 4]);
  });

  it('strikes about its share of the calls, the same ones for the same seed', () => {
    const once = struck({ share: 0.2, seed: 7 }, 1000);
    expect(once.length).toBeGreaterThan(150);
    expect(once.length).toBeLessThan(250);
    expect(struck({ share: 0.2, seed: 7 }, 1000)).toEqual(once);
    expect(struck({ share: 0.2, seed: 8 }, 1000)).not.toEqual(once);
  });

  it('keeps to its method and its channel', () => {
    expect(struck({ method: 'chat.update' }, 3)).toEqual([]);
    expect(struck({ channel: 'C0OTHER' }, 3)).toEqual([]);
    expect(struck({ method: 'chat', channel: 'C0HEALTH' }, 3)).toEqual([1, 2, 3]);
  });

  it('says how often it struck, and is gone when its number is used up', () => {
    const faults = createFaults();
    faults.set([of({ remaining: 2 }), of({ kind: 'cut' })]);
    faults.take(post, ['http_500']);
    expect(faults.list()).toMatchObject([
      { kind: 'http_500', remaining: 1, met: 1 },
      { kind: 'cut', remaining: null, met: 0 },
    ]);
    faults.take(post, ['http_500']);
    expect(faults.list()).toMatchObject([{ kind: 'cut' }]);
  });
});

it('a connection cut after acceptance leaves the message in the channel', async () => {
  const running = await runSandbox();
  try {
    await running.control('PUT', 'faults', {
      faults: [{ kind: 'cut_after_acceptance', method: 'chat.postMessage', remaining: 1 }],
    });
    await expect(running.client.chat.postMessage({ channel: 'C0HEALTH', text: 'kept' })).rejects.toThrow(/request|fetch|socket/i);
    const channel = running.sandbox.state().channels.find((one) => one.id === 'C0HEALTH');
    expect(channel?.messages.map((message) => message.text)).toEqual(['kept']);
  } finally {
    await running.stop();
  }
});

it('of one channel leaves the others alone', async () => {
  const running = await runSandbox();
  try {
    await running.control('PUT', 'faults', { faults: [{ kind: 'channel_not_found', channel: 'C0HEALTH' }] });
    await expect(running.client.chat.postMessage({ channel: 'C0HEALTH', text: 'x' })).rejects.toThrow('channel_not_found');
    await expect(running.client.chat.postMessage({ channel: 'C0FLIGHT', text: 'x' })).resolves.toMatchObject({ ok: true });
  } finally {
    await running.stop();
  }
});
