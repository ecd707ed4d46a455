import { describe, expect, it } from 'vitest';
import { approvalVote } from '../../src/db/schema/approvals.ts';
import { readRequest } from '../../src/approvals/read-request.ts';
import { readShown } from '../../src/outbox/read-messages.ts';
import { findCard } from '../../src/cards/read-card.ts';
import { write } from '../../src/audit/write.ts';
import { readServing } from '../../src/deploy/read-serving.ts';
import { putDeployment } from '../../src/registry/put-pointers.ts';
import { requestPromotion } from '../../src/approvals/request-promotion.ts';
import { outboxMessage } from '../../src/db/schema/outbox.ts';
import { aWish, useBench } from '../approvals/fixture.ts';
import { channel, useDesk } from './desk.ts';
import { until } from './support.ts';

const bench = useBench();
const desk = useDesk(bench);
const { control, send, messages, cardNow, whispers, letterOf, press, modal, submit, command } = desk;
const state = async (requestId: string) => (await readRequest(await bench.as('dana'), requestId)).state;

describe('a request', () => {
  it('is asked for in a form that says what the policy wants, each fault at its field', async () => {
    await command('priya', 'promote Flight Delay 3 to production');
    const view = await modal('priya');
    expect(JSON.stringify(view.blocks)).toContain('takes the business owner and an engineer of the team');
    const refused = await submit('priya', view, {
      reason: 'Fresher.',
      expectedEffect: 'Better gates.',
      rollbackPlan: 'Back.',
      fallbackVersion: '2',
    });
    expect(refused['errors'] ?? {}).toEqual({});
    const card = await cardNow();
    expect(card.text).toContain('Put version 3 of Flight Delay live, in place of version 1?');
    expect(JSON.stringify((await letterOf('priya')).blocks)).toContain('You asked for this; you hear every step here.');
    expect(JSON.stringify((await letterOf('dana')).blocks)).toContain('You are asked as the business owner');
  });

  it.each([
    ['request-asked-yes', 'open', /Priya confirmed that they asked for this/],
    ['request-asked-no', 'void', /✗ Priya did not ask for this: .*account lena there\. That ends it\./],
  ])('asked at the command line is confirmed by its requester alone, with a click: %s', async (button, ends, said) => {
    const priya = await bench.as('priya');
    const claimed = { ...priya, actor: { ...priya.actor, account: 'cli/lena' } as typeof priya.actor };
    const { requestId } = await requestPromotion(claimed, aWish);
    const card = await cardNow();
    expect(JSON.stringify(card.blocks)).toContain('Priya has not confirmed yet that they asked for this.');
    await press('tom', card, 'request-approve');
    await until(async () => (await whispers('tom')).some((text) => text.includes('has not confirmed yet')));
    expect(JSON.stringify((await letterOf('tom')).blocks)).not.toContain('request-asked');
    await press('priya', await letterOf('priya'), button);
    await until(async () => JSON.stringify((await cardNow()).blocks).includes('has not confirmed yet') === false);
    expect(await state(requestId)).toBe(ends);
    const told = (await bench.database.db.select().from(outboxMessage)).filter((one) => one.kind === 'card-event');
    expect(told.map((one) => one.destination)).toEqual(expect.arrayContaining([channel, 'person:tom']));
    const replies = await control('GET', `channels/${channel}/threads/${card.ts}?as=U0EXEC`);
    expect(JSON.stringify(replies)).toMatch(said);
  });

  it('lacking what the policy asks for is refused in the form', async () => {
    await bench.policy({ requires: { checklist: ['It was compared', 'Gate planners were asked'] } });
    await command('priya', 'promote flight-delay 3');
    const view = await modal('priya');
    const values = { reason: 'Fresher.', expectedEffect: 'Better gates.', rollbackPlan: 'Back.', fallbackVersion: '1' };
    expect((await submit('priya', view, { ...values, checklist: ['0'] }))['errors']).toEqual({
      checklist: 'Tick what the policy asks for: Gate planners were asked.',
    });
    expect((await submit('priya', view, { ...values, checklist: ['0', '1'] }))['errors'] ?? {}).toEqual({});
  });

  it('of an emergency asks for its reason alone, and says whom it takes instead, as soon as the box is ticked', async () => {
    await bench.policy({ requires: { checklist: ['It was compared'] } });
    await command('priya', 'promote flight-delay 3');
    const view = await modal('priya');
    const tick = (value: string[]) =>
      control('POST', 'actions', {
        as: 'U0DATA',
        container: { kind: 'view', viewId: view.id },
        blockId: 'breakGlass',
        actionId: 'request-emergency',
        value,
      });
    await tick(['yes']);
    await until(async () => JSON.stringify((await modal('priya')).blocks).includes('a second person of the team'));
    const emergency = await modal('priya');
    expect(JSON.stringify(emergency.blocks)).toContain('compliance is told at once');
    expect(emergency.blocks.some((one: { block_id: string }) => one.block_id === 'checklist')).toBe(false);
    const values = {
      reason: { value: 'Gates stand empty.' },
      breakGlass: { 'request-emergency': ['yes'] },
    };
    const fallback = { fallbackVersion: { value: '1' } };
    const sent = await control('POST', `views/${view.id}/submit`, { as: 'U0DATA', values: { ...values, ...fallback } });
    expect(sent['errors'] ?? {}).toEqual({});
    expect(JSON.stringify((await cardNow()).blocks)).toContain('Compliance has been told: Grace');
    expect(JSON.stringify((await letterOf('grace')).blocks)).toContain('You are told because it is an emergency');
  });

  it('for a model that is not there says what may have been meant', async () => {
    await command('priya', 'promote flight-dlay 3');
    await until(async () => (await whispers('priya')).length > 0);
    expect((await whispers('priya'))[0]).toContain('Did you mean flight-delay?');
  });
});

describe('a vote', () => {
  it('goes from the card through its form to the record, with the hash of what was shown', async () => {
    const requestId = await bench.request();
    const card = await cardNow();
    await press('dana', card, 'request-approve');
    expect(await submit('dana', await modal('dana'), {})).toMatchObject({ closed: false });
    const [vote] = await bench.database.db.select().from(approvalVote);
    const { messageId } = (await findCard(bench.system(), 'approval', requestId))!;
    expect(vote).toMatchObject({ personId: 'dana', decision: 'approve', revisionSeen: 1 });
    expect(vote?.shownHash).toBe(await readShown(bench.system(), messageId, 1));
    expect(vote?.shownHash).not.toBeNull();
    expect(JSON.stringify((await cardNow()).blocks)).toContain('Dana agreed');
  });

  it('of the requester is refused to them alone, at the click, and recorded', async () => {
    await bench.request();
    await press('priya', await cardNow(), 'request-approve');
    await until(async () => (await whispers('priya')).length > 0);
    expect((await whispers('priya'))[0]).toMatch(/you/i);
    expect(await whispers('dana')).toEqual([]);
    expect(await bench.entries('approvals.refused')).toHaveLength(1);
    expect(await bench.database.db.select().from(approvalVote)).toEqual([]);
  });

  it('on what has changed since is given back with what changed, and counts once it was looked at again', async () => {
    const requestId = await bench.request();
    await press('dana', await cardNow(), 'request-approve');
    const view = await modal('dana');
    await bench.gate('costly-error', 'failed');
    const again = await submit('dana', view, { reason: 'I know.' });
    expect(again).toMatchObject({ closed: false });
    const shown = await modal('dana');
    expect(JSON.stringify(shown.blocks)).toContain('It has changed since you looked: the check “costly error” failed');
    expect(JSON.stringify(shown.blocks)).toContain('costly error FAILED. Why do you agree all the same?');
    await submit('dana', shown, { reason: 'A smaller miss is worth it.' });
    const [vote] = await bench.database.db.select().from(approvalVote);
    expect(vote).toMatchObject({ personId: 'dana', outvoted: ['costly-error'] });
    expect(await state(requestId)).toBe('open');
  });

  it('is stepped up by typing the version’s name, wrong words refused at their field', async () => {
    await bench.policy({ stepUp: true });
    await bench.request();
    await press('dana', await cardNow(), 'request-approve');
    const view = await modal('dana');
    expect((await submit('dana', view, { typed: 'flight-delay 2' }))['errors']).toEqual({
      typed: 'Type “flight-delay 3” to agree.',
    });
    await submit('dana', view, { typed: 'Flight-Delay 3' });
    expect(await bench.database.db.select().from(approvalVote)).toHaveLength(1);
  });

  it('to refuse needs a reason, which stands on the card and in the thread, and ends the request', async () => {
    const requestId = await bench.request();
    await press('tom', await cardNow(), 'request-refuse');
    await submit('tom', await modal('tom'), { reason: 'Not before the holiday.' });
    const card = await cardNow();
    expect(card.text).toBe('✗ Refused: putting version 3 of Flight Delay live');
    expect(JSON.stringify(card.blocks)).toMatch(/Tom REFUSED on [^"]*, saying “Not before the holiday.”/);
    expect(await state(requestId)).toBe('refused');
    const thread = (await control('GET', `channels/${channel}/threads/${card.ts}?as=U0EXEC`))['messages'] as any[];
    expect(thread.at(-1).text).toBe('✗ Tom REFUSED as an engineer of the team. That ends it. Not before the holiday.');
    expect(JSON.stringify((await letterOf('dana')).blocks)).toContain('Settled by Tom: refused.');
  });

  it('of the last one needed approves it and says so on the card', async () => {
    await bench.request();
    await press('dana', await cardNow(), 'request-approve');
    await submit('dana', await modal('dana'), {});
    await press('lena', await letterOf('lena'), 'request-approve');
    await submit('lena', await modal('lena'), {});
    expect((await cardNow()).text).toBe('⏳ Approved, on its way: putting version 3 of Flight Delay live');
  });
});

describe('what else a person may do', () => {
  it('asks, and the requester answers, both in the thread', async () => {
    await bench.request();
    await press('dana', await cardNow(), 'request-ask');
    await submit('dana', await modal('dana'), { words: 'Do the gates know?' });
    const card = await cardNow();
    const thread = async () => (
      await send(),
      (await control('GET', `channels/${channel}/threads/${card.ts}?as=U0DATA`))['messages'] as any[]
    );
    const question = (await thread()).at(-1);
    expect(question.text).toBe('Dana asks: Do the gates know?');
    await press('priya', question, 'request-answer');
    await submit('priya', await modal('priya'), { words: 'They do.' });
    expect((await thread()).at(-1).text).toBe('Priya answers: They do.');
  });

  it('hands the decision on, never to the requester', async () => {
    await bench.request();
    const card = await cardNow();
    const menu = card.blocks.flatMap((block: any) => block.elements ?? []).find((one: any) => one.action_id === 'request-more');
    await press('dana', card, 'request-more', menu.options[0].value);
    const view = await modal('dana');
    expect((await submit('dana', view, { to: 'U0DATA' }))['errors']).toHaveProperty('to');
    await submit('dana', view, { to: 'U0EXPERT' });
    expect(JSON.stringify((await letterOf('marcus')).blocks)).toContain('You are asked as the business owner for Dana');
  });

  it('withdraws only what they asked for', async () => {
    const requestId = await bench.request();
    const card = await cardNow();
    const menu = card.blocks.flatMap((block: any) => block.elements ?? []).find((one: any) => one.action_id === 'request-more');
    await press('dana', card, 'request-more', menu.options[2].value);
    await until(async () => (await whispers('dana')).length > 0);
    expect((await whispers('dana'))[0]).toContain('Only Priya, who asked for it, can withdraw it.');
    await press('priya', card, 'request-more', menu.options[2].value);
    await submit('priya', await modal('priya'), {});
    expect(await state(requestId)).toBe('withdrawn');
  });

  it('sees what waits for them by command and in App Home, and decides there', async () => {
    await bench.request();
    await send();
    await command('dana', 'requests');
    await until(async () => (await whispers('dana')).length > 0);
    expect((await whispers('dana'))[0]).toBe('1 request waits for your decision.');
    await control('POST', 'home/open', { as: 'U0EXEC' });
    for (let job = await desk.queue.take('slack-event'); job; job = await desk.queue.take('slack-event')) {
      await desk.running.slack.handleEvent((job.data as { key: string }).key);
      await desk.queue.complete(job);
    }
    const { view } = await control('GET', 'home?as=U0EXEC');
    const block = view.blocks.find((one: any) => JSON.stringify(one).includes('request-refuse'));
    await control('POST', 'actions', {
      as: 'U0EXEC',
      container: { kind: 'home' },
      blockId: block.block_id,
      actionId: 'request-refuse',
    });
    await submit('dana', await modal('dana'), { reason: 'Not yet.' });
    expect((await cardNow()).text).toContain('Refused');
  });
});

describe('what serves', () => {
  it('is said by command, taken back in one confirmed click, and the reason asked for afterwards', async () => {
    await command('tom', 'pause flight-delay');
    await until(async () => (await whispers('tom')).length > 0);
    expect((await whispers('tom'))[0]).toBe('Version 1 of Flight Delay serves in production');
    const message = (await messages('tom')).find((one) => one.ephemeral);
    await press('tom', message, 'serving-pause');
    const view = await modal('tom');
    expect(view.title).toBe('Done. Why?');
    await submit('tom', view, { words: 'Misses doubled.' });
    await command('marcus', 'resume flight-delay');
    await until(async () => (await whispers('marcus')).length > 0);
    expect(JSON.stringify((await messages('marcus')).at(-1).blocks)).toContain('Misses doubled.');
  });

  it('changes nothing upon a sentence, which leads to the same dialog', async () => {
    await command('tom', 'could you please pause flight-delay?');
    await until(async () => (await whispers('tom')).length > 0);
    expect((await whispers('tom'))[0]).toBe('Version 1 of Flight Delay serves in production');
    expect(JSON.stringify((await messages('tom')).find((one) => one.ephemeral).blocks)).toContain('serving-pause');
    expect(await readServing(await bench.as('tom'), 'flight-delay')).toMatchObject({ paused: false });
  });

  it('goes back in one click to what the button said, and asks for the reason then', async () => {
    await write(bench.system(), async (w) => {
      await putDeployment(w, 'flight-delay', 'production', 3);
    });
    await command('tom', 'rollback flight-delay');
    await until(async () => (await whispers('tom')).length > 0);
    const message = (await messages('tom')).find((one) => one.ephemeral);
    await press('tom', message, 'serving-rollback');
    expect((await modal('tom')).blocks[0].text.text).toBe('Version 1 of Flight Delay serves in production again.');
    expect(await readServing(await bench.as('tom'), 'flight-delay')).toMatchObject({ version: 1 });
    await command('lena', 'rollback flight-delay');
    await until(async () => (await whispers('lena')).length > 0);
    expect((await whispers('lena'))[0]).toBe('Version 1 of Flight Delay serves in production');
  });
});
