import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { outsideTransaction, rowsOf } from '../../src/db/db.ts';
import { createQueue, type Queue } from '../../src/queue/queue.ts';
import { LeewayError } from '../../src/shared/errors.ts';
import { silentLog } from '../../src/shared/log.ts';
import type { SlackVerbs } from '../../src/slack/verbs.ts';
import { useDatabase } from '../support/database.ts';
import { commandForm, listeningLog, runSlack, signed, until } from './support.ts';
import { stubVerbs, type Stub } from './stub-verbs.ts';
import * as samples from './samples.ts';

const test = useDatabase('postgres');
let queue: Queue;
let running: Awaited<ReturnType<typeof runSlack>>;
let stub: Stub;
let log: ReturnType<typeof listeningLog>;
const overrides: Partial<SlackVerbs> = {};

beforeAll(async () => void (queue = await createQueue(test.database, silentLog)));
afterAll(() => queue.close());
beforeEach(async () => {
  log = listeningLog();
  stub = stubVerbs({
    command: (ctx, input) => (overrides.command ?? (async () => ({ is: 'answer', view: samples.answer })))(ctx, input),
  });
  running = await runSlack(test.database.db, { stub, deps: { queue, log } });
});
afterEach(async () => {
  delete overrides.command;
  await running.stop();
  await test.clear();
});

const control = async (method: string, path: string, body?: unknown): Promise<Record<string, any>> => {
  const { status, json } = await running.control(method, path, body);
  if (status >= 300) throw new Error(JSON.stringify(json));
  return json;
};
const command = (text: string, as = 'U0EXEC') =>
  control('POST', 'commands', { as, channel: 'C0HEALTH', command: '/leeway', text });
const seenBy = async (as: string, channel = 'C0HEALTH') =>
  (await control('GET', `channels/${channel}/messages?as=${as}`))['messages'] as any[];
const modals = async (as = 'U0EXEC') => (await control('GET', `views?as=${as}`))['views'] as any[];
/** A mention comes as two events, everything else as one; resolves when Leeway has taken or left them all. */
async function say(text: string, more: { as?: string; channel?: string; threadTs?: string } = {}): Promise<Record<string, any>> {
  const { counters } = running.slack;
  const settled = () => counters.eventsStored + counters.eventsIgnored + counters.duplicates;
  const expected = settled() + (text.includes('<@U0LEEWAY>') ? 2 : 1);
  const said = await control('POST', 'messages', { as: 'U0EXEC', channel: 'C0HEALTH', text, ...more });
  await until(() => settled() >= expected);
  return said;
}
/** Does the jobs that wait, and sends what they said. */
async function work(): Promise<void> {
  for (let job = await queue.take('slack-event'); job; job = await queue.take('slack-event')) {
    await running.slack.handleEvent((job.data as { key: string }).key);
    await queue.complete(job);
  }
  await running.slack.sender.drain();
}
const stored = async () => rowsOf<{ key: string }>(await test.database.db.execute(sql`select key from slack_inbox`)).length;

/** The answer to a command as its asker sees it, and a click in it. */
async function answerTo(text: string, as = 'U0EXEC') {
  await command(text, as);
  await until(async () => (await seenBy(as)).length > 0);
  return (await seenBy(as)).at(-1);
}
const click = (message: any, actionId: string, more: { as?: string; value?: string } = {}) => {
  const block = message.blocks.find((one: any) => JSON.stringify(one).includes(`"action_id":"${actionId}`));
  const container = { kind: 'message', channel: message.channel, ts: message.ts };
  const found = [...(block.elements ?? []), block.accessory].find((one: any) => one?.action_id?.startsWith(actionId));
  return control('POST', 'actions', { as: 'U0EXEC', container, blockId: block.block_id, actionId: found.action_id, ...more });
};
const opened = async (as = 'U0EXEC') => (await until(async () => (await modals(as)).length > 0), (await modals(as)).at(-1));

describe('a command', () => {
  it('is answered to the person who gave it alone', async () => {
    const message = await answerTo('status flight-delay');
    expect(message).toMatchObject({ ephemeral: true, text: samples.answer.headline });
    expect(await seenBy('U0EXPERT')).toEqual([]);
    expect(stub.calls).toMatchObject([{ verb: 'command', as: 'dana', input: { text: 'status flight-delay' } }]);
  });

  it('is acknowledged while the database does not answer', async () => {
    await test.database.db.transaction(async (tx) => {
      await tx.execute(sql`lock table slack_inbox in access exclusive mode`);
      const answer = await outsideTransaction(() => running.slack.receive(signed(commandForm('status'))));
      expect(answer.status).toBe(200);
      expect(stub.calls).toEqual([]);
    });
    await until(() => stub.count('command') === 1);
  });

  it('delivered ten times at once is carried out once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => running.slack.receive(signed(commandForm('status')))));
    expect(answers.map((answer) => answer.status)).toEqual(Array(10).fill(200));
    await until(() => running.slack.counters.duplicates === 9);
    expect(stub.count('command')).toBe(1);
  });

  it('of a stranger is answered with whom to ask', async () => {
    const message = await answerTo('status', 'U0COMP');
    expect(JSON.stringify(message.blocks)).toContain('Ask Tom Okafor (operator)');
    expect(stub.count('command')).toBe(0);
  });

  it('that Leeway refuses is told in its own words', async () => {
    overrides.command = () =>
      Promise.reject(new LeewayError('not-found', 'There is no model “flihgt”.', { hint: 'Did you mean flight-delay?' }));
    const message = await answerTo('status flihgt');
    expect(message.text).toBe('There is no model “flihgt”. Did you mean flight-delay?');
    expect(log.lines.filter((line) => line.level === 'error')).toEqual([]);
  });

  it('that fails is told by a number that the log has too', async () => {
    overrides.command = () => Promise.reject(new Error('connection to 10.0.0.7 lost'));
    const message = await answerTo('status');
    expect(message.text).not.toContain('10.0.0.7');
    const { errorId } = log.lines.find((line) => line.level === 'error')!.words[0] as { errorId: string };
    expect(message.text).toContain(errorId);
  });

  it('that takes long says so first', async () => {
    await running.stop();
    let finish = () => {};
    const slow = stubVerbs({
      command: async () => (await new Promise<void>((resolve) => (finish = resolve)), { is: 'answer', view: samples.answer }),
    });
    running = await runSlack(test.database.db, { stub: slow, deps: { queue, tuning: { patienceMs: 1 } } });
    expect((await answerTo('status')).text).toBe('Working on it…');
    await until(() => slow.count('command') === 1);
    finish();
    await until(async () => (await seenBy('U0EXEC')).at(-1).text === samples.answer.headline);
  });

  it('to flag a problem opens the form', async () => {
    overrides.command = async () => ({ is: 'flag', modelId: 'flight-delay' });
    await command('flag');
    expect(await opened()).toMatchObject({ callbackId: 'flag', title: 'Flag a problem' });
  });
});

it('keys of deliveries are forgotten after a week', async () => {
  await answerTo('status');
  expect(await running.slack.prune()).toBe(0);
  await test.database.db.execute(sql`update slack_inbox set received_at = received_at - interval '8 days'`);
  expect(await running.slack.prune()).toBe(1);
  expect(await stored()).toBe(0);
});

describe('a button', () => {
  it('pressed ten times in one delivery has one effect', async () => {
    const payload = {
      type: 'block_actions',
      user: { id: 'U0EXEC' },
      team: { id: 'T0LEEWAY' },
      trigger_id: '7.7.x',
      response_url: 'http://127.0.0.1:9/r',
    };
    const actions = [
      {
        type: 'button',
        action_id: 'share',
        block_id: 'b',
        value: JSON.stringify({ kind: 'answer', id: 'a1' }),
        action_ts: '1.2',
      },
    ];
    const body = new URLSearchParams({
      payload: JSON.stringify({ ...payload, actions, channel: { id: 'C0HEALTH' } }),
    }).toString();
    await Promise.all(Array.from({ length: 10 }, () => running.slack.receive(signed(body))));
    await until(() => running.slack.counters.duplicates === 9);
    await until(() => stub.count('share') === 1);
    expect(stub.calls.at(-1)).toMatchObject({ verb: 'share', as: 'dana', input: { answerId: 'a1', channel: 'C0HEALTH' } });
  });

  it('shows where figures come from, page by page', async () => {
    await click(await answerTo('status'), 'where-from');
    const first = await opened();
    expect(JSON.stringify(first.blocks)).toContain('1–40 of 95');
    const turn = first.blocks.at(-1);
    await control('POST', 'actions', {
      as: 'U0EXEC',
      container: { kind: 'view', viewId: first.id },
      blockId: turn.block_id,
      actionId: 'facts-page:next',
    });
    await until(async () => JSON.stringify(await modals()).includes('41–80 of 95'));
  });

  it('records a vote before it asks why, also when the question cannot be shown', async () => {
    const message = await answerTo('status');
    await control('PUT', 'faults', { faults: [{ kind: 'http_500', method: 'views.open', remaining: 1 }] });
    const value = message.blocks.flatMap((block: any) => block.elements ?? []).find((one: any) => one.type === 'feedback_buttons')
      .negative_button.value;
    await click(message, 'useful', { value });
    await until(() => stub.count('vote') === 1);
    expect(stub.calls.at(-1)!.input).toEqual({ subject: { kind: 'answer', id: samples.answer.answerId }, vote: 'no' });
  });

  it('asks for the reason of a vote and keeps it', async () => {
    const message = await answerTo('status');
    const value = message.blocks.flatMap((block: any) => block.elements ?? []).find((one: any) => one.type === 'feedback_buttons')
      .positive_button.value;
    await click(message, 'useful', { value });
    const view = await opened();
    await control('POST', `views/${view.id}/submit`, { as: 'U0EXEC', values: { why: { value: 'It said who has it.' } } });
    expect(stub.calls.at(-1)).toMatchObject({ verb: 'vote', input: { vote: 'yes', why: 'It said who has it.' } });
  });

  it('explains in detail in place of the simple text, and in the words of another trade', async () => {
    overrides.command = async () => ({ is: 'explain', view: samples.explain });
    await click(await answerTo('explain data drift'), 'explain-depth');
    await until(() => stub.count('explain') === 1);
    expect(stub.calls.at(-1)!.input).toEqual({ term: 'data drift', depth: 'detail', industry: 'airlines' });
    await until(async () => JSON.stringify((await seenBy('U0EXEC')).at(-1).blocks).includes('Simply'));
    const shown = await seenBy('U0EXEC');
    expect(shown).toHaveLength(1);
    await click(shown[0], 'explain-industry', { value: 'retail' });
    await until(() => stub.count('explain') === 2);
    expect(stub.calls.at(-1)!.input).toEqual({ term: 'data drift', depth: 'detail', industry: 'retail' });
  });

  it('turns a page of models and opens one', async () => {
    overrides.command = async () => ({ is: 'models', view: samples.models });
    await click(await answerTo('models'), 'models-page');
    await until(() => stub.count('models') === 1);
    expect(stub.calls.at(-1)!.input).toEqual({ search: '', after: 'flight-delay', from: 2 });
    await until(async () => JSON.stringify((await seenBy('U0EXEC')).at(-1).blocks).includes('models-page:start'));
    await click((await seenBy('U0EXEC')).at(-1), 'model-record');
    await until(async () => (await seenBy('U0EXEC')).some((message) => JSON.stringify(message.blocks).includes('Company goal')));
  });

  it('asks a question again, sends a preview to oneself', async () => {
    await click(await answerTo('status'), 'ask-again');
    await until(() => stub.count('command') === 2);
    expect(stub.calls.at(-1)!.input).toEqual({ text: 'what changed?' });
    overrides.command = async () => ({ is: 'edition', view: samples.edition });
    const shown = (await seenBy('U0EXEC')).length;
    await command('digest');
    await until(async () => (await seenBy('U0EXEC')).length > shown);
    await click((await seenBy('U0EXEC')).at(-1), 'send-to-me');
    await until(() => stub.count('sendToMe') === 1);
  });

  it('that says nothing of what it is about is refused with what to do', async () => {
    const body = {
      type: 'block_actions',
      user: { id: 'U0EXEC' },
      team: { id: 'T0LEEWAY' },
      trigger_id: '8.8.x',
      actions: [{ action_id: 'take-it', value: 'rubbish' }],
    };
    await running.slack.receive(signed(new URLSearchParams({ payload: JSON.stringify(body) }).toString()));
    // No message to answer beside: a direct message.
    await until(async () => (await running.slack.sender.drain(), running.slack.counters.sent === 1));
    expect(running.sandbox.state().channels.flatMap((one) => one.messages)).toMatchObject([
      { text: expect.stringContaining('does not say what it is about') },
    ]);
  });
});

describe('a form', () => {
  const form = async () => {
    await click(await answerTo('status'), 'flag');
    return opened();
  };
  const submit = (view: any, what: string) =>
    control('POST', `views/${view.id}/submit`, { as: 'U0EXEC', values: { what: { 'typed:flag': what } } });

  it('is filled in but for what happened, and answers with the case’s number and owner', async () => {
    const view = await form();
    expect((await submit(view, '  '))['errors']).toEqual({ what: 'Say what happened.' });
    await submit(view, 'Nobody was on time.');
    expect(stub.calls.at(-1)).toMatchObject({
      verb: 'flag',
      as: 'dana',
      input: { what: 'Nobody was on time.', modelId: 'flight-delay', week: '2001-06-11', origin: samples.flagForm.origin },
    });
    expect(JSON.stringify((await modals()).at(-1).blocks)).toContain('case 12. Priya Raman has been told');
  });

  it('sent ten times at once is carried out once', async () => {
    const view = {
      id: 'V1',
      type: 'modal',
      callback_id: 'flag',
      private_metadata: '{}',
      state: { values: { what: { 'typed:flag': { type: 'plain_text_input', value: 'x' } } } },
    };
    const payload = { type: 'view_submission', user: { id: 'U0EXEC' }, team: { id: 'T0LEEWAY' }, trigger_id: '9.9.x', view };
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    const answers = await Promise.all(Array.from({ length: 10 }, () => running.slack.receive(signed(body))));
    expect(answers.every((answer) => answer.status === 200)).toBe(true);
    expect(stub.count('flag')).toBe(1);
  });

  it('that a verb refuses keeps what was typed, says why, and can be sent again', async () => {
    await running.stop();
    let refuse = true;
    stub = stubVerbs({
      takeMatter: async () => {
        if (refuse) throw new LeewayError('conflict', 'Priya Raman has taken it meanwhile.');
      },
      command: async () => ({ is: 'edition', view: samples.edition }),
      home: async () => samples.home,
    });
    running = await runSlack(test.database.db, { stub, deps: { queue, log } });
    await control('POST', 'home/open', { as: 'U0EXEC' });
    await work();
    const { view: home } = await control('GET', 'home?as=U0EXEC');
    const block = home.blocks.find((one: any) => one.accessory?.action_id === 'take-it');
    await control('POST', 'actions', { as: 'U0EXEC', container: { kind: 'home' }, blockId: block.block_id, actionId: 'take-it' });
    const view = await opened();
    expect(JSON.stringify(view.blocks)).toContain('"initial_date":"2001-06-25"');
    const values = { nextStep: { value: 'Fit it again' } };
    expect(await control('POST', `views/${view.id}/submit`, { as: 'U0EXEC', values })).toMatchObject({
      closed: false,
      errors: { nextStep: 'Priya Raman has taken it meanwhile.' },
    });
    refuse = false;
    expect(await control('POST', `views/${view.id}/submit`, { as: 'U0EXEC', values })).toMatchObject({ closed: true });
    expect(stub.calls.filter((call) => call.verb === 'takeMatter').at(-1)!.input).toEqual({
      matterId: 'm1',
      revision: 1,
      nextStep: 'Fit it again',
      dueOn: '2001-06-25',
    });
    // Home shows the change.
    await until(() => stub.count('home') >= 2);
  });
});

describe('a question in words', () => {
  it('by mention is answered in its thread, and a follow-up there without one', async () => {
    const { ts } = await say('<@U0LEEWAY> how is flight-delay doing?');
    await work();
    expect(running.messages('C0HEALTH')).toMatchObject([{ ts }, { threadTs: ts, text: samples.answer.headline }]);
    expect(stub.calls[0]).toMatchObject({
      verb: 'ask',
      as: 'dana',
      input: { text: 'how is flight-delay doing?', conversation: `C0HEALTH:${ts}` },
    });
    await say('and the week before?', { threadTs: ts });
    await work();
    expect(stub.calls.filter((call) => call.verb === 'ask').at(-1)!.input).toEqual({
      text: 'and the week before?',
      conversation: `C0HEALTH:${ts}`,
    });
    expect(running.messages('C0HEALTH')).toHaveLength(4);
  });

  it('by mention inside such a thread is answered once', async () => {
    const { ts } = await say('<@U0LEEWAY> status');
    await work();
    await say('<@U0LEEWAY> and now?', { threadTs: ts });
    await work();
    expect(stub.count('ask')).toBe(2);
  });

  it('in a direct message is answered there', async () => {
    const { channels } = await control('GET', 'state?as=U0EXEC');
    const channel = channels.find((one: any) => one.kind === 'im').id;
    await say('how is flight-delay doing?', { channel });
    await work();
    expect(running.messages(channel).map((message) => message.text)).toContain(samples.answer.headline);
  });

  it('delivered twice is answered once', async () => {
    await control('PUT', 'faults', { faults: [{ kind: 'duplicate_delivery', method: 'delivery', remaining: 2 }] });
    await say('<@U0LEEWAY> status');
    await until(() => running.slack.counters.duplicates === 1);
    await work();
    expect(stub.count('ask')).toBe(1);
  });

  it('whose job runs twice is answered once', async () => {
    await say('<@U0LEEWAY> status');
    await until(async () => (await stored()) === 1);
    const key = rowsOf<{ key: string }>(await test.database.db.execute(sql`select key from slack_inbox`))[0]!.key;
    await running.slack.handleEvent(key);
    await test.database.db.execute(sql`update slack_inbox set done_at = null, payload = null`);
    await running.slack.handleEvent(key);
    await running.slack.sender.drain();
    expect(running.messages('C0HEALTH')).toHaveLength(2);
  });

  it('that people ask one another is neither read nor kept', async () => {
    const { ts } = await say('how is lunch?');
    await say('fine', { threadTs: ts });
    await say('status', { channel: 'C0FLIGHT' });
    await work();
    expect(await stored()).toBe(0);
    expect(stub.calls).toEqual([]);
  });

  it('in a thread of Leeway’s that it does not understand, unasked, is left alone', async () => {
    const { ts } = await say('<@U0LEEWAY> status');
    await work();
    stub.verbs.ask = async () => ({ is: 'answer', view: { ...samples.answer, understood: false } });
    await say('thanks Tom, see you at lunch', { threadTs: ts });
    await work();
    expect(running.messages('C0HEALTH')).toHaveLength(3);
  });

  it('by a stranger is answered with whom to ask', async () => {
    await say('<@U0LEEWAY> status', { as: 'U0COMP' });
    await work();
    expect(running.messages('C0HEALTH').at(-1)!.text).toContain('Ask Tom Okafor');
  });

  it('that takes long says so first, and the answer replaces it', async () => {
    await running.stop();
    let finish = () => {};
    const slow = stubVerbs({
      ask: async () => (await new Promise<void>((resolve) => (finish = resolve)), { is: 'help', view: samples.help }),
    });
    running = await runSlack(test.database.db, { stub: slow, deps: { queue, tuning: { patienceMs: 1 } } });
    await say('<@U0LEEWAY> help');
    const working = work();
    await until(async () => (await running.slack.sender.drain(), running.messages('C0HEALTH').length === 2));
    expect(running.messages('C0HEALTH')[1]!.text).toBe('Working on it…');
    await until(() => slow.count('ask') === 1);
    finish();
    await working;
    expect(running.messages('C0HEALTH').map((message) => message.text)).toEqual(['<@U0LEEWAY> help', samples.help.intro]);
  });
});

describe('Home', () => {
  it('is shown when opened, its sparkline as an image, and follows the settings', async () => {
    await control('POST', 'home/open', { as: 'U0EXEC' });
    await work();
    const { view } = await control('GET', 'home?as=U0EXEC');
    expect(JSON.stringify(view.blocks)).toContain('"slack_file"');
    const block = view.blocks.find((one: any) => JSON.stringify(one).includes('home-setting:hour'));
    await control('POST', 'actions', {
      as: 'U0EXEC',
      container: { kind: 'home' },
      blockId: block.block_id,
      actionId: 'home-setting:hour',
      value: '7',
    });
    await until(() => stub.count('home') === 2);
    expect(stub.calls.find((call) => call.verb === 'saveDigestSettings')).toMatchObject({ as: 'dana', input: { hour: 7 } });
  });

  it('of a stranger says whom to ask', async () => {
    await control('POST', 'home/open', { as: 'U0COMP' });
    await work();
    expect(JSON.stringify((await control('GET', 'home?as=U0COMP'))['view'].blocks)).toContain('Ask Tom Okafor');
  });
});
