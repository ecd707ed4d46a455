import { beforeEach, describe, expect, it } from 'vitest';
import { readCase } from '../../src/feedback/read-case.ts';
import { readDraft } from '../../src/feedback/drafts.ts';
import { putTeam } from '../../src/people/put-person.ts';
import { write } from '../../src/audit/write.ts';
import { useBench } from '../approvals/fixture.ts';
import { channel, useDesk, users } from './desk.ts';
import { until } from './support.ts';

const bench = useBench();
const desk = useDesk(bench);
const { control, send, messages, press, modal, command, whispers } = desk;

beforeEach(async () => {
  const system = bench.system();
  await write(system, (w) => putTeam(w, { id: 'network-operations', name: 'Network Operations', businessUnit: null, channel }));
});

const caseNow = async (number = 1) => readCase(await bench.as('marcus'), number);
const textOf = (message: any): string => JSON.stringify(message?.blocks ?? []);
const imOf = async (as: string): Promise<string> => {
  const { channels } = await control('GET', `state?as=${users[as]}`);
  return (channels as any[]).find((one) => one.kind === 'im').id;
};
/** The root message about the case in a person's own chat. */
const ownLetter = async (as: string, number = 1) => {
  await send();
  return (await messages(as, await imOf(as))).find((one) => textOf(one).includes(`Case ${number}`));
};
const threadOf = async (as: string, letter: any): Promise<string> =>
  JSON.stringify((await control('GET', `channels/${letter.channel}/threads/${letter.ts}?as=${users[as]}`))['messages'].slice(1));
const cardInChannel = async (as: string) => (await send(), (await messages(as)).find((one) => textOf(one).includes('Case 1')));
/** Fills in a form by its blocks' names, whatever the elements in it are called. */
async function fill(as: string, values: Record<string, string>) {
  await until(async () => (await modal(as)).blocks.some((one: any) => one.block_id === Object.keys(values)[0]));
  const view = await modal(as);
  const named = Object.entries(values).map(([block, value]) => {
    const found = (view.blocks as any[]).find((one) => one.block_id === block);
    if (!found) throw new Error(`There is no field ${block} in ${textOf(view)}`);
    return [block, { [found.element.action_id]: value }];
  });
  return control('POST', `views/${view.id}/submit`, { as: users[as], values: Object.fromEntries(named) });
}
async function flagged(words = 'Nobody had a gate.', as = 'marcus'): Promise<void> {
  await command(as, 'flag');
  await fill(as, { what: words });
  await send();
}
/** Does the jobs that messages became, and sends what they said. */
async function work(): Promise<void> {
  for (let job = await desk.queue.take('slack-event'); job; job = await desk.queue.take('slack-event')) {
    await desk.running.slack.handleEvent((job.data as { key: string }).key);
    await desk.queue.complete(job);
  }
  await send();
}
const picture = async (as: string): Promise<string> =>
  (await control('POST', 'files', { as: users[as], name: 'gate.png', base64: Buffer.from('a picture').toString('base64') }))[
    'file'
  ].id;
async function writeUnder(as: string, letter: any, text: string, files?: string[]): Promise<void> {
  const { counters } = desk.running.slack;
  const before = counters.eventsStored;
  await control('POST', 'messages', {
    as: users[as],
    channel: letter.channel,
    text,
    threadTs: letter.ts,
    ...(files ? { files } : {}),
  });
  await until(() => counters.eventsStored > before);
  await work();
}
const answered = (kind: string) => ({ words: 'You are right.', 'kind-0': kind, 'who-0': users['priya']!, 'due-0': '2001-06-22' });

describe('flagging', () => {
  it('asks what happened and nothing else, and tells number, name and day', async () => {
    await command('marcus', 'flag');
    const view = await modal('marcus');
    expect((view.blocks as any[]).filter((one) => one.type === 'input' && !one.optional).map((one) => one.block_id)).toEqual([
      'what',
    ]);
    await fill('marcus', { what: 'Customer Jane Doe had no gate.' });
    expect(textOf(await modal('marcus'))).toMatch(/This is case 1\. Priya has been told and answers by Mon 25 June/);
    expect(textOf(await modal('marcus'))).toContain('I left out a name');
    const letter = await ownLetter('marcus');
    expect(textOf(letter)).toContain('Case 1: Priya answers you here by Mon 25 June.');
    expect(textOf(letter)).toContain('Customer [name] had no gate.');
    expect(textOf(await ownLetter('priya'))).toContain('yours to answer, by Mon 25 June');
  });

  it('keeps what was typed in a form that was closed, until it is sent', async () => {
    await command('marcus', 'flag');
    const view = await modal('marcus');
    const typing = (value: string) =>
      control('POST', 'actions', {
        as: users['marcus'],
        container: { kind: 'view', viewId: view.id },
        blockId: 'what',
        actionId: 'typed:flag',
        value,
        values: { what: { 'typed:flag': value } },
      });
    const draft = async () => (await readDraft(await bench.as('marcus'), 'flag'))?.values['what'];
    await typing('Gate');
    // The clock stands still: two states of the same instant would be ordered by whichever is kept last.
    await until(async () => (await draft()) === 'Gate');
    await typing('Gate B12 of customer Jane Doe');
    await until(async () => (await draft()) === 'Gate B12 of customer [name]');
    await control('POST', `views/${view.id}/close`, { as: users['marcus'], all: true });
    await command('marcus', 'flag');
    await until(async () => textOf(await modal('marcus')).includes('did not send yet'));
    const again = await modal('marcus');
    expect((again.blocks as any[]).find((one) => one.block_id === 'what').element.initial_value).toBe(
      'Gate B12 of customer [name]',
    );
    await fill('marcus', { what: 'Gate B12 was taken.' });
    expect(await draft()).toBeUndefined();
    // A letter that was still on its way changes nothing any more.
    await command('marcus', 'flag');
    await until(async () => textOf(await modal('marcus')).includes('a person who answers'));
  });

  it('takes a message along from its menu, with who wrote it', async () => {
    const { ts } = await control('POST', 'messages', { as: users['dana'], channel, text: 'We sent people home for nothing.' });
    await control('POST', 'shortcuts', { as: users['marcus'], channel, ts, callbackId: 'flag-message' });
    const view = await modal('marcus');
    const { element } = (view.blocks as any[]).find((one) => one.block_id === 'what');
    expect(element.initial_value).toBe('Dana wrote: “We sent people home for nothing.”');
    await fill('marcus', { what: element.initial_value });
    expect((await caseNow()).origin).toEqual({ kind: 'message', id: `${channel}:${ts}` });
  });

  it('takes no picture along from a message’s menu, and asks for words', async () => {
    const files = [await picture('dana')];
    const { ts } = await control('POST', 'messages', { as: users['dana'], channel, text: '', files });
    await control('POST', 'shortcuts', { as: users['marcus'], channel, ts, callbackId: 'flag-message' });
    expect(textOf(await modal('marcus'))).toContain('Pictures and files are not taken along: say in words what they show.');
  });

  it('begins with the words that followed the command', async () => {
    await command('marcus', 'flag it called the late ones and nobody had a gate');
    const { element } = ((await modal('marcus')).blocks as any[]).find((one) => one.block_id === 'what');
    expect(element.initial_value).toBe('it called the late ones and nobody had a gate');
  });
});

describe('an answer', () => {
  it('with a day that has passed is refused at that day, and nothing typed is lost', async () => {
    await flagged();
    await press('priya', await ownLetter('priya'), 'case-answer');
    const passed = await fill('priya', { ...answered('process'), 'due-0': '2001-06-01' });
    expect(passed['errors']).toEqual({ 'due-0': expect.stringMatching(/^1 June 2001 has passed: today is /) });
    await fill('priya', answered('process'));
    expect((await caseNow()).state).toBe('acting');
  });
});

describe('a case', () => {
  it('is asked about, answered, done and confirmed, each side hearing the other', async () => {
    await flagged();
    let owner = await ownLetter('priya');
    await press('priya', owner, 'case-accept');
    await until(async () => (await caseNow()).state === 'accepted');
    await press('priya', await ownLetter('priya'), 'case-ask');
    await fill('priya', { words: 'Which flights?' });
    const letter = await ownLetter('marcus');
    expect(letter.text).toContain('Priya has a question for you');
    expect(await threadOf('marcus', letter)).toContain('Which flights?');
    await writeUnder('marcus', letter, 'Those after 16:00.');
    expect((await caseNow()).waitsFor).toBe('owner');
    expect(await threadOf('marcus', letter)).toContain('Passed on to Priya.');
    expect(await threadOf('priya', await ownLetter('priya'))).toContain('Those after 16:00.');
    owner = await ownLetter('priya');
    await press('priya', owner, 'case-answer');
    await fill('priya', answered('process'));
    owner = await ownLetter('priya');
    expect(textOf(await ownLetter('marcus'))).toContain('☐ Change how we work with it. *Priya*, by Fri 22 June');
    expect(textOf(owner)).not.toContain('case-finish');
    await press('priya', owner, 'case-settle');
    await fill('priya', { outcome: 'done' });
    await until(async () => textOf(await ownLetter('priya')).includes('case-finish'));
    await press('priya', await ownLetter('priya'), 'case-finish');
    await fill('priya', { words: 'Two gates are kept free.' });
    const done = await ownLetter('marcus');
    expect(done.text).toContain('Case 1: you said, Priya did. Is it better?');
    await press('marcus', done, 'case-confirm');
    await until(async () => (await caseNow()).state === 'confirmed');
    expect(textOf(await ownLetter('marcus'))).toContain('Case 1 is closed: it is better.');
    expect(textOf(await ownLetter('priya'))).toContain('✓ closed, Marcus says that it is better');
  });

  it('that is still not right is opened again with what is wrong', async () => {
    await flagged();
    await press('priya', await ownLetter('priya'), 'case-answer');
    await fill('priya', answered('nothing'));
    await until(async () => (await ownLetter('marcus')).text.includes('Does that settle it?'));
    await press('marcus', await ownLetter('marcus'), 'case-reopen');
    expect((await fill('marcus', { words: ' ' }))['errors']).toBeDefined();
    await fill('marcus', { words: 'It happened again on Friday.' });
    expect(await caseNow()).toMatchObject({ state: 'accepted', waitsFor: 'owner', reopened: 1 });
    expect(textOf(await ownLetter('priya'))).toContain('It happened again on Friday.');
    expect(textOf(await ownLetter('marcus'))).toContain('It is open again.');
  });

  it('that an answer settles is closed as that, and not as better', async () => {
    await flagged();
    await press('priya', await ownLetter('priya'), 'case-answer');
    await fill('priya', answered('nothing'));
    await until(async () => (await ownLetter('marcus')).text.includes('Does that settle it?'));
    await press('marcus', await ownLetter('marcus'), 'case-confirm');
    await until(async () => (await caseNow()).state === 'confirmed');
    expect(textOf(await ownLetter('marcus'))).toContain('Case 1 is closed: the answer settles it.');
    expect(textOf(await ownLetter('priya'))).toContain('✓ closed, Marcus says that this settles it');
  });

  it('that was declined goes to somebody else for a second look', async () => {
    await flagged();
    await press('priya', await ownLetter('priya'), 'case-more', `decline|${(await caseNow()).id}|1`);
    await fill('priya', { words: 'The gates are not ours.' });
    await until(async () => (await ownLetter('marcus')).text.includes('Priya will not change anything'));
    await press('marcus', await ownLetter('marcus'), 'case-contest');
    await fill('marcus', { words: 'Somebody has to answer for it.' });
    const { ownerId, state } = await caseNow();
    expect({ ownerId, state }).toEqual({ ownerId: 'tom', state: 'flagged' });
    expect(textOf(await ownLetter('tom'))).toContain('yours to answer');
  });

  it('is for its owner to decide on: another is told whose it is, and nothing changes', async () => {
    await flagged();
    await press('marcus', await cardInChannel('marcus'), 'case-accept');
    await until(async () =>
      (await whispers('marcus')).some((text) => text.includes('Case 1 is for Priya to decide on, not for you.')),
    );
    expect((await caseNow()).state).toBe('flagged');
  });

  it('passes on words and no picture, and says so under either letter', async () => {
    await flagged();
    const letter = await ownLetter('marcus');
    await writeUnder('marcus', letter, '', [await picture('marcus')]);
    expect(await threadOf('marcus', letter)).toContain('I pass on words only: say what it shows');
    await writeUnder('marcus', letter, 'This is gate B12.', [await picture('marcus')]);
    expect(await threadOf('marcus', letter)).toContain('Pictures and files stay here: only the words were passed on.');
    expect(await threadOf('priya', await ownLetter('priya'))).toContain('This is gate B12.');
  });

  it('passes on what its builders write under their letter, and asks where they ask', async () => {
    await flagged();
    const owner = await ownLetter('priya');
    await writeUnder('priya', owner, 'I look at it this afternoon.');
    expect((await caseNow()).waitsFor).toBe('owner');
    expect(await threadOf('marcus', await ownLetter('marcus'))).toContain('I look at it this afternoon.');
    await writeUnder('priya', owner, 'Was it on Friday?');
    expect((await caseNow()).waitsFor).toBe('flagger');
    await writeUnder('priya', owner, 'x'.repeat(3_001));
    expect(await threadOf('priya', owner)).toContain('That was not passed on.');
  });

  it('is shown by its number, and in a list to whom it concerns', async () => {
    await flagged();
    await command('marcus', 'cases');
    await until(async () => (await whispers('marcus')).some((text) => text.includes('No case waits for you')));
    await command('priya', 'cases');
    await until(async () => (await whispers('priya')).some((text) => text.includes('One case waits for you.')));
    await command('marcus', 'case 1');
    await until(async () => (await whispers('marcus')).some((text) => text.includes('Case 1, Flight Delay')));
    await command('marcus', 'case 99');
    await until(async () => (await whispers('marcus')).some((text) => text.includes('There is no case 99')));
    const page = (await messages('marcus')).find((one) => one.ephemeral && one.text.includes('Case 1, Flight Delay'));
    expect(textOf(page)).toMatch(/Marcus flagged it: “Nobody had a gate.”/);
  });
});
