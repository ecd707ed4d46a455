import type { Question } from '../../framing/questions.ts';
import { actionIds } from '../action-ids.ts';
import { button, carry, createBlocks, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';
import { askedWithExample } from './idea-words.ts';

/** A line of an idea's thread: what happened, in whose words, and what is asked next. */
export interface IdeaEventView {
  framingId: string;
  says: string;
  words?: string;
  /** What is asked now; only while nobody has answered it. */
  next?: Question;
}

export function ideaEventLine({ framingId, says, words, next }: IdeaEventView): Outgoing {
  const make = createBlocks();
  const quote = words
    ? `\n${mrkdwn(words, 2_200)
        .split('\n')
        .slice(0, 40)
        .map((one) => `> ${one}`)
        .join('\n')}`
    : '';
  const blocks = [make.section('line', `${mrkdwn(says, 500)}${quote}`)];
  if (next) {
    const value = carry({ kind: 'idea', id: framingId });
    blocks.push(
      make.section(
        'next',
        `*Next: ${mrkdwn(next.ask, 200)}*\n_For example:_ ${mrkdwn(next.example, 400)}`,
        button(actionIds.ideaAnswer, 'Answer', value, { label: `Answer: ${next.ask}` }),
      ),
    );
  }
  return { text: notification([says, words, next && askedWithExample(next)].filter(Boolean).join(' ')), blocks };
}
