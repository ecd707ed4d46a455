import { actionIds } from '../action-ids.ts';
import { button, carry, createBlocks, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';

/** One line of a card's history. `says` is a sentence without the person's own words, which are quoted under it. */
export interface EventLine {
  says: string;
  words?: string;
  /** A question that waits: its line has a button to answer it. */
  requestId?: string;
}

export function eventLine(line: EventLine): Outgoing {
  const make = createBlocks();
  const quote = line.words
    ? `\n${mrkdwn(line.words, 2400)
        .split('\n')
        .slice(0, 40)
        .map((one) => `> ${one}`)
        .join('\n')}`
    : '';
  const answer = line.requestId
    ? button(actionIds.answerAsker, 'Answer', carry({ kind: 'request', id: line.requestId }), { label: 'Answer the question' })
    : undefined;
  return {
    text: notification([line.says, line.words].filter(Boolean).join(' ')),
    blocks: [make.section('line', `${mrkdwn(line.says, 500)}${quote}`, answer)],
  };
}
