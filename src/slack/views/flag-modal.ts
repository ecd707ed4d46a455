import type { types } from '@slack/bolt';
import { createBlocks, input, modal, select, textInput, type Choice } from '../blocks.ts';
import { viewIds } from '../action-ids.ts';

export interface FlagForm {
  origin: { kind: string; id: string };
  models: Choice[];
  modelId?: string;
  /** Weeks to choose from, newest first; the value is their Monday. */
  weeks: Choice[];
  week?: string;
  kinds: Choice[];
}

const maxChoices = 100;

/** Only “what happened” is required: model and week are filled in from where the button stood. */
export function flagModal(form: FlagForm): types.ModalView {
  const make = createBlocks();
  const blocks = [
    make.section('intro', 'What you write goes to the model’s owner. You hear back with a number and a name.'),
    input(
      'what',
      'What happened?',
      textInput('value', { multiline: true, placeholder: 'What did you see, and what did you expect?' }),
    ),
    input('model', 'Model', select('value', 'Which model', form.models.slice(0, maxChoices), form.modelId), { optional: true }),
  ];
  if (form.weeks.length > 0) {
    blocks.push(
      input('week', 'Week', select('value', 'Which week', form.weeks.slice(0, maxChoices), form.week), { optional: true }),
    );
  }
  if (form.kinds.length > 0)
    blocks.push(
      input('kind', 'What kind of problem?', select('value', 'If you know', form.kinds.slice(0, maxChoices)), { optional: true }),
    );
  return modal(
    { callbackId: viewIds.flag, title: 'Flag a problem', submit: 'Flag it', metadata: { origin: form.origin } },
    blocks,
  );
}
