import type { types } from '@slack/bolt';
import { actionIds, viewIds } from '../action-ids.ts';
import { createBlocks, input, modal, select, textInput, type Choice } from '../blocks.ts';
import { mrkdwn } from '../text.ts';

export interface FlagForm {
  origin: { kind: string; id: string };
  models: Choice[];
  modelId?: string;
  /** Weeks to choose from, newest first; the value is their Monday. */
  weeks: Choice[];
  week?: string;
  /** What stands in the field when it opens: what was typed earlier and not sent, or a message that is taken along. */
  what?: string;
  /** When it was typed, `Mon 9 April, 14:05`; absent where it was not. */
  typedAt?: string;
  /** The message that is taken along has pictures or files, which stay where they are. */
  leavesFiles?: true;
}

const maxChoices = 100;
/** Under this name what is typed is kept until it is sent. */
export const flagDraft = 'flag';

/** Only “what happened” is required: model and week are filled in from where the button stood, the rest is asked later. */
export function flagModal(form: FlagForm): types.ModalView {
  const make = createBlocks();
  const [only] = form.models;
  const single = form.models.length === 1 && only;
  const intro = form.typedAt
    ? `This is what you wrote on ${form.typedAt} and did not send yet.`
    : 'It goes to a person who answers for the model. You get a number and a name within seconds, and the answer in a direct message.';
  const blocks = [
    make.section('intro', mrkdwn(single ? `*About ${only.label.replaceAll('*', '·')}.* ${intro}` : intro, 600)),
    ...(form.leavesFiles
      ? [make.context('files', ['Pictures and files are not taken along: say in words what they show.'])]
      : []),
    input(
      'what',
      'What happened?',
      textInput(`${actionIds.typed}:${flagDraft}`, {
        multiline: true,
        placeholder: 'What did you see, and what should have happened?',
        typing: true,
        ...(form.what ? { initial: form.what } : {}),
      }),
      { dispatch: true, hint: 'In your own words. Names and numbers of customers are taken out before anybody reads it.' },
    ),
    ...(single
      ? []
      : [input('model', 'Which model?', select('value', 'Choose one', form.models.slice(0, maxChoices), form.modelId))]),
    ...(form.weeks.length > 0
      ? [
          input('week', 'When?', select('value', 'The week, if you know it', form.weeks.slice(0, maxChoices), form.week), {
            optional: true,
          }),
        ]
      : []),
  ];
  const metadata = { origin: form.origin, ...(single ? { only: only.value } : {}) };
  return modal({ callbackId: viewIds.flag, title: 'Flag a problem', submit: 'Send', close: 'Later', metadata }, blocks);
}
