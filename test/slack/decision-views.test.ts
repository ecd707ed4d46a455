import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../src/sandbox/check-blocks.ts';
import { checkPayload } from '../../src/slack/check-payload.ts';
import { requestDetails } from '../../src/slack/views/request-details.ts';
import { requestModal } from '../../src/slack/views/request-modal.ts';
import { releaseMessage } from '../../src/slack/views/release-notice.ts';
import { requestsMessage } from '../../src/slack/views/requests.ts';
import { ruleModal } from '../../src/slack/views/rule-modal.ts';
import { riskMessage } from '../../src/slack/views/risk.ts';
import { rulesMessage } from '../../src/slack/views/rules.ts';
import { servingChangedMessage, servingMessage } from '../../src/slack/views/serving.ts';
import { doneMessage } from '../../src/slack/views/serving-done.ts';
import { versionDetails } from '../../src/slack/views/version-details.ts';
import { versionNoteModal } from '../../src/slack/views/version-note-modal.ts';
import { versionMessage } from '../../src/slack/views/version-page.ts';
import { approveModal, refuseModal } from '../../src/slack/views/vote-modals.ts';
import { answerModal, askModal, delegateModal, reasonModal, withdrawModal } from '../../src/slack/views/word-modals.ts';
import { sayEvent } from '../../src/slack/verbs/say-event.ts';
import * as samples from './decision-samples.ts';

/** Every text replaced; ids, states and what Slack fixes excepted. */
function spoil<T>(sample: T, text: string): T {
  const kept =
    /^(requestId|modelId|environment|state|kind|value|url|decision|zone|at|gate|seat|words|message|promoteTo|cardId|personId|id|orderId|ruleId|environments)$/;
  const go = (node: unknown): unknown => {
    if (node instanceof Date || typeof node !== 'object' || node === null) return node;
    if (Array.isArray(node)) return node.map((entry) => (typeof entry === 'string' ? text : go(entry)));
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) => [key, kept.test(key) ? value : typeof value === 'string' ? text : go(value)]),
    );
  };
  return go(sample) as T;
}
const about = { requestId: 'r', about: 'Put version 3 live?' };
const vote = {
  request: samples.request,
  revision: 3,
  message: 'm',
  checklist: samples.promotionForm.checklist,
  toType: 'flight-delay 3',
};
const change = {
  what: 'Version 1 is back',
  by: 'Tom did it.',
  why: 'Misses.',
  byRule: false,
  since: null,
  place: samples.serving,
};

const modals = (text?: string) => {
  const s = <T>(sample: T): T => (text === undefined ? sample : spoil(sample, text));
  return [
    ['request', requestModal(s(samples.promotionForm))],
    ['approve', approveModal(s({ ...vote, changed: 'The check “late flights” failed.' }))],
    ['approve, held', approveModal(s({ ...vote, request: { ...samples.request, held: 'A freeze.' } }))],
    ['refuse', refuseModal(s(vote))],
    ['ask', askModal(s(about))],
    ['answer', answerModal(s(about))],
    ['delegate', delegateModal(s(about))],
    ['withdraw', withdrawModal(s(about))],
    ['reason', reasonModal({ ...s(samples.reason), done: (text ?? samples.reason.done).slice(0, 500) })],
    ['details', requestDetails(s(samples.request))],
    [
      'details of a configuration',
      requestDetails(s({ ...samples.configuration, changes: Array.from({ length: 300 }, () => 'One change.') })),
    ],
    ['version note', versionNoteModal(s(samples.versionPage))],
    ['rule', ruleModal(s(samples.ruleForm))],
    ['version details', versionDetails(s(samples.versionPage))],
  ] as const;
};
const messages = (text?: string) => {
  const s = <T>(sample: T): T => (text === undefined ? sample : spoil(sample, text));
  return [
    ['version', versionMessage(s(samples.versionPage))],
    ['serving', servingMessage([s(samples.serving), { ...s(samples.serving), environment: 'staging', paused: true }])],
    ['nothing serves', servingMessage([])],
    ['serving changed', servingChangedMessage(s(change))],
    ['serving changed, over', servingChangedMessage(s({ ...change, since: 'It was resumed.' }))],
    ['risk', riskMessage({ ...s(samples.risk), riskClass: 'high' })],
    ['rules', rulesMessage(s(samples.rules))],
    ['release', releaseMessage(s(samples.release))],
    ['requests', requestsMessage(s(samples.list))],
    ['done', doneMessage({ ...s(samples.reason), done: text ?? samples.reason.done })],
  ] as const;
};
const hostile = [
  ['3,000 characters', 'N'.repeat(3000)],
  ['characters that are escaped', '<&>'.repeat(1000)],
  ['a broadcast and a direction override', '<!channel> @here <@U0EXEC> \u202E'],
] as const;

describe('every form and message of decisions', () => {
  it.each([...modals()])('keeps Slack’s limits in both tables: %s', (_name, view) => {
    expect(() => checkPayload({ view })).not.toThrow();
    expect(() => checkBlocks(view.blocks, { surface: 'modal', fileReady: () => true })).not.toThrow();
  });
  it.each([...messages()])('keeps Slack’s limits in both tables: %s', (_name, message) => {
    expect(() => checkPayload(message)).not.toThrow();
    expect(() => checkBlocks(message.blocks, { surface: 'message', fileReady: () => true })).not.toThrow();
  });
  it.each(hostile)('keeps them with %s in every text, and calls nobody', (_name, text) => {
    for (const [, view] of modals(text)) checkPayload({ view });
    for (const [name, message] of messages(text)) {
      checkPayload(message);
      expect(`${name}: ${JSON.stringify(message.blocks)}`).not.toMatch(/"mrkdwn","text":"[^"]*<(?:!channel|@U0EXEC)>/);
      expect(`${name}: ${message.text}`).not.toMatch(/<!channel>|<@U0EXEC>/);
    }
  });
});

interface Input {
  block_id: string;
  optional?: boolean;
  label: { text: string };
}
const inputsOf = (view: { blocks: readonly object[] }) =>
  (view.blocks as (Input & { type: string })[]).filter((block) => block.type === 'input');

describe('the form to approve', () => {
  it('asks nothing while nobody may agree: it says why, and what would have to happen', () => {
    const held = 'The check “Tests” failed, and the policy lets nobody outvote it. It has to pass.';
    const view = approveModal({ ...vote, request: { ...samples.request, held } });
    expect(inputsOf(view)).toEqual([]);
    expect(view.submit).toBeUndefined();
    expect(JSON.stringify(view.blocks)).toContain(`⏸ *Nobody may approve now:* ${held}`);
    expect(inputsOf(refuseModal({ ...vote, request: { ...samples.request, held } }))).toHaveLength(1);
  });
});

describe('a release notice', () => {
  it('says of what went live while the model is paused that nobody is to use it', () => {
    const said = (paused: boolean) => JSON.stringify(releaseMessage({ ...samples.release, paused }).blocks);
    expect(said(true)).toContain('*Paused: systems that ask are told to do without it');
    expect(said(false)).not.toContain('Paused');
  });
});

describe('the form of a request', () => {
  it('asks for what the policy asks for, and for nothing else as a duty', () => {
    const { asks } = samples.promotionForm;
    const view = requestModal({ ...samples.promotionForm, asks: { ...asks, expectedEffect: false } });
    expect(inputsOf(view).map((one) => [one.block_id, one.optional === true])).toEqual([
      ['reason', false],
      ['expectedEffect', true],
      ['fallbackVersion', false],
      ['rollbackPlan', false],
      ['checklist', false],
      ['breakGlass', true],
    ]);
  });
  it('says at once what is in the way', () =>
    expect(JSON.stringify(requestModal(samples.promotionForm).blocks)).toContain('In the way now:'));
  it('shows a checklist’s long items in full', () =>
    expect(JSON.stringify(requestModal(samples.promotionForm).blocks)).toContain(`2. ${samples.promotionForm.checklist[1]}`));
});

describe('the form of a vote', () => {
  it('asks for a reason where a failed check is outvoted, and names it', () => {
    const reason = inputsOf(approveModal(vote)).find((one) => one.block_id === 'reason');
    expect(reason?.label.text).toBe('Late flights FAILED. Why do you agree all the same?');
    expect(reason?.optional).toBeUndefined();
  });
  it('asks for none otherwise', () => {
    const gates = samples.request.gates.map((gate) => ({ ...gate, state: 'passed' as const }));
    const view = approveModal({ ...vote, request: { ...samples.request, gates } });
    expect(inputsOf(view).find((one) => one.block_id === 'reason')?.optional).toBe(true);
  });
  it('shows what is decided once more', () => {
    const text = JSON.stringify(refuseModal(vote).blocks);
    for (const words of ['Put version 3 of Flight Delay live', '*Worse:*', '*You are deciding:*']) expect(text).toContain(words);
  });
});

describe('a page of a version', () => {
  it('never shows a figure without period, population and assumptions', () =>
    expect(JSON.stringify(versionMessage(samples.versionPage))).toContain(
      'MAE 16.2 minutes · 4–10 June 2001 · all 116,000 flights · not recorded',
    ));
  it('says why only of a check that does not hold; what the others found stands under Details', () => {
    const stages = samples.versionPage.stages.map((stage) => ({ ...stage, reason: `Found by ${stage.gate}.` }));
    const text = JSON.stringify(versionMessage({ ...samples.versionPage, stages }));
    for (const { gate, state } of stages) expect(text.includes(`Found by ${gate}.`)).toBe(state !== 'passed');
    expect(JSON.stringify(versionDetails({ ...samples.versionPage, stages }))).toContain(`Found by ${stages[0]!.gate}.`);
  });
  it('is looked at again only while a stage runs, and asked for only by who may', () => {
    const text = JSON.stringify(versionMessage({ ...samples.versionPage, running: false }));
    expect(text).not.toContain('version-page');
    const { promoteTo: _, ...other } = samples.versionPage;
    expect(JSON.stringify(versionMessage(other))).not.toContain('version-promote');
  });
  it('counts its stages in the notification', () =>
    expect(versionMessage(samples.versionPage).text).toBe('Version 3 of Flight Delay: 2 passed, 1 FAILED, 1 not run'));
});

describe('what serves', () => {
  const ids = (view: Partial<typeof samples.serving>) =>
    JSON.stringify(servingMessage([{ ...samples.serving, ...view }])).match(/serving-(?:rollback|pause|resume)/g) ?? [];
  it('has the buttons that the reader may press and that do something', () => {
    expect(ids({})).toEqual(['serving-rollback', 'serving-pause']);
    expect(ids({ fallback: null })).toEqual(['serving-pause']);
    expect(ids({ version: 1 })).toEqual(['serving-pause']);
    expect(ids({ paused: true })).toEqual(['serving-rollback', 'serving-resume']);
    expect(ids({ mayRollBack: false, mayPause: false })).toEqual([]);
  });
  it('is not told as certain where going back to it was not deployed', () => {
    const words = `Going back to version ${samples.serving.version} FAILED on the way:* look whether it runs.`;
    expect(JSON.stringify(servingMessage([{ ...samples.serving, unfollowed: true }]).blocks)).toContain(words);
    expect(JSON.stringify(servingMessage([samples.serving]).blocks)).not.toContain(words);
  });
});

it('what a standing rule did can be undone from where it is told', () => {
  const text = JSON.stringify(
    servingChangedMessage({ ...change, byRule: true, undo: { ruleId: 'r', windowStart: '2001-06-11' } }),
  );
  expect(text).toContain('serving-undo');
  expect(text).toContain('r|2001-06-11');
  expect(JSON.stringify(servingChangedMessage(change))).not.toContain('serving-undo');
});

it.each([
  [
    'approved',
    { phrase: 'an engineer', state: 'open', outvoted: ['Late flights called'] },
    '✓ Tom agreed as an engineer, although “Late flights called” failed.',
  ],
  ['refused', { phrase: 'an engineer', state: 'refused' }, '✗ Tom REFUSED as an engineer. That ends it.'],
  ['delegated', {}, 'Tom lets Lena decide this one.'],
  [
    'evidence-changed',
    { changes: ['the check “data” failed'] },
    '⚠ It has changed: the check “data” failed. Whoever looked before this looks again.',
  ],
  ['asked-confirmed', {}, '✓ Tom confirmed that they asked for this at the command line: it can be decided now.'],
  ['asked-denied', { outcome: 'Tom did not ask for this.' }, '✗ Tom did not ask for this. That ends it.'],
  ['paused', {}, '⏸ Tom paused it: systems that ask are told to do without it.'],
  ['resumed', {}, 'Tom resumed it: it serves again.'],
  ['undone', {}, 'Tom undid what the standing rule had done.'],
  ['a-kind-of-later', {}, 'Tom: a kind of later.'],
])('what happened is one short sentence: %s', (kind, data, sentence) => {
  expect(sayEvent({ kind, who: 'Tom', other: kind === 'delegated' ? 'Lena' : undefined, data })).toBe(sentence);
});
