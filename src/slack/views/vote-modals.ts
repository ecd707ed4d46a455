import type { types } from '@slack/bolt';
import type { RequestView } from '../../approvals/schemas.ts';
import { viewIds } from '../action-ids.ts';
import { createBlocks, input, modal, textInput, type Block } from '../blocks.ts';
import { mrkdwn } from '../text.ts';
import { heldText } from './card.ts';
import { checklistBlocks } from './checklist.ts';
import { emergencyText } from './emergency.ts';
import { groundsBlocks, outvotable, outvotableNames, weighingBlocks } from './request-parts.ts';
import { askedOf, requesterOf } from './request-words.ts';

/** What a person is to fill in before their vote counts. */
export interface VoteForm {
  request: RequestView;
  /** The revision of the card that was before their eyes, and the message in which it stood. */
  revision: number;
  message?: string;
  fromHome?: boolean;
  /** What they tick before they agree. */
  checklist: string[];
  /** What they type to show that they know what they do; absent where the policy does not ask. */
  toType?: string;
  /** What has changed since they looked: shown on top. */
  changed?: string;
}

const reasonChars = 2000;
const metadataOf = ({ request, revision, message, fromHome = false }: VoteForm) => ({
  requestId: request.requestId,
  revision,
  fromHome,
  ...(message ? { message } : {}),
});

export function approveModal(form: VoteForm): types.ModalView {
  const make = createBlocks();
  // Nothing is asked of somebody whose answer could not count.
  if (form.request.held) {
    const held = make.section('held', `${heldText(form.request.held)}\n${meanwhile}`);
    return modal({ callbackId: viewIds.note, title: 'Not now' }, [held, ...head(form)]);
  }
  const failed = outvotable(form.request).length > 0;
  const why = failed
    ? `${outvotableNames(form.request)} FAILED. Why do you agree all the same?`
    : 'Anything that others should know?';
  const blocks: Block[] = [
    ...head(form),
    ...checklistBlocks(make, 'Before you agree', form.checklist),
    input('reason', why, textInput('value', { multiline: true, max: reasonChars }), {
      optional: !failed,
      ...(failed ? { hint: 'It stands in the record beside the failed check.' } : {}),
    }),
    ...(form.toType
      ? [input('typed', `To go ahead, type ${form.toType}`, textInput('value', { max: 200, placeholder: form.toType }))]
      : []),
  ];
  return modal(
    { callbackId: viewIds.approve, title: 'Approve', submit: 'Approve', close: 'Not now', metadata: metadataOf(form) },
    blocks,
  );
}

const meanwhile = 'The card says so as soon as it may be approved. Refuse and Ask work all the same.';

export function refuseModal(form: VoteForm): types.ModalView {
  const blocks: Block[] = [
    ...head(form),
    input('reason', 'Why not?', textInput('value', { multiline: true, max: reasonChars }), {
      hint: 'The requester and the others read it under the card.',
    }),
  ];
  return modal(
    { callbackId: viewIds.refuse, title: 'Refuse', submit: 'Refuse', close: 'Not now', metadata: metadataOf(form) },
    blocks,
  );
}

function head({ request, changed }: VoteForm): Block[] {
  const make = createBlocks();
  const lookAgain = (id: string) => (changed ? [make.section(id, `⚠ *Look again:* ${mrkdwn(changed, 1200)}`)] : []);
  return [
    ...lookAgain('changed'),
    make.section(
      'headline',
      `*${mrkdwn(askedOf(request), 500).replaceAll('*', '·')}*\nAsked by ${mrkdwn(requesterOf(request), 100)}`,
    ),
    ...(request.breakGlass ? [make.section('emergency', emergencyText(request))] : []),
    ...weighingBlocks(request, make),
    ...groundsBlocks(request, make),
    // Who has just pressed the button at the end looks there, and not at the top.
    ...lookAgain('changed:again'),
  ];
}
