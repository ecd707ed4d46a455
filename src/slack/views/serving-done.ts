import { actionIds } from '../action-ids.ts';
import { button, createBlocks, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification, plain } from '../text.ts';
import type { ReasonForm } from './word-modals.ts';

/** What was done, where its reason could not be asked for at once. */
export function doneMessage(form: ReasonForm): Outgoing {
  const make = createBlocks();
  const value = JSON.stringify({ ...form, done: plain(form.done, 500) });
  return {
    text: notification(`${form.done}.`),
    blocks: [make.section('done', `${mrkdwn(form.done, 600)}.`, button(actionIds.sayWhy, 'Say why', value))],
  };
}
