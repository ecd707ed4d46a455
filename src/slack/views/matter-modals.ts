import type { types } from '@slack/bolt';
import { usersSelect } from '../elements.ts';
import { createBlocks, datePicker, input, modal, textInput } from '../blocks.ts';
import { viewIds } from '../action-ids.ts';
import { mrkdwn } from '../text.ts';

export interface MatterForm {
  matterId: string;
  revision: number;
  title: string;
  /** `2001-06-21` */
  suggestedDue: string;
  nextStep?: string;
  /** Nobody has it: somebody else may be named as well. */
  free?: boolean;
  /** Another person who has it: `Priya Raman, by Thu 21 June`. */
  inHandOf?: string;
  /** Opened from App Home, which is shown anew when it is done. */
  fromHome?: boolean;
  /** Outbox id of the message in which the button stood. */
  message?: string;
}

const metadataOf = ({ matterId, revision, fromHome = false, message }: MatterForm) => ({
  matterId,
  revision,
  fromHome,
  ...(message ? { message } : {}),
});

export const nextStepMaxChars = 500;

export function takeModal(form: MatterForm): types.ModalView {
  const make = createBlocks();
  return modal(
    {
      callbackId: viewIds.take,
      title: form.free ? 'Take it or name someone' : 'Your next step',
      submit: 'Save',
      close: 'Not now',
      metadata: metadataOf(form),
    },
    [
      make.section(
        `matter:${form.matterId}`,
        `*${mrkdwn(form.title, 600)}*\n${form.free ? 'A name and a date' : 'Your name and date'} will stand beside it until it is done.`,
      ),
      ...(form.free
        ? [
            input('to', 'Who takes it?', usersSelect('value', 'You'), {
              optional: true,
              hint: 'Leave it empty to take it yourself. Somebody else is told at once, in a direct message.',
            }),
          ]
        : []),
      input(
        'nextStep',
        form.free ? 'What comes next?' : 'What will you do next?',
        textInput('value', { max: nextStepMaxChars, ...(form.nextStep ? { initial: form.nextStep } : {}) }),
      ),
      input('dueOn', 'By when?', datePicker('value', form.suggestedDue)),
    ],
  );
}

export function handOverModal(form: MatterForm): types.ModalView {
  const make = createBlocks();
  return modal(
    { callbackId: viewIds.handOver, title: 'Hand over', submit: 'Hand over', close: 'Not now', metadata: metadataOf(form) },
    [
      make.section(`matter:${form.matterId}`, `*${mrkdwn(form.title, 600)}*\nThe date stays as it is.`),
      input('to', 'Who takes it from here?', usersSelect('value', 'Choose a person')),
      input(
        'nextStep',
        'What should they do next?',
        textInput('value', { max: nextStepMaxChars, ...(form.nextStep ? { initial: form.nextStep } : {}) }),
        { optional: true, hint: 'They are told this in a direct message.' },
      ),
    ],
  );
}

export function doneModal(form: MatterForm): types.ModalView {
  const make = createBlocks();
  return modal(
    {
      callbackId: viewIds.done,
      title: 'Done',
      submit: 'It is done',
      close: 'Not yet',
      metadata: metadataOf(form),
    },
    [
      make.section(`matter:${form.matterId}`, `*${mrkdwn(form.title, 600)}*`),
      input('outcome', 'What came of it?', textInput('value', { multiline: true, max: 1000 }), {
        hint: 'One or two sentences that others will read.',
      }),
    ],
  );
}
