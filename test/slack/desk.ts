import { eq } from 'drizzle-orm';
import { afterEach, beforeEach } from 'vitest';
import { person } from '../../src/db/schema/people.ts';
import { findPersonBySlack, actorFor } from '../../src/people/find-person.ts';
import { readPersons } from '../../src/people/read-persons.ts';
import { createQueue } from '../../src/queue/queue.ts';
import { silentLog } from '../../src/shared/log.ts';
import { createSlackVerbs } from '../../src/slack/verbs/create-slack-verbs.ts';
import type { Bench } from '../approvals/fixture.ts';
import { runSlack, until } from './support.ts';

export const users: Record<string, string> = {
  dana: 'U0EXEC',
  marcus: 'U0EXPERT',
  priya: 'U0DATA',
  tom: 'U0ENG',
  lena: 'U0ENG2',
  grace: 'U0COMP',
};
export const channel = 'C0APPROVE';

/** People of the bench at a desk in the sandbox, with the features' own verbs behind it. */
export function useDesk(bench: Bench, more: () => Partial<Parameters<typeof createSlackVerbs>[0]> = () => ({})) {
  let running: Awaited<ReturnType<typeof runSlack>>;
  let queue: Awaited<ReturnType<typeof createQueue>>;

  beforeEach(async () => {
    for (const [id, slackUserId] of Object.entries(users))
      await bench.database.db.update(person).set({ slackTeamId: 'T0LEEWAY', slackUserId }).where(eq(person.id, id));
    queue = await createQueue(bench.database, silentLog);
    const verbs = createSlackVerbs({ linkFor: () => 'http://127.0.0.1:9/e', ...more() });
    running = await runSlack(bench.database.db, {
      stub: { verbs, calls: [], count: () => 0 },
      deps: {
        queue,
        actorFor: async (ctx, team, user) => {
          const found = await findPersonBySlack(ctx, team, user);
          return found && actorFor(found);
        },
        slackUserOf: async (ctx, id) => (await readPersons(ctx, [id])).get(id)?.slackUserId ?? undefined,
      },
    });
  });
  afterEach(async () => {
    await running.stop();
    await queue.close();
  });

  const control = async (method: string, path: string, body?: unknown): Promise<Record<string, any>> => {
    const { status, json } = await running.control(method, path, body);
    if (status >= 300) throw new Error(JSON.stringify(json));
    return json;
  };
  const send = () => running.slack.sender.drain();
  const messages = async (as: string, where = channel) =>
    (await control('GET', `channels/${where}/messages?as=${users[as]}`))['messages'] as any[];
  const cardNow = async (as = 'dana') => (await send(), (await messages(as)).find((one) => !one.ephemeral));
  const whispers = async (as: string) => (await messages(as)).filter((one) => one.ephemeral).map((one) => one.text as string);
  const letterOf = async (as: string) => {
    await send();
    const { channels } = await control('GET', `state?as=${users[as]}`);
    const im = (channels as any[]).find((one) => one.kind === 'im');
    return (await messages(as, im.id)).at(-1);
  };
  const press = (as: string, message: any, actionId: string, value?: string) => {
    const block = message.blocks.find((one: any) => JSON.stringify(one).includes(`"action_id":"${actionId}"`));
    if (!block) throw new Error(`There is no ${actionId} in ${JSON.stringify(message.blocks)}`);
    const container = { kind: 'message', channel: message.channel, ts: message.ts };
    return control('POST', 'actions', {
      as: users[as],
      container,
      blockId: block.block_id,
      actionId,
      ...(value ? { value } : {}),
    });
  };
  const modal = async (as: string) => {
    const open = async () => (await control('GET', `views?as=${users[as]}`))['views'] as any[];
    await until(async () => (await open()).length > 0);
    return (await open()).at(-1);
  };
  /** A field that keeps drafts is named after its form. */
  const actionIn = (view: any, block: string): string =>
    (view.blocks as any[]).find((one) => one.block_id === block)?.element?.action_id ?? 'value';
  const submit = (as: string, view: any, values: Record<string, string | string[]>) =>
    control('POST', `views/${view.id}/submit`, {
      as: users[as],
      values: Object.fromEntries(Object.entries(values).map(([block, value]) => [block, { [actionIn(view, block)]: value }])),
    });
  const command = (as: string, text: string) => control('POST', 'commands', { as: users[as], channel, command: '/leeway', text });
  return {
    get running() {
      return running;
    },
    get queue() {
      return queue;
    },
    control,
    send,
    messages,
    cardNow,
    whispers,
    letterOf,
    press,
    modal,
    submit,
    command,
  };
}
