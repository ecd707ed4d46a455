import { actionIds } from '../action-ids.ts';
import { button, carry, createBlocks, type Block, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';

/** What experts said of a model's decisions, as those who build it read it. Every figure was a fact before it was a word. */
export interface SampleResultView {
  roundId: string;
  modelName: string;
  phrase: string;
  period: string;
  version?: number;
  /** `4 of 9 helped.` */
  headline: string;
  /** How far that may be from what would be said of all; absent where nobody judged anything. */
  range?: string;
  /** `Did not help: 2. Wrong: 3. Can’t say: 1.` */
  rest?: string;
  /** Who answered and who was not reached. */
  who: string;
  drawn: string;
  lines: { name: string; number: number; said: string; words: string }[];
  moreLines: number;
  hasAnswers: boolean;
  /** To say what comes of it; absent where nobody has to. */
  matter?: { id: string; revision: number; title: string; owner?: string; due?: string; outcome?: string; isDone: boolean };
}

export function sampleResult(view: SampleResultView): Outgoing {
  const { modelName, phrase, period, matter, roundId } = view;
  const make = createBlocks();
  const version = view.version === undefined ? '' : `, version ${view.version}`;
  const about = `${mrkdwn(modelName, 100)}${version}: what experts say of ${mrkdwn(phrase, 100)}, ${mrkdwn(period, 60)}`;
  const lines = view.lines.map(
    ({ name, number, said, words }) =>
      `> ${mrkdwn(words, 500).replaceAll('\n', '\n> ')}\n${mrkdwn(name, 80)} on number ${number}: ${said}`,
  );
  return {
    text: notification(`${modelName}: experts say of ${phrase}, ${period}: ${view.headline}`),
    blocks: [
      make.section('about', about),
      make.section('headline', [`*${view.headline}*`, view.range, view.rest].filter(Boolean).join('\n')),
      ...(lines.length > 0 ? [make.section('lines', lines.join('\n'))] : []),
      ...(view.moreLines > 0 ? [make.context('more', [`${view.moreLines} more lines, with the decisions.`])] : []),
      make.section('who', mrkdwn(view.who, 900)),
      ...(matter ? [make.section(`matter:${matter.id}`, comesOf(matter))] : []),
      ...buttons(view, make, roundId),
      make.context('drawn', [view.drawn]),
    ],
  };
}

function buttons(
  { matter, hasAnswers, phrase }: SampleResultView,
  make: ReturnType<typeof createBlocks>,
  roundId: string,
): Block[] {
  const elements = [
    ...(matter && !matter.isDone
      ? [
          button(actionIds.done, 'Say what comes of it…', carry({ kind: 'matter', id: matter.id, revision: matter.revision }), {
            style: 'primary',
            label: `Say what comes of it: ${phrase}`,
          }),
        ]
      : []),
    ...(hasAnswers
      ? [
          button(actionIds.sampleDecisions, 'Each decision', carry({ kind: 'sample', id: roundId, revision: 1 }), {
            label: `Each decision: ${phrase}`,
          }),
        ]
      : []),
  ];
  return elements.length > 0 ? [make.actions('do', elements)] : [];
}

function comesOf({ isDone, outcome, owner, due }: NonNullable<SampleResultView['matter']>): string {
  if (isDone) return `*What came of it:* ${mrkdwn(outcome ?? 'the words were taken away.', 1500)}`;
  if (!owner) return 'Nobody owns the model: somebody has to say what comes of it, and the experts hear it.';
  return `*${mrkdwn(owner, 100)}* says what comes of it${due ? ` by ${mrkdwn(due, 40)}` : ''}, and the experts hear it.`;
}

export interface SampleOutcomeView {
  modelName: string;
  phrase: string;
  period: string;
  /** `You answered 10 of them; of all that were judged, 4 of 9 helped.` */
  answered: string;
  ownerName: string;
  /** Absent where it was taken up again. */
  outcome?: string;
}

export function sampleOutcome({ modelName, phrase, period, answered, ownerName, outcome }: SampleOutcomeView): Outgoing {
  const make = createBlocks();
  const head = outcome ? 'What came of your answers' : 'Your answers are being looked at again';
  return {
    text: notification(`${head} on ${phrase}${outcome ? `: ${outcome}` : ''}`),
    blocks: [
      make.section(
        'outcome',
        `*${head}* on ${mrkdwn(phrase, 100)}, ${mrkdwn(period, 60)} (${mrkdwn(modelName, 100)})\n${answered}`,
      ),
      ...(outcome
        ? [make.section('words', `${mrkdwn(ownerName, 100)}:\n> ${mrkdwn(outcome, 1500).replaceAll('\n', '\n> ')}`)]
        : [make.section('words', `${mrkdwn(ownerName, 100)} tells you here when there is more.`)]),
    ],
  };
}
