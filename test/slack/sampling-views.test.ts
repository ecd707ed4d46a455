import { expect, test } from 'vitest';
import { findJargon } from '../../src/explain/jargon.ts';
import { checkBlocks } from '../../src/sandbox/check-blocks.ts';
import type { Block } from '../../src/slack/blocks.ts';
import { checkPayload } from '../../src/slack/check-payload.ts';
import { decisionsModal } from '../../src/slack/views/sample-decisions.ts';
import { sampleLetter, type SampleLetterView } from '../../src/slack/views/sample-letter.ts';
import { sampleLineModal } from '../../src/slack/views/sample-line-modal.ts';
import { sampleOutcome, sampleResult } from '../../src/slack/views/sample-result.ts';
import { usefulAsk, usefulChoices } from '../../src/slack/views/useful-ask.ts';
import { votesMessage } from '../../src/slack/views/votes.ts';
import { letter, outcome, result } from './sampling-samples.ts';

const { shown: _shown, ...answered } = letter;
const last = (answer: 'helped' | 'wrong', more = {}): SampleLetterView['last'] => ({ position: 2, number: 2, answer, ...more });
const counts = { helped: 0, 'did-not': 0, wrong: 0, 'cant-say': 0 };
const place = { direct: false, channel: '#model-health' };

/** What experts and executives read. */
const forExperts: [string, { text: string; blocks: Block[] }][] = [
  ['a decision', sampleLetter(letter)],
  ['the first decision', sampleLetter({ ...answered, shown: letter.shown!, counts, last: last('helped')! })],
  ['a decision answered before', sampleLetter({ ...letter, shown: { ...letter.shown!, answer: 'wrong' } })],
  ['a case made of one', sampleLetter({ ...letter, last: last('wrong', { caseNumber: 12, words: 'The gate\nwas free.' })! })],
  ['all answered', sampleLetter({ ...answered, counts: { helped: 4, 'did-not': 3, wrong: 2, 'cant-say': 1 } })],
  ['too late', sampleLetter({ ...answered, isOver: true, counts })],
  ['what came of it', sampleOutcome(outcome)],
  ['taken up again', sampleOutcome({ ...outcome, outcome: '' })],
  ['what should change', usefulAsk({ personId: 'dana', place, hasDigest: true })],
  ...usefulChoices.map((choice): [string, { text: string; blocks: Block[] }] => [
    `chosen: ${choice}`,
    usefulAsk({ personId: 'dana', place, hasDigest: true, chosen: { choice, next: 'Mon 16 April 2001, 09:00' } }),
  ]),
];
const reasons = Array.from({ length: 10 }, () => ({ on: 'Executives', vote: 'no' as const, why: 'Too long. '.repeat(100) }));
const tallies = Array.from({ length: 12 }, (_, index) => ({ on: `Executives, led by ${index}`, yes: '1', no: '2' }));
const forBuilders: [string, { text: string; blocks: Block[] }][] = [
  ['the result', sampleResult(result)],
  ['the result, settled', sampleResult({ ...result, matter: { ...result.matter!, isDone: true, outcome: 'Fitted anew.' } })],
  ['votes', votesMessage({ period: '16 January – 9 April 2001', tallies, reasons })],
  ['no votes', votesMessage({ period: '16 January – 9 April 2001', tallies: [], reasons: [] })],
];

test.each([...forExperts, ...forBuilders])('%s keeps within what Slack takes', (_name, message) => {
  expect(() => checkPayload(message)).not.toThrow();
  expect(() => checkBlocks(message.blocks, { surface: 'message', fileReady: () => true })).not.toThrow();
});

test.each(forExperts)('%s has no word that needs explaining', (_name, { text, blocks }) => {
  expect(findJargon(`${text} ${JSON.stringify(blocks)}`)).toEqual([]);
});

test('modals keep within what Slack takes', () => {
  const decisions = Array.from({ length: 10 }, (_, index) => ({
    number: index + 1,
    values: ['Flight: ORD to DFW', 'Forecast: 19 minutes late'],
    said: 'Marcus Bell: it was wrong',
    words: 'The gate was free.'.repeat(20),
  }));
  const list = { roundId: letter.roundId, phrase: letter.phrase, from: 1, total: 25, decisions };
  for (const view of [
    decisionsModal(list),
    sampleLineModal({ roundId: letter.roundId, position: 3, number: 3, values: letter.shown!.values, words: 'It was free.' }),
  ])
    expect(() => checkPayload({ view })).not.toThrow();
});

test('a decision that was wrong is made a case of in a click, and only once', () => {
  const buttons = (view: SampleLetterView) => JSON.stringify(sampleLetter(view).blocks);
  expect(buttons(letter)).toContain('sample-flag');
  expect(buttons({ ...letter, last: last('helped')! })).not.toContain('sample-flag');
  expect(buttons({ ...letter, last: last('wrong', { caseNumber: 12 })! })).not.toContain('sample-flag');
});
