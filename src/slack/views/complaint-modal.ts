import type { types } from '@slack/bolt';
import { actionIds, viewIds } from '../action-ids.ts';
import { button, carry, createBlocks, input, modal, select, textInput, type Choice } from '../blocks.ts';
import type { ComplaintForm, PassOnForm } from '../complaint-verbs.ts';
import type { TypedBefore } from '../flag-verbs.ts';
import { fileInput } from '../elements.ts';
import { mrkdwn } from '../text.ts';

/** Under these names what is typed is kept until it is sent; each case has its own. */
export const complaintDraft = 'complaints';
export const tableDraft = 'complaint-table';
export const passOnDraft = 'complaint-pass-on';
export const passOnDraftOf = (caseId: string): string => `${passOnDraft}:${caseId}`;

const typedField = (name: string) => ({ id: `${actionIds.typed}:${name}`, typing: true });
const initial = (value: string | undefined) => (value ? { initial: value } : {});
const notSent = ({ typedAt }: TypedBefore): string => `This is what you wrote on ${typedAt} and did not send yet.`;

const frame = { callbackId: viewIds.complaints, title: 'Count complaints', submit: 'Keep', close: 'Not now' };

const known = (choices: Choice[], value: string | undefined) => choices.find((one) => one.value === value)?.value;

/** One week's count: as it was typed after the command and refused, else as it was left. */
export function complaintModal({ models, weeks, week, said, filled = {} }: ComplaintForm, typed?: TypedBefore): types.ModalView {
  const make = createBlocks();
  if (models.length === 0)
    return modal({ callbackId: frame.callbackId, title: frame.title, close: 'Close' }, [
      make.section('none', 'There is no model yet.'),
    ]);
  const only = models.length === 1 ? models[0]!.value : undefined;
  const { id, typing } = typedField(complaintDraft);
  const values = said === undefined ? (typed?.values ?? {}) : filled;
  return modal(frame, [
    ...(said === undefined
      ? typed
        ? [make.context('typed', [notSent(typed)])]
        : []
      : [make.section('said', `You typed: ${mrkdwn(said, 2_000)}`)]),
    input('model', 'About which model?', select('value', 'Choose a model', models, known(models, values['model']) ?? only)),
    input('week', 'In which week?', select('value', 'Choose a week', weeks, known(weeks, values['week']) ?? week)),
    input(
      'count',
      'How many customers complained?',
      textInput(id, { max: 12, typing, placeholder: 'such as 37', ...initial(values['count']) }),
      {
        dispatch: true,
        hint: 'Was a count wrong? The right one for the same week takes its place; 0 where there were none.',
      },
    ),
    input(
      'segment',
      'Only in one part of the business?',
      textInput(id, { max: 60, typing, placeholder: 'such as ORD', ...initial(values['segment']) }),
      {
        optional: true,
        dispatch: true,
        hint: 'Leave it empty for all.',
      },
    ),
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
  typed?: TypedBefore | undefined;
}

/** Many counts, pasted from a spreadsheet or as the file that it saves. */
export function complaintTableModal({ csv: given, told, typed }: TableForm = {}): types.ModalView {
  const make = createBlocks();
  const csv = given ?? typed?.values['csv'];
  const { id, typing } = typedField(tableDraft);
  return modal({ ...frame, callbackId: viewIds.complaintTable }, [
    ...(typed && given === undefined ? [make.context('typed', [notSent(typed)])] : []),
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
      textInput(id, { multiline: true, typing, placeholder: 'model,week,count,segment', ...initial(csv) }),
      {
        optional: true,
        dispatch: true,
        hint: 'The first line reads model,week,count,segment. A week is any day of it, such as 2001-03-05; segment may be left out. All lines are kept, or none.',
      },
    ),
  ]);
}

/** Complaints that customers made to an expert, beside their case. */
export const passOnModal = ({ caseId, caseNumber, modelName, weeks, week }: PassOnForm, typed?: TypedBefore): types.ModalView =>
  modal(
    { callbackId: viewIds.casePassOn, title: 'Pass on complaints', submit: 'Pass on', close: 'Not now', metadata: { caseId } },
    [
      createBlocks().section(
        'about',
        `*Case ${caseNumber}, ${mrkdwn(modelName, 120)}.* Customers complained to you about the same? Say how many; what they said is for your case.`,
      ),
      ...(typed ? [createBlocks().context('typed', [notSent(typed)])] : []),
      input(
        'count',
        'How many customers?',
        textInput(`${actionIds.typed}:${passOnDraftOf(caseId)}`, {
          max: 4,
          typing: true,
          placeholder: 'such as 3',
          ...initial(typed?.values['count']),
        }),
        { dispatch: true, hint: 'Was it wrong? Say it again for the same week; 0 takes it back.' },
      ),
      input('week', 'In which week?', select('value', 'Choose a week', weeks, known(weeks, typed?.values['week']) ?? week), {
        hint: 'They stand beside what is counted, as passed on by experts.',
      }),
    ],
  );
