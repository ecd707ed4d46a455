import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { person } from '../../src/db/schema/people.ts';
import { outboxMessage } from '../../src/db/schema/outbox.ts';
import { actorFor, findPersonBySlack } from '../../src/people/find-person.ts';
import { readPersons } from '../../src/people/read-persons.ts';
import { authenticate } from '../../src/people/tokens.ts';
import { createQueue } from '../../src/queue/queue.ts';
import { silentLog } from '../../src/shared/log.ts';
import { createSlackVerbs } from '../../src/slack/verbs/create-slack-verbs.ts';
import { useApi } from '../http/api-fixture.ts';
import { runSlack, until } from './support.ts';
import { tokenParts } from '../support/token-parts.ts';

const api = useApi();
const [dana, channel] = ['U0EXEC', 'C0APPROVE'];
let running: Awaited<ReturnType<typeof runSlack>>;
let queue: Awaited<ReturnType<typeof createQueue>>;

beforeEach(async () => {
  await api.database.db.update(person).set({ slackTeamId: 'T0LEEWAY', slackUserId: dana }).where(eq(person.id, 'dana'));
  queue = await createQueue(api.database, silentLog);
  const verbs = createSlackVerbs({ linkFor: () => 'http://127.0.0.1:9/e' });
  running = await runSlack(api.database.db, {
    stub: { verbs, calls: [], count: () => 0 },
    deps: {
      queue,
      actorFor: async (ctx, team, user) => {
        const found = await findPersonBySlack(ctx, team, user);
        return found && actorFor(found, `${team}/${user}`);
      },
      slackUserOf: async (ctx, id) => (await readPersons(ctx, [id])).get(id)?.slackUserId ?? undefined,
    },
  });
});
afterEach(async () => {
  await running.stop();
  await queue.close();
});

interface View {
  id: string;
  blocks: object[];
}
interface Message {
  ephemeral: boolean;
  text: string;
  blocks: object[];
}
const control = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
  const { status, json } = await running.control(method, path, body);
  if (status >= 300) throw new Error(JSON.stringify(json));
  return json as T;
};
const command = (text: string) => control('POST', 'commands', { as: dana, channel, command: '/leeway', text });
const views = async () => (await control<{ views: View[] }>('GET', `views?as=${dana}`)).views;
const modal = async (): Promise<View> => {
  await until(async () => (await views()).length > 0);
  return (await views()).at(-1)!;
};
const messages = async () => (await control<{ messages: Message[] }>('GET', `channels/${channel}/messages?as=${dana}`)).messages;
const submit = (view: View, values: Record<string, string | string[]>) =>
  control<{ errors?: Record<string, string> }>('POST', `views/${view.id}/submit`, {
    as: dana,
    values: Object.fromEntries(Object.entries(values).map(([block, value]) => [block, { value }])),
  });
const make = async (values: Record<string, string | string[]>): Promise<string> => {
  await command('token');
  expect((await submit(await modal(), values)).errors ?? {}).toEqual({});
  const shown = JSON.stringify((await modal()).blocks);
  return /leeway_[0-9a-f]{16}_[\w-]{43}/.exec(shown)![0];
};

describe('/leeway token', () => {
  it('makes a token that acts as its maker, shown to them alone and once', async () => {
    const token = await make({ name: 'laptop', days: '7', looking: ['approvals.read'], acting: ['approvals.vote'] });
    expect(await authenticate(api.system(), token)).toMatchObject({
      actor: { kind: 'person', id: 'dana' },
      scopes: ['approvals.read', 'approvals.vote'],
    });
    const [entry] = await api.entries('people.create-token');
    expect(entry).toMatchObject({ actor: { id: 'dana' }, detail: { for: 'self', name: 'laptop' } });
    const { secret } = tokenParts(token);
    expect(JSON.stringify(await messages())).not.toContain(secret);
    expect(JSON.stringify(await api.database.db.select().from(outboxMessage))).not.toContain(secret);
  });

  it('asks what the token may do, at its field', async () => {
    await command('token');
    const { errors } = await submit(await modal(), { name: 'laptop', days: '7' });
    expect(Object.keys(errors ?? {})).toEqual(['acting']);
  });

  it('shows what one has, and ends one', async () => {
    const token = await make({ name: 'laptop', days: '7', looking: ['approvals.read'] });
    const { id } = tokenParts(token);
    await control('POST', `views/${(await modal()).id}/close`, { as: dana });
    await command('token');
    await until(async () => JSON.stringify(await views()).includes(id));
    expect(JSON.stringify((await modal()).blocks)).toContain('laptop');
    await command(`token revoke ${id}`);
    await until(async () => (await messages()).some((one) => one.ephemeral && one.text.includes('revoked')));
    await expect(authenticate(api.system(), token)).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

describe('a decision made over REST', () => {
  it('shows on the card in Slack', async () => {
    const id = await api.request();
    await running.slack.sender.drain();
    const token = await api.own('dana', 'approvals.vote');
    const { status } = await api.call('POST', `/requests/${id}/votes`, { token, body: { decision: 'approve', revision: 1 } });
    expect(status).toBe(200);
    await running.slack.sender.drain();
    const card = (await messages()).find((one) => !one.ephemeral);
    expect(JSON.stringify(card?.blocks)).toContain('Dana agreed');
  });
});
