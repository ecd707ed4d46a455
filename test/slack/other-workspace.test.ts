import { afterEach, expect, it } from 'vitest';
import { demoWorkspace } from '../../src/sandbox/demo-workspace.ts';
import { useDatabase } from '../support/database.ts';
import { runSlack, until } from './support.ts';

// Slack Connect: somebody of another workspace is in a channel of ours, and their id may be the one of somebody here.

const foreign = { ...demoWorkspace.personas[0], name: 'Eve Mallory', teamId: 'T0OTHER' };
const test = useDatabase('pglite');
let running: Awaited<ReturnType<typeof runSlack>>;
afterEach(() => running.stop());

async function start() {
  const asked: string[] = [];
  running = await runSlack(test.database.db, {
    sandbox: { personas: [foreign, ...demoWorkspace.personas.slice(1)] },
    deps: {
      actorFor: async (_ctx, team, user) => {
        asked.push(`${team}/${user}`);
        return team === 'T0LEEWAY'
          ? { kind: 'person', id: 'dana', name: 'Dana Whitfield', roles: ['admin'], teams: [] }
          : undefined;
      },
    },
  });
  return asked;
}
const heard = async () =>
  ((await running.control('GET', 'channels/C0HEALTH/messages?as=U0EXEC')).json['messages'] as { text: string }[]).map(
    (one) => one.text,
  );

it('a click of a stranger is refused politely, although the id is one of ours', async () => {
  const asked = await start();
  const { ts } = await running.client.chat.postMessage({
    channel: 'C0HEALTH',
    text: 'A request',
    blocks: [
      {
        type: 'actions',
        block_id: 'decide',
        elements: [{ type: 'button', action_id: 'request-approve', text: { type: 'plain_text', text: 'Approve' }, value: '{}' }],
      },
    ],
  });
  const container = { kind: 'message', channel: 'C0HEALTH', ts };
  await running.control('POST', 'actions', { as: 'U0EXEC', container, blockId: 'decide', actionId: 'request-approve' });
  await until(async () => (await heard()).some((text) => text.startsWith('I do not know you yet')));
  expect(asked).toEqual(['T0OTHER/U0EXEC']);
  expect(running.stub.calls.map((one) => one.verb)).toEqual(['stranger']);
});

it('a command of a stranger is not carried out', async () => {
  const asked = await start();
  await running.control('POST', 'commands', { as: 'U0EXEC', channel: 'C0HEALTH', command: '/leeway', text: 'models' });
  await until(async () => (await heard()).some((text) => text.startsWith('I do not know you yet')));
  expect(asked).toEqual(['T0OTHER/U0EXEC']);
  expect(running.stub.calls.map((one) => one.verb)).toEqual(['stranger']);
});
