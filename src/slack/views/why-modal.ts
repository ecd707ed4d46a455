import type { types } from '@slack/bolt';
import { createBlocks, input, modal, textInput } from '../blocks.ts';
import { viewIds } from '../action-ids.ts';

export interface Vote {
  subject: { kind: 'edition' | 'answer'; id: string };
  vote: 'yes' | 'no';
}

/** Opened once the vote is stored, so closing it loses nothing. */
export function whyModal(vote: Vote): types.ModalView {
  const make = createBlocks();
  const question = vote.vote === 'yes' ? 'What helped?' : 'What was missing or in the way?';
  return modal({ callbackId: viewIds.why, title: 'Thank you', submit: 'Send', close: 'Skip', metadata: { ...vote } }, [
    make.section('vote', `Your vote is recorded: *${vote.vote === 'yes' ? 'useful' : 'not useful'}*.`),
    input('why', question, textInput('value', { multiline: true, max: 1000 }), { optional: true }),
  ]);
}
