import type { types } from '@slack/bolt';
import { actionIds, viewIds } from '../action-ids.ts';
import { button, carry, createBlocks, input, modal, select, textInput } from '../blocks.ts';
import type { ComplaintForm, PassOnForm } from '../complaint-verbs.ts';
import { fileInput } from '../elements.ts';
import { mrkdwn } from '../text.ts';

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
    make.section(
      'table',
      'Many weeks at once?',
      button(actionIds.complaintTable, 'Give a table or file', carry({ kind: 'complaints', id: 'table' })),
    ),
  ]);
}

export interface TableForm {
  /** What stands in the field, and what was wrong with it, where the form comes back. */
  csv?: string;
  told?: { sentence: string; hint?: string };
}

/** Many counts, pasted from a spreadsheet or as the file that it saves. */
export function complaintTableModal({ csv, told }: TableForm = {}): types.ModalView {
  const make = createBlocks();
  return modal({ ...frame, callbackId: viewIds.complaintTable }, [
    ...(told
      ? [
          make.section('told', mrkdwn(`⚠ ${told.sentence}`, 2_000)),
          ...(told.hint ? [make.context('told-hint', [told.hint])] : []),
        ]
      : []),
    input('file', 'A file', fileInput('value', ['csv', 'tsv', 'txt']), {
      optional: true,
      hint: 'As a spreadsheet saves it (CSV UTF-8), up to 2,000 lines and 1 MB.',
    }),
    input(
      'csv',
      'Or paste the table',
      textInput('value', { multiline: true, placeholder: 'model,week,count,segment', ...(csv ? { initial: csv } : {}) }),
      {
        optional: true,
        hint: 'The first line reads model,week,count,segment. A week is any day of it, such as 2001-03-05; segment may be left out. All lines are kept, or none.',
      },
    ),
  ]);
}

/** Complaints that customers made to an expert, beside their case. */
export const passOnModal = ({ caseId, caseNumber, modelName, weeks, week }: PassOnForm): types.ModalView =>
  modal(
    { callbackId: viewIds.casePassOn, title: 'Pass on complaints', submit: 'Pass on', close: 'Not now', metadata: { caseId } },
    [
      createBlocks().section(
        'about',
        `*Case ${caseNumber}, ${mrkdwn(modelName, 120)}.* Customers complained to you about the same? Say how many; what they said is for your case.`,
      ),
      input('count', 'How many customers?', textInput('value', { max: 4, placeholder: 'such as 3' })),
      input('week', 'In which week?', select('value', 'Choose a week', weeks, week), {
        hint: 'They stand beside what is counted, as passed on by experts.',
      }),
    ],
  );
