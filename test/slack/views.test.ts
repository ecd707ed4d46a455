import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../src/sandbox/check-blocks.ts';
import { isLeewayError, LeewayError } from '../../src/shared/errors.ts';
import type { Block } from '../../src/slack/blocks.ts';
import { checkPayload } from '../../src/slack/check-payload.ts';
import { answerMessage } from '../../src/slack/views/answer.ts';
import { editionMessage, type EditionView } from '../../src/slack/views/edition.ts';
import { editionDetailsMessage } from '../../src/slack/views/edition-details.ts';
import { explainMessage } from '../../src/slack/views/explain.ts';
import { factsModal, factsPerPage } from '../../src/slack/views/facts.ts';
import { flagModal } from '../../src/slack/views/flag-modal.ts';
import { helpMessage } from '../../src/slack/views/help.ts';
import { homeView, strangerHome } from '../../src/slack/views/home.ts';
import { caseForFlagger, caseForOwner, matterDone, matterTaken } from '../../src/slack/views/letters.ts';
import { doneModal, takeModal } from '../../src/slack/views/matter-modals.ts';
import { modelRecordMessage } from '../../src/slack/views/model-record.ts';
import { modelListMessage } from '../../src/slack/views/models.ts';
import { note, sayError, strangerNote } from '../../src/slack/views/note.ts';
import { whyModal } from '../../src/slack/views/why-modal.ts';
import * as samples from './samples.ts';

/** Every text in a sample replaced, ids and what Slack fixes excepted. */
function spoil<T>(sample: T, text: string): T {
  const kept =
    /^(is|kind|depth|state|delivery|zone|suggestedDue|vote|week|modelId|mainMatterId|industry|value|editionId|answerId|matterId|caseId|id|zones|next)$/;
  const go = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map((entry) => (typeof entry === 'string' ? text : go(entry)));
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) => [key, kept.test(key) ? value : typeof value === 'string' ? text : go(value)]),
    );
  };
  return go(sample) as T;
}

const messages = (text?: string): [string, { text: string; blocks: Block[] }][] => {
  const s = <T>(sample: T): T => (text === undefined ? sample : spoil(sample, text));
  return [
    ['edition', editionMessage(s(samples.edition), 'message')],
    ['preview', editionMessage({ ...s(samples.edition), preview: true })],
    ['edition details', editionDetailsMessage(s(samples.editionDetails))],
    ['answer', answerMessage(s(samples.answer), { shareable: true })],
    ['help', helpMessage(s(samples.help))],
    ['explain', explainMessage(s(samples.explain))],
    ['models', modelListMessage(s(samples.models))],
    ['no models', modelListMessage({ ...s(samples.models), models: [], total: 0, next: null, search: text ?? 'x' })],
    ['model record', modelRecordMessage(s(samples.modelRecord))],
    ['case for flagger', caseForFlagger(s(samples.oneCase))],
    ['case for owner', caseForOwner(s(samples.oneCase))],
    ['matter taken', matterTaken(s(samples.matter))],
    ['matter done', matterDone(s(samples.matter))],
    ['stranger', strangerNote({ askWhom: [text ?? 'Tom'] })],
    ['note', note(text ?? 'Something.', text)],
  ];
};
const views = (text?: string) => {
  const s = <T>(sample: T): T => (text === undefined ? sample : spoil(sample, text));
  return [
    ['facts', factsModal(s(samples.facts(95, 1, factsPerPage)))],
    ['take', takeModal(s(samples.matterForm))],
    ['done', doneModal(s(samples.matterForm))],
    ['flag', flagModal(s(samples.flagForm))],
    ['why', whyModal({ subject: { kind: 'edition', id: 'e' }, vote: 'no' })],
    ['home', homeView(s(samples.home), new Map([['flight-delay', 'F1']]))],
    ['empty home', homeView(s(samples.emptyHome))],
    ['stranger home', strangerHome({ askWhom: [] })],
  ] as const;
};

const namesOf = (blocks: readonly Block[]) => blocks.map((block) => block.block_id ?? '');
const shown = (text?: string): [string, readonly Block[]][] => [
  ...messages(text).map(([name, message]): [string, readonly Block[]] => [name, message.blocks]),
  ...views(text).map(([name, view]): [string, readonly Block[]] => [name, view.blocks as Block[]]),
];

describe('the names of blocks', () => {
  it.each(shown())('are there, each once, and short enough: %s', (_name, blocks) => {
    const names = namesOf(blocks);
    expect(names.every((name) => name.length > 0 && name.length <= 255)).toBe(true);
    expect(new Set(names).size).toBe(names.length);
  });

  it('say what is shown, not in which words', () => {
    const matters = (text?: string) =>
      shown(text).map(([name, blocks]) => [name, ...namesOf(blocks).filter((one) => /^(matter|model|text):/.test(one))]);
    expect(matters('other words')).toEqual(matters());
  });

  it('stay with what they name when something else comes before it', () => {
    const paragraphs = [{ role: 'cause', text: 'Cause unknown.' }];
    const before = namesOf(editionMessage({ ...samples.edition, paragraphs }).blocks);
    const more = [{ role: 'kpi', text: 'On time: 72.9 %.' }, ...paragraphs];
    expect(namesOf(editionMessage({ ...samples.edition, paragraphs: more }).blocks)).toEqual(before.toSpliced(1, 0, 'text:kpi'));
  });

  it.each(shown('N'.repeat(3001)))('are cut where what they name is long: %s', (_name, blocks) => {
    expect(namesOf(blocks).every((name) => name.length <= 255)).toBe(true);
    expect(new Set(namesOf(blocks)).size).toBe(blocks.length);
  });
});

const hostile = [
  ['a 3,001-character name', 'N'.repeat(3001)],
  ['3,001 escaped characters', '<&>'.repeat(1001)],
  ['a broadcast', '<!channel> @here <@U0EXEC>'],
  ['a direction override', 'abc\u202Edef\u0007'],
] as const;

describe('every message', () => {
  it.each(messages())('keeps Slack’s limits and says itself in its top-level text: %s', (_name, message) => {
    checkPayload(message);
    expect(message.text.trim()).not.toBe('');
    // The sandbox's table was written from Slack's documentation by somebody else.
    checkBlocks(message.blocks, { surface: 'message', fileReady: () => true });
  });

  it.each(hostile)('stays harmless and within the limits with %s everywhere', (_what, text) => {
    for (const [name, message] of messages(text)) {
      const sent = JSON.stringify([message.text, message.blocks.map((block) => ({ ...block }))]);
      expect(`${name}: ${sent}`).not.toMatch(/"(mrkdwn)","text":"[^"]*<!channel>/);
      expect(`${name}: ${message.text}`).not.toContain('<!');
      expect(`${name}: ${sent}`).not.toMatch(/[\u202a-\u202e]|\\u0007/);
      // A message may be too long in all, and is then refused as a whole; no single limit may be broken.
      try {
        checkPayload(message);
      } catch (error) {
        if (!isLeewayError(error, 'too-large') || error.field !== 'blocks')
          throw new Error(`${name}: ${String(error)}`, { cause: error });
      }
    }
  });
});

describe('every modal and Home', () => {
  it.each(views())('keeps Slack’s limits: %s', (_name, view) => {
    expect(() => checkPayload({ view })).not.toThrow();
    expect(() => checkBlocks(view.blocks, { surface: view.type, fileReady: () => true })).not.toThrow();
  });

  it.each(hostile)('keeps them with %s everywhere', (_what, text) => {
    for (const [, view] of views(text)) expect(() => checkPayload({ view })).not.toThrow();
  });
});

const actionsOf = (blocks: readonly Block[]) =>
  blocks.flatMap((block) => [
    ...(block.type === 'actions' ? (block.elements as { action_id?: string; value?: string; style?: string }[]) : []),
    ...(block.type === 'section' && block.accessory
      ? [block.accessory as { action_id?: string; value?: string; style?: string }]
      : []),
  ]);

describe('an edition', () => {
  const { text, blocks, imageAt } = editionMessage(samples.edition, 'message-1');

  it('begins with the verdict, which is also the notification', () => {
    expect(text).toBe(samples.edition.headline);
    expect(JSON.stringify(blocks[0])).toContain(samples.edition.headline);
  });

  it('offers each free matter once, the first as the main button, and names who has the others', () => {
    const takes = actionsOf(blocks).filter((action) => action.action_id === 'take-it');
    expect(takes.map((take) => JSON.parse(take.value!))).toEqual([
      { kind: 'matter', id: 'm1', revision: 1, message: 'message-1' },
      { kind: 'matter', id: 'm2', revision: 3, message: 'message-1' },
    ]);
    expect(takes.map((take) => take.style)).toEqual(['primary', undefined]);
    expect(JSON.stringify(blocks)).toContain('*Priya Raman* has it in hand, by Thu 21 June.');
  });

  it('has the main button beside the name of its matter where it stands among others, else with the headline', () => {
    const of = (findings: typeof samples.edition.findings) =>
      editionMessage({ ...samples.edition, findings }, 'message-1').blocks.find((block) =>
        actionsOf([block]).some((action) => action.style === 'primary'),
      );
    expect(JSON.stringify(of(samples.edition.findings))).toContain(
      'Typical miss outside its usual range\\nNobody has taken it yet.',
    );
    expect(of(samples.edition.findings)).toMatchObject({ type: 'section' });
    expect(of(samples.edition.findings.slice(0, 1))).toMatchObject({ type: 'actions' });
  });

  it('with a decision has it as the main button, which leads to the request, until it is made', () => {
    const decision = { requestId: 'r1', title: 'version 3 of Flight Delay in production' };
    const [decide, ...others] = actionsOf(editionMessage({ ...samples.edition, decision }, 'message-1').blocks)
      .filter((action) => ['request-decide', 'take-it'].includes(action.action_id ?? ''))
      .toSorted((left) => (left.action_id === 'request-decide' ? -1 : 1));
    expect(decide).toMatchObject({
      action_id: 'request-decide',
      style: 'primary',
      value: JSON.stringify({ kind: 'request', id: 'r1' }),
    });
    expect(others.map((one) => one.style)).toEqual([undefined, undefined]);
    const made = editionMessage({ ...samples.edition, decision: { ...decision, settled: '✓ Approved: version 3' } }).blocks;
    expect(actionsOf(made).map((action) => action.action_id)).not.toContain('request-decide');
    expect(JSON.stringify(made[1])).toContain('✓ Approved: version 3');
  });

  it('has its chart after the paragraphs', () => expect(imageAt).toBe(3));

  it('shown as a preview changes nothing but can be sent to oneself', () => {
    const { blocks } = editionMessage({ ...samples.edition, preview: true, namesMatters: true });
    expect(actionsOf(blocks).map((action) => action.action_id)).toEqual(['send-to-me', 'where-from']);
    const taken = samples.edition.findings.filter((one) => one.standing).map((one) => `matter:${one.matter?.id}`);
    expect(samples.edition.findings.length).toBeGreaterThan(taken.length);
    expect(blocks.map((block) => block.block_id).filter((id) => id?.startsWith('matter:'))).toEqual(taken);
  });

  it('as a preview names several matters, without a button, where its text does not', () => {
    const listed = (of: Partial<EditionView>) =>
      editionMessage({ ...samples.edition, ...of, preview: true })
        .blocks.map((block) => block.block_id)
        .filter((id) => id?.startsWith('matter:'));
    const [first, , taken] = samples.edition.findings;
    expect(listed({})).toEqual(['matter:m1', 'matter:m2', 'matter:m3']);
    expect(listed({ namesMatters: true })).toEqual(['matter:m3']);
    expect(listed({ findings: [first!, taken!] })).toEqual(['matter:m3']);
  });

  it('edited after its matter was taken has the line under the verdict, no button for it, and all else where it was', () => {
    const standing = { is: 'taken', who: 'Tom Okafor', nextStep: 'Look at the gates', due: 'due Thu 3 May, overdue' } as const;
    const [main, ...others] = samples.edition.findings;
    const after = editionMessage({ ...samples.edition, findings: [{ ...main!, standing }, ...others] }, 'message-1').blocks;
    expect(JSON.stringify(after[1])).toMatch(/Tom Okafor.*has it in hand, due Thu 3 May, overdue.*Look at the gates/);
    expect(actionsOf(after).map((action) => action.action_id)).toEqual(['take-it', 'where-from', 'flag']);
    expect(actionsOf(after).some((action) => action.style === 'primary')).toBe(false);
    const named = (of: readonly Block[]) => of.map((block) => block.block_id);
    const rest = (of: readonly Block[]) => of.filter((block) => block.block_id !== 'matter:m1');
    expect(named(rest(after))).toEqual(named(rest(blocks)));
    expect(rest(after)).toEqual(rest(blocks));
  });

  it('says what came of a matter that is done', () => {
    const standing = { is: 'done', who: 'Tom Okafor', outcome: 'The gates were renumbered.' } as const;
    const findings = [{ title: 'Gates', matter: { id: 'm9', revision: 3 }, standing }];
    const after = JSON.stringify(editionMessage({ ...samples.edition, findings, mainMatterId: 'm9' }).blocks);
    expect(after).toContain('*Done* (Tom Okafor): The gates were renumbered.\\nGates');
  });
});

it('an answer with several free matters names each beside its button', () => {
  const matters = ['Gates', 'Rows'].map((title, index) => ({ id: `m${index}`, revision: 1, title }));
  const { blocks } = answerMessage({ ...samples.answer, matters });
  for (const { id, title } of matters)
    expect(blocks).toContainEqual(
      expect.objectContaining({
        block_id: `matter:${id}`,
        text: expect.objectContaining({ text: title }),
        accessory: expect.objectContaining({ action_id: `take-it:${id}` }),
      }),
    );
  const one = answerMessage({ ...samples.answer, matters: matters.slice(0, 1) }).blocks;
  expect(actionsOf(one).find((action) => action.action_id === 'take-it:m0')).toMatchObject({ style: 'primary' });
});

it('the details of an edition that do not fit in one message are counted, not cut', () => {
  const paragraphs = Array.from({ length: 9 }, (_, index) => ({ text: `${index} ${'x'.repeat(1990)}` }));
  const message = editionDetailsMessage({ ...samples.editionDetails, paragraphs });
  checkPayload(message);
  expect(JSON.stringify(message.blocks)).toContain('5 more: ask');
});

describe('the source of figures', () => {
  const textOf = (page: number, total: number) => JSON.stringify(factsModal(samples.facts(total, page, factsPerPage)));
  it('is turned by pages of forty', () => {
    expect(textOf(0, 95)).toContain('1–40 of 95');
    expect(textOf(0, 95)).toContain('facts-page:next');
    expect(textOf(0, 95)).not.toContain('facts-page:back');
    expect(textOf(2, 95)).toContain('81–95 of 95');
    expect(textOf(2, 95)).not.toContain('facts-page:next');
  });
  it('has no page buttons when one page holds all', () => expect(textOf(0, 40)).not.toContain('facts-page'));
  it('says so when nothing was counted', () => expect(textOf(0, 0)).toContain('nothing to trace'));
});

describe('Home', () => {
  it('says what is not there instead of leaving gaps', () => {
    const text = JSON.stringify(homeView(samples.emptyHome));
    for (const words of ['Nothing waits for you', 'No model names you', 'nothing in hand', 'no digest comes to you'])
      expect(text).toContain(words);
  });
  it('says apart what nobody has taken, which waits for the reader no more than for others', () => {
    const { waiting } = samples.home;
    const shown = (answersFor: boolean) =>
      JSON.stringify(homeView({ ...samples.emptyHome, waiting: waiting.map((one) => ({ ...one, answersFor })) }));
    expect(shown(false)).toMatch(/Nothing waits for you\.[\s\S]*Nobody has taken (this|these) yet:/);
    // Of a model that the reader answers for it waits for them, as their list says.
    expect(shown(true)).not.toMatch(/Nothing waits for you|Nobody has taken/);
    expect(JSON.stringify(homeView(samples.emptyHome))).not.toContain('Nobody has taken');
  });
  it('never says that nothing waits beside what the reader has in hand', () => {
    const { matters } = samples.home;
    expect(matters.length).toBeGreaterThan(0);
    const text = JSON.stringify(homeView({ ...samples.emptyHome, matters }));
    expect(text).toContain('Nothing else than what you have in hand, below.');
    expect(text).not.toContain('Nothing waits for you');
  });
  it('says what models lack with a list behind each, and nothing where they lack nothing', () => {
    const text = JSON.stringify(homeView(samples.home));
    expect(text).toContain(
      '*Of all models,* 1 has no owner for a part; 1,200 are not watched; 2 have no business measure; 1 was not looked at of late.',
    );
    expect(text).toContain('"value":"models unmonitored"');
    const none = { unowned: 0, unmonitored: 0, 'no-kpi': 0, 'no-run': 0 };
    for (const gaps of [none, null]) expect(JSON.stringify(homeView({ ...samples.home, gaps }))).not.toContain('Of all models');
  });
  it('opens what is brought to an end on its card, and ends the rest', () => {
    const [matter] = samples.home.matters;
    const actions = (withCard: boolean) =>
      homeView({ ...samples.emptyHome, matters: [{ ...matter!, withCard }] }).blocks.flatMap((block) =>
        'accessory' in block && block.accessory && 'action_id' in block.accessory ? [block.accessory.action_id] : [],
      );
    expect(actions(true)).toEqual(['to-do-open']);
    expect(actions(false)).toEqual(['done']);
  });
  it('counts what it does not show', () => {
    const waiting = Array.from({ length: 14 }, (_, index) => ({ ...samples.home.waiting[0]!, matterId: `m${index}` }));
    expect(JSON.stringify(homeView({ ...samples.home, waiting, moreModels: 3 }))).toContain('4 more: /leeway mine');
    expect(JSON.stringify(homeView({ ...samples.home, moreModels: 3 }))).toContain('3 more: /leeway models');
  });
});

describe('an error', () => {
  it('of Leeway is said in its own words with its hint', () => {
    expect(sayError(new LeewayError('conflict', 'Priya has it already.', { hint: 'Ask her.' }), '1')).toEqual({
      sentence: 'Priya has it already.',
      hint: 'Ask her.',
    });
  });
  it('of any other kind is a number to look up and shows nothing of its inside', () => {
    const told = sayError(new Error('password=hunter2 at /srv/x.ts'), 'abc12345');
    expect(JSON.stringify(told)).not.toContain('hunter2');
    expect(told.hint).toContain('abc12345');
  });
});

it('a model’s record never shows a figure without period, population and assumptions', () => {
  expect(JSON.stringify(modelRecordMessage(samples.modelRecord))).toContain(
    'MAE 16.2 minutes · January 2001 · all flights · assumptions not recorded',
  );
});
