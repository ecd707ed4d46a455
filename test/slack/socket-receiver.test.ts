import type { App, ReceiverEvent } from '@slack/bolt';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLog } from '../../src/shared/log.ts';
import { createCounters } from '../../src/slack/counters.ts';
import { createFetchReceiver } from '../../src/slack/fetch-receiver.ts';
import type { IntakeDeps } from '../../src/slack/intake.ts';
import type { SlackReceiver } from '../../src/slack/receiver.ts';
import { createSocketReceiver } from '../../src/slack/socket-receiver.ts';
import { appToken, runSandbox, until, type Running } from '../sandbox/support.ts';
import { commandForm, signed, signingSecret } from './support.ts';

let slack: Running;
let receiver: SlackReceiver;
let outcomes: string[];
let handles: (event: ReceiverEvent) => Promise<void>;

const intake = (): IntakeDeps => ({
  counters: createCounters(),
  log: silentLog,
  ackTimeoutMs: 50,
  acceptEvent: async () => {},
  acknowledged: ({ outcome, seconds }) => void outcomes.push(seconds > 0 ? outcome : 'in no time'),
});
const command = () => slack.control('POST', 'commands', { as: 'U0DATA', channel: 'D0DATA', command: '/leeway', text: 'status' });

beforeEach(async () => {
  slack = await runSandbox({ appToken });
  outcomes = [];
  handles = (event) => event.ack();
  receiver = createSocketReceiver({ ...intake(), appToken, apiUrl: `${slack.base}/slack/api/` });
  receiver.init({ processEvent: (event: ReceiverEvent) => handles(event) } as unknown as App);
});
afterEach(async () => {
  await receiver.stop();
  await slack.stop();
});

it('tells how many of its connections stand, as they come and go', async () => {
  expect(receiver.connections()).toBe(0);
  await receiver.start();
  await until(() => receiver.connections() === 2);
  await slack.control('POST', 'sockets', { do: 'cut' });
  await until(() => receiver.connections()! < 2);
  await until(() => receiver.connections() === 2);
  await receiver.stop();
  expect(receiver.connections()).toBe(0);
});

it('tells how long Slack waited for each acknowledgement, and which it never got', async () => {
  await receiver.start();
  await command();
  await until(() => outcomes.length === 1);
  handles = () => new Promise(() => {});
  await command();
  await until(() => outcomes.length === 2);
  expect(outcomes).toEqual(['acknowledged', 'refused']);
});

it('tells the same over HTTP, where there is no connection', async () => {
  const http = createFetchReceiver({ ...intake(), signingSecret });
  http.init({ processEvent: (event: ReceiverEvent) => handles(event) } as unknown as App);
  await http.receive(signed(commandForm('status')));
  await http.receive(signed(commandForm('status'), { secret: 'another' }));
  expect(outcomes).toEqual(['acknowledged', 'refused']);
  expect(http.connections()).toBeUndefined();
});
