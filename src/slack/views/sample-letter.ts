import type { SampleAnswer } from '../../db/schema/sampling.ts';
import { actionIds } from '../action-ids.ts';
import { button, carry, createBlocks, type Block, type Blocks, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';

/** An expert's questions about some real decisions, one at a time. */
export interface SampleLetterView {
  roundId: string;
  modelName: string;
  /** `flights that were called late` */
  phrase: string;
  question: string;
  /** `March 2001` */
  period: string;
  /** How they were drawn, in a sentence; its figures are facts. */
  drawn: string;
  /** `Tue 17 April` */
  closes: string;
  /** How many decisions are asked about. */
  of: number;
  /** The decision that is asked about now; absent where everything is answered, or it is too late. */
  shown?: ShownDecision;
  /** The decision that was answered last, to be commented or answered again. */
  last?: AnsweredDecision;
  /** How often each answer was given. */
  counts: Record<SampleAnswer, number>;
  isOver: boolean;
}
export interface ShownDecision {
  position: number;
  /** Its number among the reader's own, from 1. */
  number: number;
  values: { label: string; value: string }[];
  /** What was answered before, where it is asked again. */
  answer?: SampleAnswer;
}
export interface AnsweredDecision {
  position: number;
  number: number;
  answer: SampleAnswer;
  words?: string;
  caseNumber?: number;
}

const answers: { value: SampleAnswer; label: string; said: string }[] = [
  { value: 'helped', label: 'It helped', said: 'it helped' },
  { value: 'did-not', label: 'It did not help', said: 'it did not help' },
  { value: 'wrong', label: 'It was wrong', said: 'it was wrong' },
  { value: 'cant-say', label: 'I can’t say', said: 'you can’t say' },
];
const saidOf = (answer: SampleAnswer) => answers.find((one) => one.value === answer)!.said;

export function sampleLetter(view: SampleLetterView): Outgoing {
  const make = createBlocks();
  const blocks = view.shown ? asking(make, view, view.shown) : ended(make, view);
  return { text: notification(textOf(view)), blocks };
}

function textOf({ shown, of, phrase, question, isOver }: SampleLetterView): string {
  if (shown) return `${question} Decision ${shown.number} of ${of}, ${phrase}`;
  return isOver ? `The questions about ${phrase} are closed.` : `Thank you. You answered all questions about ${phrase}.`;
}

function asking(make: Blocks, view: SampleLetterView, shown: ShownDecision): Block[] {
  const { roundId, phrase, modelName, question, period, of } = view;
  const intro = `*${mrkdwn(question, 200)}*\nOne click each, about ${of === 1 ? 'one' : of} of the ${mrkdwn(phrase, 100)}, ${mrkdwn(period, 60)}. Your answers go to the people who build ${mrkdwn(modelName, 100)}.`;
  const before = shown.answer ? ` · you said ${saidOf(shown.answer)}` : '';
  const values = shown.values.map(({ label, value }) => `${mrkdwn(label, 60)}\n*${starless(mrkdwn(value || 'not known', 200))}*`);
  return [
    make.section('intro', intro),
    make.fields(`decision:${shown.position}`, `*${shown.number} of ${of}*${before}`, values),
    make.actions(
      `answers:${shown.position}`,
      answers.map(({ value, label }) =>
        button(`${actionIds.sampleAnswer}:${value}`, label, placeOf(roundId, shown.position), {
          ...(shown.answer === value ? { style: 'primary' as const } : {}),
          label: `${label}: decision ${shown.number}`,
        }),
      ),
    ),
    ...(view.last && !shown.answer ? lastOne(make, roundId, view.last) : []),
    make.context('drawn', [`${view.drawn} Open until ${view.closes}.`]),
  ];
}

const starless = (text: string) => text.replaceAll('*', '·');

/** What was said a moment ago, to be changed, explained, or made a case of. */
function lastOne(make: Blocks, roundId: string, last: AnsweredDecision): Block[] {
  const value = placeOf(roundId, last.position);
  const told = [
    `Number ${last.number}: you said ${saidOf(last.answer)}.${last.caseNumber ? ` It is case ${last.caseNumber} now; the answer comes to you here.` : ''}`,
    ...(last.words ? [`> ${mrkdwn(last.words, 600).replaceAll('\n', '\n> ')}`] : []),
  ].join('\n');
  return [
    make.section(`last:${last.position}`, told),
    make.actions(`last:${last.position}:do`, [
      button(actionIds.sampleLine, last.words ? 'Change the line…' : 'Say why…', value, {
        label: `${last.words ? 'Change the line' : 'Say why'}: decision ${last.number}`,
      }),
      ...(last.answer === 'wrong' && !last.caseNumber
        ? [button(actionIds.sampleFlag, 'Have it looked into', value, { label: `Have it looked into: decision ${last.number}` })]
        : []),
      button(actionIds.sampleTurn, 'Answer it again', value, { label: `Answer it again: decision ${last.number}` }),
    ]),
  ];
}

function ended(make: Blocks, view: SampleLetterView): Block[] {
  const { roundId, of, phrase, counts, modelName, isOver, period } = view;
  const given = answers.filter(({ value }) => counts[value] > 0);
  const total = given.reduce((sum, { value }) => sum + counts[value], 0);
  const said = given.map(({ value, label }) => `${label}: ${counts[value]}`).join(' · ');
  const head =
    total === 0
      ? `*Closed.* The questions about ${mrkdwn(phrase, 100)}, ${mrkdwn(period, 60)}, were not answered in time. Nothing to do: others come.`
      : `*Thank you.* You answered ${of === 1 ? 'the one question' : `${total === of ? 'all' : `${total} of the`} ${of} questions`} about ${mrkdwn(phrase, 100)}, ${mrkdwn(period, 60)}.\n${said}`;
  return [
    make.section('intro', head),
    ...(total === 0
      ? []
      : [
          make.section('next', `Those who build ${mrkdwn(modelName, 100)} read it and say what comes of it; you hear that here.`),
        ]),
    ...(!isOver && view.last ? lastOne(make, roundId, view.last) : []),
    ...(isOver ? [] : [make.context('closes', [`You can answer again until ${view.closes}.`])]),
  ];
}

const placeOf = (roundId: string, position: number) => carry({ kind: 'sample', id: roundId, revision: position });
