import { describe, expect, it } from 'vitest';
import { readServing } from '../../src/deploy/read-serving.ts';
import { followRequest } from '../../src/feedback/follow-request.ts';
import { versionModal } from '../../src/slack/views/case-modals.ts';
import { start, useBench } from '../approvals/fixture.ts';
import { textOf, useCaseDesk } from './case-desk.ts';
import { caseStubs } from './case-samples.ts';
import { users } from './desk.ts';
import { until } from './support.ts';

const bench = useBench();
const { control, send, messages, press, modal, command, caseNow, letter, threadOf, fill } = useCaseDesk(bench);

describe('a step of a case that takes another version', () => {
  it('asks for its promotion by its own button, and both say how it goes', async () => {
    await command('marcus', 'flag');
    await fill('marcus', { what: 'Nobody had a gate.' });
    await press('priya', await letter('priya'), 'case-answer');
    await fill('priya', { words: 'You are right.', 'kind-0': 'retrain', 'who-0': users['priya']!, 'due-0': '2001-06-22' });
    await until(async () => textOf(await letter('priya')).includes('case-request'));
    expect(textOf(await letter('marcus'))).not.toContain('case-request');
    await press('priya', await letter('priya'), 'case-request');
    // The newest comes first; what is live is not offered.
    await until(async () => (await modal('priya')).blocks.some((one: any) => one.block_id === 'version'));
    const choice = (await modal('priya')).blocks.find((one: any) => one.block_id === 'version').element;
    expect(choice.options.map((one: any) => one.value)).toEqual(['3', '2']);
    await fill('priya', { version: '3' });
    await until(async () => (await modal('priya')).blocks.some((one: any) => one.block_id === 'reason'));
    expect(textOf(await modal('priya'))).toContain('It follows from case 1: Teach the model with newer data.');
    await fill('priya', {
      reason: 'It learned from June.',
      expectedEffect: 'Gates are kept free.',
      fallbackVersion: '1',
      rollbackPlan: 'Tom looks.',
    });
    await until(async () => (await caseNow()).actions[0]?.link?.kind === 'request');

    const card = (await messages('dana', 'C0APPROVE')).find((one) => textOf(one).includes('follows from case 1'));
    expect(textOf(await letter('priya'))).toContain('(request 1: waits for those who decide)');
    expect(textOf(await letter('priya'))).not.toContain('case-request');
    const asked =
      card ?? (await (await send(), messages('dana', 'C0APPROVE'))).find((one) => textOf(one).includes('follows from'));
    expect(textOf(asked)).toMatch(/Request 1 · asked by \*Priya\* · follows from case 1/);
    expect(textOf(asked)).toContain('See case 1, from which this follows');

    const requestId = (await caseNow()).actions[0]!.link!.id;
    await followRequest(bench.system(start), { requestId, turn: 'approved' });
    await followRequest(bench.system(start), { requestId, turn: 'live' });
    const now = await letter('priya');
    expect(textOf(now)).toContain('*What you asked for is live.* Say whether your step is done with that.');
    expect(textOf(now)).toContain('(request 1: approved and live)');
    const last = (await threadOf('priya', now)).at(-1);
    expect(last.text).toMatch(
      /Request 1, which was made for it, was approved: version 3 serves now\. Is your step done with that\?/,
    );
    expect(textOf(last)).toContain('case-settle');
    const expert = await letter('marcus');
    expect(textOf(expert)).toContain('request 1: approved and live');
    expect((await threadOf('marcus', expert)).at(-1).text).toContain('Priya says whether the step is done with that.');
    await press('priya', last, 'case-settle');
    await fill('priya', { outcome: 'done' });
    await until(async () => (await caseNow()).actions[0]?.state === 'done');
  });

  it('opens what serves from its own form, where whoever may goes back or pauses', async () => {
    await command('marcus', 'flag');
    await fill('marcus', { what: 'Nobody had a gate.' });
    await press('priya', await letter('priya'), 'case-answer');
    await fill('priya', { words: 'You are right.', 'kind-0': 'retrain', 'who-0': users['priya']!, 'due-0': '2001-06-22' });
    await until(async () => textOf(await letter('priya')).includes('case-request'));
    await press('priya', await letter('priya'), 'case-request');
    const inModal = async (actionId: string, until_: string) => {
      const view = await modal('priya');
      const block = view.blocks.find((one: any) => JSON.stringify(one).includes(`"${actionId}"`));
      const container = { kind: 'view', viewId: view.id };
      await control('POST', 'actions', { as: users['priya'], container, blockId: block.block_id, actionId });
      await until(async () => textOf(await modal('priya')).includes(until_));
    };
    await until(async () => textOf(await modal('priya')).includes('serving-open'));
    await inModal('serving-open', 'serving-pause');
    expect(textOf(await modal('priya'))).toContain('Version 1 of Flight Delay serves in production');
    await inModal('serving-pause', 'Flight Delay is paused in production');
    expect(await readServing(bench.system(start), 'flight-delay', 'production')).toMatchObject({ paused: true });
  });

  it('offers that to nobody who may not', async () => {
    const form = await caseStubs.versionsForAction(bench.system(start), 'one');
    expect(textOf(versionModal(form))).toContain('serving-open');
    expect(textOf(versionModal({ ...form, mayServe: false }))).not.toContain('serving-open');
  });
});
