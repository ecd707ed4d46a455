import type { types } from '@slack/bolt';
import { viewIds } from '../action-ids.ts';
import { createBlocks, input, modal, select, textInput } from '../blocks.ts';
import type { ComplaintForm } from '../complaint-verbs.ts';

const frame = { callbackId: viewIds.complaints, title: 'Count complaints', submit: 'Keep', close: 'Not now' };

/** One week's count. */
export function complaintModal({ models, weeks, week }: ComplaintForm): types.ModalView {
  const make = createBlocks();
  if (models.length === 0)
    return modal({ callbackId: frame.callbackId, title: frame.title, close: 'Close' }, [
      make.section('none', 'There is no model yet.'),
    ]);
  const only = models.length === 1 ? models[0]!.value : undefined;
  return modal(frame, [
    input('model', 'About which model?', select('value', 'Choose a model', models, only)),
    input('week', 'In which week?', select('value', 'Choose a week', weeks, week)),
    input('count', 'How many customers complained?', textInput('value', { max: 12, placeholder: 'such as 37' })),
    input('segment', 'Only in one part of the business?', textInput('value', { max: 60, placeholder: 'such as ORD' }), {
      optional: true,
      hint: 'Leave it empty for all.',
    }),
    make.context('table', ['Many weeks at once? /leeway complaints table takes them as a spreadsheet has them.']),
  ]);
}

/** Many counts, pasted from a spreadsheet. */
export const complaintTableModal = (): types.ModalView =>
  modal({ ...frame, callbackId: viewIds.complaintTable }, [
    input('csv', 'The table', textInput('value', { multiline: true, placeholder: 'model,week,count,segment' }), {
      hint: 'As a spreadsheet saves it (CSV). The first line reads model,week,count,segment; a week is any day of it, such as 2001-03-05; segment may be left out.',
    }),
  ]);
