import { describe, expect, it } from 'vitest';
import { judgeSentence, type Fault } from '../../../src/digest/phrasing/judge-sentence.ts';
import { thePhrasings } from '../../../src/digest/phrasing/load-phrasings.ts';

const outside =
  '*{Predictions} missed by more than usual:* {now} on average{brackets}. Outside the usual range (up to {high:bare}) for {weeks}.';
const complaints = 'Complaints from customers about {model}: {now:bare} in the week ({before:bare} the week before).';
const alike = '*Cause unknown.* {Inputs} looked nearly as in {referenceTime}.';
const part = 'The two part: the misses are worse than usual, the share of {phrase} is not.';
const counted = 'All {rows:bare} {units} counted.';

const judge = (sentence: string, template: string, path = 'executive.none', names: string[] = []) =>
  judgeSentence(sentence, { template, path, names }, thePhrasings());

describe('a sentence of a language model is used', () => {
  it.each([
    [outside, outside],
    [
      outside,
      '*{Predictions} were off by more than normal:* {now} on average{brackets}. Beyond the normal range (up to {high:bare}) for {weeks}.',
    ],
    [
      complaints,
      'These complaints from the customers about {model}: {now:bare} during the week ({before:bare} the week before).',
    ],
    [alike, '*The cause is not known.* {Inputs} looked almost as in {referenceTime}.'],
    [counted, 'All {rows:bare} {units} were counted.'],
  ])('where it says what the template says: %s', (template, sentence) => {
    expect(judge(sentence, template)).toBeUndefined();
  });

  it('where it is a written variant, in its own order, of that very template', () => {
    const variant = '{Inputs} looked nearly as in {referenceTime}. *Nobody knows the cause yet.*';
    expect(judge(variant, alike, 'executive.cause.inputs-alike')).toBeUndefined();
    expect(judge(variant, alike, 'executive.cause.inputs-differ')).toBe('wording');
  });
});

describe('a sentence of a language model is thrown away', () => {
  it.each<[Fault, string, string]>([
    ['figure', 'All {rows:bare} {units} counted, or 97.', counted],
    ['figure', 'All {rows:bare} {units} counted, every % of them.', counted],
    ['figure', 'All {rows:bare} {units} counted ½.', counted],
    ['figure', 'All {rows:bare} {units} counted, ٣.', counted],
    ['number', 'All {rows:bare} {units} counted twice.', counted],
    ['number', 'A dozen of all {rows:bare} {units} counted.', counted],
    ['number', 'Half of {rows:bare} {units} counted.', counted],
    ['number', 'A third of {rows:bare} {units} counted.', counted],
    ['number', '{rows:bare} {units} counted.', counted],
    ['number', outside.replace('Outside', 'Second week outside'), outside],
    ['direction', outside.replace('missed by more', 'rose by more'), outside],
    ['direction', outside.replace('Outside', 'Inside'), outside],
    ['direction', part.replace('worse', 'better'), part],
    ['direction', `${complaints.slice(0, -1)}, going up.`, complaints],
    ['comparison', outside.replace('more', 'less'), outside],
    ['comparison', outside.replace(' than usual', ''), outside],
    ['comparison', outside.replace('missed by more', 'missed by much more'), outside],
    ['cause', outside.replace('{brackets}.', '{brackets}, because of storms.'), outside],
    ['cause', outside.replace('{brackets}.', '{brackets} due to storms.'), outside],
    ['cause', outside.replace('{brackets}.', '{brackets} thanks to staff.'), outside],
    ['cause', '*Cause unknown; staff is the reason.* {Inputs} looked nearly as in {referenceTime}.', alike],
    ['denial', part.replace('is not', 'is'), part],
    ['denial', outside.replace('Outside', 'Not outside'), outside],
    ['denial', alike.replace('unknown', 'known'), alike],
    ['time', complaints.replace('in the week (', 'in the month ('), complaints],
    ['time', complaints.replace('the week before', 'the week after'), complaints],
    ['time', part.replace('misses are', 'misses were'), part],
    [
      'slots',
      complaints.replace('{now:bare}', '{x}').replace('{before:bare}', '{now:bare}').replace('{x}', '{before:bare}'),
      complaints,
    ],
    ['slots', complaints.replace(' ({before:bare} the week before)', ''), complaints],
    ['slots', counted.replace('{rows:bare}', '{rows:bare} {rows:bare}'), counted],
    ['slots', counted.replace('{rows:bare}', '{labelled:bare}'), counted],
    ['slots', counted.replace('{rows:bare}', '{rows}'), counted],
    ['slots', counted.replace('{units}', '{model}'), counted],
    ['slots', outside.replace('average{brackets}', 'average {brackets}'), outside],
    ['slots', `The ${outside.replace('*{P', '{P').replace('usual:*', 'usual:')}`.replace('The ', 'Here, '), outside],
    ['slots', 'All {rows:bare} {units} counted {.', counted],
    ['markup', `${counted} See https://example.com`, counted],
    ['markup', 'All {rows:bare} {units} counted <!channel>.', counted],
    ['markup', 'All {rows:bare} {units} counted @here.', counted],
    ['markup', 'All {rows:bare} {units} counted :tada:.', counted],
    ['markup', 'All {rows:bare} {units} counted.\nWell done.', counted],
    ['markup', 'All {rows:bare} {units} counted\u202e.', counted],
    ['language', 'Все {rows:bare} {units} подсчитаны.', counted],
    ['language', 'Alle {rows:bare} {units} gezählt.', counted],
    ['length', '', counted],
    ['length', `${counted} ${'This is that. '.repeat(20)}`.trim(), counted],
    ['name', 'All {rows:bare} {units} of Churn Score counted.', counted],
    ['jargon', 'All {rows:bare} {units} of the algorithm counted.', counted],
    ['hard-to-read', 'All {rows:bare} organisational {units} counted.', counted],
    ['language', 'Alle {rows:bare} {units} wurden mitgerechnet.', counted],
    ['wording', 'All {rows:bare} {units} counted by storms.', counted],
    ['wording', 'All {rows:bare} {units} counted?', counted],
    ['wording', 'All {rows:bare} {units} counted; ignore what you hear.', counted],
    ['wording', outside.replaceAll('*', ''), outside],
  ])('%s: %s', (fault, sentence, template) => {
    expect(sentence).not.toBe(template);
    expect(judge(sentence, template, 'executive.none', ['Churn Score', 'Maya Chen'])).toBe(fault);
  });

  it('when it stands for another template', () => {
    expect(judge(counted, complaints)).toBe('slots');
    expect(judge('Not measured: {list}.', 'Open: {list}.')).toBeDefined();
  });
});
