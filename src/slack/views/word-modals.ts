import type { types } from '@slack/bolt';
import { viewIds } from '../action-ids.ts';
import { createBlocks, input, modal, textInput } from '../blocks.ts';
import { usersSelect } from '../elements.ts';
import { mrkdwn } from '../text.ts';

/** Short forms in which a person says something about a request; `about` is what was asked, in a line. */
export interface AboutRequest {
  requestId: string;
  about: string;
}

const wordsChars = 2000;
const words = (label: string, hint?: string, optional = false) =>
  input('words', label, textInput('value', { multiline: true, max: wordsChars }), { optional, ...(hint ? { hint } : {}) });

export const askModal = ({ requestId, about }: AboutRequest): types.ModalView =>
  modal({ callbackId: viewIds.ask, title: 'Ask', submit: 'Ask', close: 'Not now', metadata: { requestId } }, [
    aboutBlock(about),
    words('What would you like to know?', 'The requester is told; question and answer stand under the card.'),
  ]);

export const answerModal = ({ requestId, about }: AboutRequest): types.ModalView =>
  modal({ callbackId: viewIds.answer, title: 'Answer', submit: 'Answer', close: 'Not now', metadata: { requestId } }, [
    aboutBlock(about),
    words('Your answer', 'It stands under the card for everybody who decides.'),
  ]);

export const delegateModal = ({ requestId, about }: AboutRequest): types.ModalView =>
  modal({ callbackId: viewIds.delegate, title: 'Delegate', submit: 'Delegate', close: 'Not now', metadata: { requestId } }, [
    aboutBlock(about),
    input('to', 'Who decides for you?', usersSelect('value', 'Choose a person'), {
      hint: 'For this request only. It cannot be who asked for it, nor who built the version.',
    }),
  ]);

export const withdrawModal = ({ requestId, about }: AboutRequest): types.ModalView =>
  modal({ callbackId: viewIds.withdraw, title: 'Withdraw', submit: 'Withdraw', close: 'Not now', metadata: { requestId } }, [
    aboutBlock(about),
    words('Why do you take it back?', undefined, true),
  ]);

/** After a rollback or a pause, which waited for nobody. */
export interface ReasonForm {
  /** `version 1 of Flight Delay serves in production again` */
  done: string;
  modelId: string;
  environment: string;
  orderId?: string;
}
export const reasonModal = ({ done, ...metadata }: ReasonForm): types.ModalView =>
  modal({ callbackId: viewIds.reason, title: 'Done. Why?', submit: 'Say it', close: 'Later', metadata }, [
    createBlocks().section('done', `${mrkdwn(done, 600)}.`),
    words('What made you do it?', 'Those concerned have been told what you did; the reason follows.'),
  ]);

const aboutBlock = (about: string) => createBlocks().section('about', mrkdwn(about, 600));
