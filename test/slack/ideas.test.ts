import { describe, expect, it } from 'vitest';
import { questions } from '../../src/framing/questions.ts';
import { readFraming } from '../../src/framing/read-framing.ts';
import { findJargon } from '../../src/explain/jargon.ts';
import { putOrganisation } from '../../src/people/organisation.ts';
import { write } from '../../src/audit/write.ts';
import { readModel } from '../../src/registry/read-model.ts';
import { ideaReply } from '../../src/slack/verbs/idea-verbs.ts';
import { ideaCard } from '../../src/slack/views/idea-card.ts';
import { yamlOf } from '../../src/slack/views/idea-conclude.ts';
import {
  allQuestionsModal,
  endModal,
  ideaModal,
  judgeModal,
  optionModal,
  questionModal,
} from '../../src/slack/views/idea-forms.ts';
import { ideasMessage } from '../../src/slack/views/ideas.ts';
import { useBench } from '../approvals/fixture.ts';
import { useDesk, users } from './desk.ts';
import { contact, idea } from './idea-samples.ts';
import { contactLetter } from '../../src/slack/views/contact-letter.ts';
import { until } from './support.ts';

const bench = useBench();
const desk = useDesk(bench);
const { cardNow, command, control, letterOf, messages, modal, press, submit, whispers } = desk;
const words = 'Our service staff needs to understand customers better';

const here = async () => {
  await write(bench.system(), (w) =>
    putOrganisation(w, {
      name: 'Skyway',
      zone: 'America/Chicago',
      industry: 'airlines',
      note: null,
      goals: ['Eight of ten flights on time'],
      auditChannel: null,
      channels: { 'data-science': 'C0APPROVE' },
    }),
  );
  await command('dana', `idea "${words}"`);
  return modal('dana');
};
/** What people wrote is taken out of the queue, as the worker does it. */
async function work(): Promise<void> {
  for (let job = await desk.queue.take('slack-event'); job; job = await desk.queue.take('slack-event')) {
    await desk.running.slack.handleEvent((job.data as { key: string }).key);
    await desk.queue.complete(job);
  }
  await desk.send();
}
async function writeUnder(as: string, message: any, text: string): Promise<void> {
  const { counters } = desk.running.slack;
  const before = counters.eventsStored;
  await control('POST', 'messages', { as: users[as], channel: message.channel, threadTs: message.ts, text });
  await until(() => counters.eventsStored > before);
  await work();
}
const people = { expert: users['marcus']!, scientist: users['priya']!, operations: users['tom']! };
const open = async () => {
  const view = await here();
  await submit('dana', view, { words, ...people });
  return modal('dana');
};
const now = async () => readFraming(await bench.as('dana'), 1);

describe('an idea', () => {
  it('is opened by a command with its words in the form, and led from question to question in one window', async () => {
    const first = await open();
    expect(JSON.stringify(first.blocks)).toContain('1 of 6: Whose decision changes?');
    const blank = await submit('dana', first, { 'answer-decision': '   ' });
    expect(blank['errors']).toHaveProperty('answer-decision');
    await submit('dana', first, { 'answer-decision': 'The agent at the counter.' });
    expect(JSON.stringify((await modal('dana')).blocks)).toContain('2 of 6: How often is it decided?');
    const card = await cardNow();
    expect(JSON.stringify(card.blocks)).toContain('The agent at the counter.');
    expect(card.text).toContain('Next: How often is it decided?');
  });

  it('is answered by a reply under one’s own letter; among themselves people only talk', async () => {
    await open();
    const letter = await letterOf('marcus');
    expect(JSON.stringify(letter.blocks)).toContain('as the one who knows the trade');
    const { ts, channel: im } = letter;
    await writeUnder('marcus', letter, 'The agent decides.');
    expect((await now()).questions[0]?.answer).toMatchObject({ words: 'The agent decides.', by: 'Marcus' });
    await desk.send();
    const thread = (await control('GET', `channels/${im}/threads/${ts}?as=${users['marcus']}`))['messages'] as any[];
    expect(thread.at(-1).text).toContain('Kept as your answer to “Whose decision changes?”. Next: How often is it decided?');
    const card = await cardNow();
    await control('POST', 'messages', { as: users['tom'], channel: card.channel, threadTs: card.ts, text: 'Lunch at noon.' });
    await desk.queue.waiting();
    await desk.send();
    expect((await now()).questions[1]?.answer).toBeUndefined();
  });

  it('becomes a planned model once all is answered, and nothing typed is lost where something is wrong', async () => {
    await open();
    await press('priya', await cardNow(), 'idea-more', `all|${(await now()).id}|1`);
    const all = Object.fromEntries(questions().map((one) => [`answer-${one.id}`, `About ${one.id}.`]));
    await submit('priya', await modal('priya'), all);
    await until(async () => (await now()).next === undefined);
    await press('dana', await cardNow(), 'idea-conclude');
    await until(async () => (await modal('dana')).callbackId === 'idea-conclude');
    const form = await modal('dana');
    const filled = { title: 'Missed Connections', phrase: 'missed connections', baseline: '12 %', target: '12' };
    expect((await submit('dana', form, filled))['errors']).toEqual({ target: expect.stringContaining('the same as today') });
    expect((await submit('dana', form, { ...filled, target: 'less' }))['errors']).toHaveProperty('target');
    expect((await submit('dana', form, { ...filled, target: '8' }))['errors'] ?? {}).toEqual({});
    const card = JSON.stringify((await cardNow()).blocks).replaceAll('\u00a0', ' ');
    expect(card).toContain('missed connections: 12 % now, to reach 8 %');
    expect(await readModel(await bench.as('dana'), 'missed-connections')).toMatchObject({
      stage: 'planned',
      newestVersion: null,
    });
    expect(JSON.stringify((await letterOf('tom')).blocks)).toContain('You answer for it: operations.');
    expect(yamlOf((await now()).outcome!)).toContain('owners: { business: dana, operations: tom, data-science: priya }');
  });

  it('ends as not worth a model with a reason, said by those it names alone, and comes back', async () => {
    await open();
    await press('grace', await cardNow(), 'idea-not-worth');
    expect((await submit('grace', await modal('grace'), { words: 'No.' }))['errors']['words']).toContain(
      'thought through by Marcus',
    );
    await press('tom', await cardNow(), 'idea-not-worth');
    await submit('tom', await modal('tom'), { words: 'A phone call does it.' });
    const ended = await cardNow();
    expect(JSON.stringify(ended.blocks)).toContain('A phone call does it.');
    await press('dana', ended, 'idea-reopen');
    await until(async () => (await modal('dana')).callbackId === 'idea-end');
    await submit('dana', await modal('dana'), { words: 'The line is always busy.' });
    expect((await now()).state).toBe('open');
  });

  it('refuses a card that has moved on since it was clicked', async () => {
    await open();
    await press('tom', await cardNow(), 'idea-not-worth');
    const form = await modal('tom');
    await submit('dana', await modal('dana'), { 'answer-decision': 'The agent.' });
    expect((await submit('tom', form, { words: 'No.' }))['errors']['words']).toContain('has changed since');
  });

  it('is listed and shown again by its number', async () => {
    await open();
    await command('marcus', 'ideas');
    await until(async () => (await whispers('marcus')).length === 1);
    expect((await whispers('marcus'))[0]).toBe('1 idea is being thought through.');
    await command('marcus', 'idea 1');
    await until(async () => (await whispers('marcus')).length === 2);
    await command('marcus', 'idea 7');
    await until(async () => (await whispers('marcus')).length === 3);
    expect((await whispers('marcus'))[2]).toContain('There is no idea 7.');
    await desk.send();
    expect((await messages('marcus')).filter((one) => !one.ephemeral)).toHaveLength(1);
  });
});

describe('the words of a command', () => {
  it('open the form, in whatever quotes, and a mention needs a colon or quotes', async () => {
    const ctx = await bench.as('dana');
    const of = async (text: string, isCommand = true) => ideaReply(ctx, text, isCommand);
    for (const text of [
      'idea "Fewer calls"',
      'idea “Fewer calls”',
      'Idea: Fewer calls',
      'idea Fewer calls',
      'an idea: Fewer calls',
    ])
      expect(await of(text)).toEqual({ is: 'idea-form', words: 'Fewer calls' });
    expect(await of('idea')).toEqual({ is: 'idea-form', words: '' });
    expect(await of('idea: Fewer calls', false)).toEqual({ is: 'idea-form', words: 'Fewer calls' });
    expect(await of('idea what this means', false)).toBeUndefined();
    expect(await of('ideal weather')).toBeUndefined();
    expect(await of('no idea')).toBeUndefined();
  });
});

describe('what an expert reads of an idea', () => {
  const concluded = {
    ...idea,
    state: 'kpi' as const,
    next: undefined,
    modelId: 'm',
    outcome: {
      title: 'Missed Connections',
      kpi: { phrase: 'missed connections', unit: 'share', better: 'lower' as const, baseline: 0.12, target: 0.08 },
      companyGoal: 'Eight of ten flights on time',
      owners: { business: 'dana', operations: 'tom', 'data-science': 'priya' },
      ownerNames: { business: 'Dana', operations: 'Tom', 'data-science': 'Priya' },
      modelId: 'm',
      kpiId: 'k',
      baselineFactId: 'f1',
      targetFactId: 'f2',
    },
  };
  const options = [{ id: 'o1', words: 'A list', by: 'Tom', verdict: 'dropped' as const, why: 'Nobody keeps it.' }];
  const shown: Record<string, unknown> = {
    card: ideaCard({ ...idea, options }, 'm'),
    letter: ideaCard(idea, 'm', 'You are asked.'),
    concluded: ideaCard(concluded, 'm'),
    ended: ideaCard({ ...idea, state: 'not-worth', ended: { by: 'Tom', words: null } }, 'm'),
    erased: ideaCard({ ...idea, words: null }, 'm'),
    form: ideaModal({ people: {} }),
    question: questionModal(idea),
    all: allQuestionsModal(idea),
    option: optionModal(idea, 'o1'),
    judge: judgeModal({ ...idea, options }),
    end: endModal(idea, 'not-worth', 1),
    list: ideasMessage({ ideas: [], more: false }),
    contact: contactLetter(contact, 'm'),
  };
  for (const [name, view] of Object.entries(shown))
    it(`needs no glossary: ${name}`, () => {
      const texts: string[] = [];
      JSON.stringify(view, (key, value: unknown) => {
        if (key === 'text' && typeof value === 'string') texts.push(value);
        return value;
      });
      expect(texts.length).toBeGreaterThan(0);
      expect(texts.flatMap((text) => findJargon(text).map((hit) => `${hit.word}: ${text}`))).toEqual([]);
    });
});
