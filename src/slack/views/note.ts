import type { types } from '@slack/bolt';
import { createBlocks, modal, type Outgoing } from '../blocks.ts';
import { viewIds } from '../action-ids.ts';
import { isLeewayError } from '../../shared/errors.ts';
import { mrkdwn, notification } from '../text.ts';

/** One sentence, with what to do about it. */
export function note(sentence: string, hint?: string): Outgoing {
  const make = createBlocks();
  const blocks = [make.section('note', mrkdwn(sentence, 2900))];
  if (hint) blocks.push(make.context('hint', [hint]));
  return { text: notification([sentence, hint].filter(Boolean).join(' ')), blocks };
}

export const noteModal = (sentence: string, hint?: string): types.ModalView =>
  modal({ callbackId: viewIds.note, title: 'Leeway' }, note(sentence, hint).blocks);

/** What a person is told of an error: its own sentence, or a generic line with an id that the log has too. */
export function sayError(error: unknown, errorId: string): { sentence: string; hint?: string } {
  if (isLeewayError(error) && error.code !== 'config')
    return { sentence: error.message, ...(error.hint ? { hint: error.hint } : {}) };
  return {
    sentence: 'Something went wrong on my side; nothing was changed that you did not see.',
    hint: `Try again. If it stays, tell your operator this number: ${errorId}`,
  };
}

export interface StrangerView {
  /** `Ana Ruiz (operator)`; empty where nobody is named. */
  askWhom: string[];
}

export function strangerNote(stranger: StrangerView): Outgoing {
  const whom = stranger.askWhom.slice(0, 3).join(' or ');
  return note(
    'I do not know you yet, so I cannot show you any model.',
    whom
      ? `Ask ${whom} to add you to leeway.yml with your Slack user.`
      : 'Ask whoever keeps leeway.yml to add you with your Slack user.',
  );
}
