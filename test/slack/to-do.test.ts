import { beforeEach, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { answerCase } from '../../src/feedback/answer-case.ts';
import { answerOwner } from '../../src/feedback/answer-owner.ts';
import { askFlagger } from '../../src/feedback/ask-flagger.ts';
import { flagProblem } from '../../src/feedback/flag-problem.ts';
import { openMatter } from '../../src/matters/open-matter.ts';
import { readMatter } from '../../src/matters/read-matters.ts';
import { homeVerbs } from '../../src/slack/verbs/home-verbs.ts';
import { useBench } from '../approvals/fixture.ts';
import { flightDelay, putModels } from '../support/skyway.ts';
import { useDesk } from './desk.ts';
import { until } from './support.ts';

const bench = useBench();
const { control, letterOf, messages, whispers, press, command, modal, submit } = useDesk(bench);
const said = async (as: string, count = 1) => {
  await until(async () => (await whispers(as)).length >= count);
  return (await messages(as)).findLast((one) => one.ephemeral);
};
const open = async (key: string, dueOn?: string) =>
  (
    await write(bench.system(), (w) =>
      openMatter(w, {
        kind: 'alert',
        modelId: 'flight-delay',
        key,
        title: `The ${key} moved`,
        severity: 80,
        openedFor: '2001-02-26',
        ...(dueOn ? { inHand: { ownerId: 'tom', nextStep: 'look at the feed', dueOn } } : {}),
      }),
    )
  ).id;

describe('/leeway mine', () => {
  it('says that nothing waits', async () => {
    await command('tom', 'mine');
    expect((await said('tom')).text).toBe('Nothing waits for you.');
  });

  it('says what waits, whose date has passed, and what comes of it otherwise', async () => {
    await open('bias', '2001-01-03');
    await open('mean');
    await command('tom', 'mine');
    const list = await said('tom');
    expect(list.text).toMatch(/^2 things wait for you, 1 of them late\.$/);
    const words = JSON.stringify(list.blocks);
    expect(words).toMatch(/⏰ \*The bias moved\*.*was due Wed 3 January, \d+ days late/);
    expect(words).toContain('_Next:_ Look at the feed');
    expect(words).toContain('_Otherwise:_ it comes back in every weekly digest until somebody ends it.');
    expect(words).toContain('*Nobody has it yet*');
  });

  it('says to who flagged a case that they are asked something, until they have answered', async () => {
    const priya = await bench.as('priya');
    const { case: flagged } = await flagProblem(await bench.as('marcus'), {
      modelId: 'flight-delay',
      whatHappened: 'Gate B12 stood empty.',
      clientKey: 'k',
    });
    await command('marcus', 'mine');
    expect((await said('marcus')).text).toBe('Nothing waits for you.');
    await askFlagger(priya, { caseId: flagged.id, words: 'At which hour?', revision: 1 });
    await command('marcus', 'mine');
    const list = await said('marcus', 2);
    expect(list.text).toBe('1 thing waits for you.');
    expect(JSON.stringify(list.blocks)).toMatch(/Case 1 · Flight Delay\*\\n[^"]* has a question for you\.[^"]*_Otherwise:_/);
    await answerOwner(await bench.as('marcus'), { caseId: flagged.id, words: 'At six.' });
    await command('marcus', 'mine');
    expect((await said('marcus', 3)).text).toBe('Nothing waits for you.');
  });

  it('tells an owner apart what waits for them and what waits for others', async () => {
    const priya = await bench.as('priya');
    const { case: flagged } = await flagProblem(await bench.as('marcus'), {
      modelId: 'flight-delay',
      whatHappened: 'Gate B12 stood empty.',
      clientKey: 'k',
    });
    await command('priya', 'mine');
    expect((await said('priya')).text).toBe('1 thing waits for you.');
    await askFlagger(priya, { caseId: flagged.id, words: 'At which hour?', revision: 1 });
    await command('priya', 'mine');
    const list = await said('priya', 2);
    expect(list.text).toBe('Nothing waits for you. 1 thing that you look after waits for others.');
    expect(JSON.stringify(list.blocks)).toMatch(
      /_Next:_ Wait for the reply of whoever raised it.*_Otherwise:_ after two weeks it goes on, or is closed, without their word\./,
    );
    await open('bias');
    await command('priya', 'mine');
    expect((await said('priya', 3)).text).toBe('1 thing waits for you. 1 more waits for others.');
  });

  it('opens the case of a step that is planned, and its next step is another line than its title', async () => {
    const priya = await bench.as('priya');
    const { case: flagged } = await flagProblem(await bench.as('marcus'), {
      modelId: 'flight-delay',
      whatHappened: 'Gate B12 stood empty.',
      clientKey: 'k',
    });
    const action = { kind: 'process' as const, personId: 'tom', dueOn: '2001-06-22' };
    await answerCase(priya, { caseId: flagged.id, words: 'Right.', revision: 1, actions: [action] });
    await command('tom', 'mine');
    const list = await said('tom');
    const words = JSON.stringify(list.blocks);
    expect(words).toMatch(/Change how we work with it \(case 1\).*_Next:_ Agree on it with those who work with the model/);
    await press('tom', list, 'to-do-open');
    expect(JSON.stringify((await said('tom', 2)).blocks)).toContain('Case 1');
  });

  it('shows a page at a time', async () => {
    for (let index = 0; index < 9; index++) await open(`figure ${index}`);
    await command('tom', 'mine');
    const first = await said('tom');
    expect(JSON.stringify(first.blocks)).toContain('Show the last one');
    await press('tom', first, 'to-do-page');
    const second = await said('tom', 2);
    expect(JSON.stringify(second.blocks).match(/_Otherwise:_/g)).toHaveLength(1);
  });

  it.each([
    ['U0ENG2', 'lena', 'Lena has it in hand now, and has been told.'],
    ['U0ENG', 'tom', undefined],
  ])('gives what nobody has to whoever is named (%s), also to oneself', async (to, ownerId, told) => {
    const id = await open('bias');
    await command('tom', 'mine');
    await press('tom', await said('tom'), 'to-do-more', `take|${id}`);
    const form = await modal('tom');
    expect(JSON.stringify(form)).toContain('Who takes it?');
    const answer = await submit('tom', form, { to, nextStep: 'find out why', dueOn: '2001-12-10' });
    expect(answer['closed']).toBe(told === undefined);
    expect(await readMatter(bench.system(), id)).toMatchObject({ ownerId, nextStep: 'find out why', dueOn: '2001-12-10' });
    const { views } = await control('GET', 'views?as=U0ENG');
    expect(views[0]?.blocks[0].text.text).toBe(told);
    // Only who was named by somebody else hears of it, and from whom.
    const letter = await letterOf(ownerId);
    expect(letter?.blocks[0].text.text.split('\n')[0]).toBe(told && '*Tom* gives this to you: The bias moved');
  });

  it('hands a matter over with a line, and tells the one who gets it', async () => {
    const id = await open('bias', '2001-12-03');
    await command('tom', 'mine');
    await press('tom', await said('tom'), 'to-do-more', `hand|${id}`);
    const answer = await submit('tom', await modal('tom'), { to: 'U0ENG2', nextStep: 'ring the airport' });
    expect(answer['errors']).toBeUndefined();
    expect(await readMatter(bench.system(), id)).toMatchObject({ ownerId: 'lena', nextStep: 'ring the airport' });
  });
});

describe('App Home', () => {
  it('says since when something waits, for the model may be calm again', async () => {
    await open('bias');
    const [one] = (await homeVerbs.home(await bench.as('tom'))).waiting;
    expect(one).toMatchObject({ line: 'Open since the week of 26 February, and nobody has it in hand yet.', answersFor: true });
  });
});

describe('/leeway open', () => {
  beforeEach(() => open('bias', '2001-12-03'));

  it('lists what is open about a model or a team, with who has it', async () => {
    await command('grace', 'open flight delay');
    const list = await said('grace');
    expect(list.text).toBe('1 thing is open about Flight Delay.');
    expect(JSON.stringify(list.blocks)).toMatch(/\*Tom[^*]*\* · /);
    await command('grace', 'open network operations');
    expect((await said('grace', 2)).text).toBe('1 thing is open about Network Operations.');
  });

  it('is about the only model where there is one, asks of what, and names what may have been meant', async () => {
    await command('grace', 'open');
    expect((await said('grace')).text).toBe('1 thing is open about Flight Delay.');
    await putModels(bench.system(), { ...flightDelay, id: 'gate-times', title: 'Gate Times' });
    await command('grace', 'open');
    expect((await said('grace', 2)).text).toContain('Say of what');
    await command('grace', 'open flight-dealy');
    expect((await said('grace', 3)).text).toMatch(/flight-delay|Flight Delay/);
  });
});
