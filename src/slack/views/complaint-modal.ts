import type { types } from '@slack/bolt';
import { viewIds } from '../action-ids.ts';
import { createBlocks, input, modal, select, textInput } from '../blocks.ts';
import type { ComplaintForm } from '../complaint-verbs.ts';

/** One count, or a table pasted from a spreadsheet. */
export function complaintModal({ models, weeks, week }: ComplaintForm): types.ModalView {
  const make = createBlocks();
  const only = models.length === 1 ? models[0]!.value : undefined;
  return modal({ callbackId: viewIds.complaints, title: 'Count complaints', submit: 'Keep', close: 'Not now' }, [
    make.section('about', 'How many customers complained? Either one week, or a whole table further down.'),
    ...(models.length > 0
      ? [input('model', 'About which model?', select('value', 'Choose a model', models, only), { optional: true })]
      : []),
    input('week', 'In which week?', select('value', 'Choose a week', weeks, week), { optional: true }),
    input('count', 'How many?', textInput('value', { max: 12, placeholder: 'such as 37' }), { optional: true }),
    input('segment', 'Only in one part of the business?', textInput('value', { max: 60, placeholder: 'such as ORD' }), {
      optional: true,
      hint: 'Leave it empty for all.',
    }),
    input('csv', 'Or paste a table', textInput('value', { multiline: true, placeholder: 'model,week,count,segment' }), {
      optional: true,
      hint: 'As a spreadsheet saves it (CSV): the first line reads model,week,count,segment; a week is any day of it, such as 2001-03-05.',
    }),
  ]);
}
