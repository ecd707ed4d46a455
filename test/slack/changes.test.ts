import { beforeEach, describe, expect, it } from 'vitest';
import { reportChange } from '../../src/changes/report-change.ts';
import { readChange } from '../../src/changes/read-change.ts';
import { write } from '../../src/audit/write.ts';
import { putOrganisation } from '../../src/people/organisation.ts';
import { useBench } from '../approvals/fixture.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { channel, useDesk, users } from './desk.ts';
import { until } from './support.ts';

const bench = useBench();
const desk = useDesk(bench);
const { control, command, modal, messages, send } = desk;

beforeEach(async () => {
  await write(bench.system(), (w) =>
    putOrganisation(w, {
      name: 'Skyway',
      zone: 'America/Chicago',
      industry: 'airlines',
      note: null,
      goals: [],
      auditChannel: null,
      channels: { 'data-science': channel },
    }),
  );
});

const form = async (as: string, callbackId: string) => {
  await until(async () => (await modal(as)).callbackId === callbackId);
  return modal(as);
};
const fieldOf = (view: any, block: string) => (view.blocks as any[]).find((one) => one.block_id === block)?.element;
/** Types into a form as a browser tells of it, and closes it. */
async function typeAndClose(as: string, view: any, block: string, text: string, others: Record<string, unknown> = {}) {
  const { action_id: actionId } = fieldOf(view, block);
  const container = { kind: 'view', viewId: view.id };
  const at = { as: users[as], container, blockId: block, actionId };
  await control('POST', 'actions', { ...at, value: text, values: { [block]: { [actionId]: text }, ...others } });
  await new Promise((resolve) => setTimeout(resolve, 100));
  await control('POST', `views/${view.id}/close`, { as: users[as] });
}

describe('what was typed and not sent', () => {
  it('stands in the form of a change again, with its days and models, until it is sent', async () => {
    await command('marcus', 'change');
    await typeAndClose('marcus', await form('marcus', 'change'), 'words', 'New summer timetable', {
      startsOn: { value: '2001-07-01' },
    });
    await command('marcus', 'change');
    const again = await form('marcus', 'change');
    expect(fieldOf(again, 'words').initial_value).toBe('New summer timetable');
    expect(fieldOf(again, 'startsOn').initial_date).toBe('2001-07-01');
    expect(JSON.stringify(again.blocks)).toContain('This is what you wrote on Mon 18 June');
    await control('POST', `views/${again.id}/submit`, { as: users['marcus'], values: {} });
    await command('marcus', 'change');
    await until(async () => fieldOf(await modal('marcus'), 'words')?.initial_value === undefined);
  });

  it('stands in the form of an idea again, with whom was chosen, and gives way to words said anew', async () => {
    await command('marcus', 'idea');
    await typeAndClose('marcus', await form('marcus', 'idea'), 'words', 'Fewer lost bags', { expert: { value: users['tom']! } });
    await command('marcus', 'idea');
    const again = await form('marcus', 'idea');
    expect([fieldOf(again, 'words').initial_value, fieldOf(again, 'expert').initial_user]).toEqual([
      'Fewer lost bags',
      users['tom'],
    ]);
    await control('POST', `views/${again.id}/close`, { as: users['marcus'] });
    await command('marcus', 'idea "Shorter queues"');
    await until(async () => fieldOf(await modal('marcus'), 'words')?.initial_value === 'Shorter queues');
    expect(JSON.stringify((await modal('marcus')).blocks)).not.toContain('did not send yet');
  });
});

describe('a line under a change', () => {
  const imOf = (as: string) => `D${users[as]!.slice(1)}`;
  const told = async () =>
    (
      await reportChange(await bench.as('marcus'), {
        words: 'New summer timetable',
        startsOn: '2001-07-01',
        clientKey: 'one',
        touches: [{ modelId: 'flight-delay' }],
      })
    ).change;
  const messageIn = async (as: string, where: string) => {
    await send();
    return (await messages(as, where)).find((one) => JSON.stringify(one.blocks).includes('New summer timetable'));
  };
  async function writeUnder(as: string, message: any, text: string): Promise<void> {
    const { counters } = desk.running.slack;
    const before = counters.eventsStored;
    await control('POST', 'messages', { as: users[as], channel: message.channel, threadTs: message.ts, text });
    await until(() => counters.eventsStored > before);
    for (let job = await desk.queue.take('slack-event'); job; job = await desk.queue.take('slack-event')) {
      await desk.running.slack.handleEvent((job.data as { key: string }).key);
      await desk.queue.complete(job);
    }
    await send();
  }
  const threadOf = async (as: string, message: any): Promise<string> =>
    JSON.stringify(
      (await control('GET', `channels/${message.channel}/threads/${message.ts}?as=${users[as]}`))['messages']
        .slice(1)
        .map((one: any) => (one.blocks.length > 0 ? one.blocks : one.text)),
    );

  it('by its reporter is read by its owners and in the channel, and stays with it', async () => {
    const { id, touches } = await told();
    expect(touches[0]!.ownerId).toBe('priya');
    await writeUnder('marcus', await messageIn('marcus', imOf('marcus')), 'It comes a week later, says customer Jane Doe');
    const words = 'It comes a week later, says customer [name]';
    expect(await threadOf('priya', await messageIn('priya', imOf('priya')))).toContain(words);
    expect(await threadOf('priya', await messageIn('priya', channel))).toContain(words);
    const own = await threadOf('marcus', await messageIn('marcus', imOf('marcus')));
    expect(own).toContain('Passed on to Priya');
    expect(own).toContain('a name');
    expect((await readChange(bench.system(), id)).events.at(-1)).toMatchObject({ kind: 'said', personId: 'marcus', words });
    expect((await auditEntries(bench.system())).at(-1)).toMatchObject({ verb: 'changes.remark', subject: `change:${id}` });
    await command('marcus', 'change 1');
    await until(async () => (await desk.whispers('marcus')).length > 0);
    expect(JSON.stringify(await messages('marcus'))).toContain(words);
  });

  it('by anybody in the channel reaches the reporter, once', async () => {
    await told();
    await writeUnder('tom', await messageIn('tom', channel), 'Which airports?');
    const heard = await threadOf('marcus', await messageIn('marcus', imOf('marcus')));
    expect(heard.split('Which airports?')).toHaveLength(2);
    expect(await threadOf('tom', await messageIn('tom', channel))).toBe('["Which airports?"]');
  });
});
