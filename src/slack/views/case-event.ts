import { actionIds } from '../action-ids.ts';
import { button, createBlocks, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';
import { carryCase, settleButton } from './case-card.ts';
import { quote, type CaseActionView, type CaseView } from './case-words.ts';

/** A line of a case's history. `says` is a sentence without the person's own words, which are quoted under it. */
export interface CaseEventLine {
  says: string;
  words?: string;
  /** Under a letter, where whoever is asked can reply. */
  reply?: Pick<CaseView, 'caseId' | 'revision'>;
  /** Under the letter of whoever does a step that may be done now. */
  settle?: { revision: number; action: CaseActionView };
  /** The idea that came of it, which the line's button shows. */
  idea?: number;
}

export function caseEventLine(line: CaseEventLine): Outgoing {
  const make = createBlocks();
  const reply = line.reply && button(actionIds.caseReply, 'Reply', carryCase(line.reply), { label: 'Reply to the question' });
  const settle = line.settle && settleButton(line.settle, line.settle.action);
  const idea = line.idea === undefined ? undefined : ideaButton(line.idea);
  return {
    text: notification([line.says, line.words].filter(Boolean).join(' ')),
    blocks: [
      make.section('line', `${mrkdwn(line.says, 700)}${line.words ? `\n${quote(line.words)}` : ''}`, reply ?? settle ?? idea),
    ],
  };
}

const ideaButton = (number: number) =>
  button(`${actionIds.askAgain}:idea`, `Idea ${number}`, `idea ${number}`, { label: `See idea ${number}` });
