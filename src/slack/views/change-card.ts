import { actionIds } from '../action-ids.ts';
import { button, carry, createBlocks, type Block, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';
import { quoted, standingText, touchText, type ChangeView, type TouchView } from './change-words.ts';

const shownTouches = 20;
const shortChars = 140;

/** What a reader's own letter says first, and whether they told of it. */
export interface LetterOf {
  intro: string;
  reporter: boolean;
}

/** The card of a change, in its channel and as each one's own letter. */
export function changeCard(view: ChangeView, letter?: LetterOf): Outgoing & { revision: number } {
  const make = createBlocks();
  const over = view.state === 'done' || view.state === 'withdrawn';
  const asked = view.state === 'asked';
  const short = shortWords(view.words);
  // A reader who sees two main buttons has none, and such a message is not sent.
  const only = view.touches.filter((touch) => touch.state === 'open').length === 1;
  const blocks: Block[] = [
    make.section(
      'headline',
      `*Change: ${mrkdwn(short, shortChars).replaceAll('*', '·')}*\nChange ${view.number} · ${mrkdwn(view.dates, 80)} · told by ${mrkdwn(view.by, 80)} · ${mrkdwn(standingText(view), 200)}`,
    ),
    ...(letter && !over ? [make.section('intro', mrkdwn(letter.intro, 500))] : []),
    ...(view.words !== null && short !== view.words ? [make.section('words', quoted(view.words))] : []),
    ...view.touches
      .slice(0, shownTouches)
      .map((touch) =>
        make.section(
          `touch:${touch.modelId}`,
          touchText(touch, view.due),
          touch.state === 'open' && !over && !letter?.reporter ? endButton(view, touch, only) : undefined,
        ),
      ),
    ...(over
      ? []
      : [
          make.actions('more', [
            button(actionIds.changeTouches, asked ? 'Say which models it touches' : 'Touches others…', value(view), {
              ...(asked ? { style: 'primary' as const } : {}),
              label: `${asked ? 'Say which models it touches' : 'Touches others'}: change ${view.number}`,
            }),
            ...(letter && !letter.reporter
              ? []
              : [
                  button(actionIds.changeWithdraw, 'It does not come', value(view), {
                    label: `It does not come: change ${view.number}`,
                  }),
                ]),
          ]),
        ]),
  ];
  const text = notification(`Change ${view.number}, ${view.dates}: ${standingText(view)}. ${view.words ?? ''}`);
  return { text, blocks, revision: view.revision };
}

/** A change that was asked for: its card, with what was written about it. */
export function changePage(view: ChangeView): Outgoing {
  const { text, blocks } = changeCard(view);
  const make = createBlocks();
  const said = view.said.map(({ by, words }, at) => make.section(`said:${at}`, `*${mrkdwn(by, 80)}:*\n${quoted(words, 500)}`));
  return { text, blocks: [...blocks, ...said] };
}

/** The first line, which the rest follows where there is more. */
function shortWords(words: string | null): string {
  if (words === null) return '(taken back)';
  const line = words.split('\n')[0] ?? '';
  return line.length > shortChars ? `${line.slice(0, shortChars - 2).trimEnd()}…` : line;
}

const value = ({ changeId }: ChangeView) => carry({ kind: 'change', id: changeId });

const endButton = ({ changeId, number }: ChangeView, { modelId, modelName }: TouchView, only: boolean) =>
  button(actionIds.changeSettle, 'Answer…', carry({ kind: `touch:${modelId}`, id: changeId }), {
    label: `Answer: what became of change ${number} for ${modelName}`,
    ...(only ? { style: 'primary' as const } : {}),
  });

/** A line of a change's history; a person's own words stand under it. */
export function changeEventLine({ says, words }: { says: string; words?: string }): Outgoing {
  const make = createBlocks();
  return {
    text: notification([says, words].filter(Boolean).join(' ')),
    blocks: [make.section('line', `${mrkdwn(says, 700)}${words ? `\n${quoted(words)}` : ''}`)],
  };
}
