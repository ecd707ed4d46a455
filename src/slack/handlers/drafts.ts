import type { Turn } from '../turn.ts';
import { changeDraft, settleDraft } from '../views/change-forms.ts';
import { flagDraft } from '../views/flag-modal.ts';
import { complaintDraft, passOnDraft, tableDraft } from '../views/complaint-modal.ts';
import { answerBlock, ideaAnswerDraft, ideaDraft } from '../views/idea-forms.ts';
import type { TypedBefore } from '../flag-verbs.ts';
import { needed, type Click } from './click.ts';

/** What of a form is kept, by its draft's name up to the colon. */
const keptFields: Record<string, readonly string[]> = {
  [flagDraft]: ['what', 'model', 'week'],
  [ideaDraft]: ['words', 'expert', 'scientist', 'operations'],
  [settleDraft]: ['how', 'version', 'words'],
  [complaintDraft]: ['model', 'week', 'count', 'segment'],
  [tableDraft]: ['csv'],
  [passOnDraft]: ['count', 'week'],
  [changeDraft]: ['words', 'startsOn', 'endsOn', 'models', 'other'],
};

/** Every pause in typing: a form that is closed, or opens too late, loses nothing. */
export async function onTyped(turn: Turn, click: Click): Promise<void> {
  const { id: formId, fields = {} } = needed(turn.view);
  const [name = '', , part = ''] = click.suffix.split(':');
  const kept = name === ideaAnswerDraft ? [answerBlock(part)] : (keptFields[name] ?? []);
  const values = Object.fromEntries(
    kept.flatMap((field): [string, string][] => {
      const value = fields[field];
      if (Array.isArray(value)) return [[field, value.join(',')]];
      return typeof value === 'string' ? [[field, value]] : [];
    }),
  );
  await turn.verbs.keepDraft(turn.ctx, { form: click.suffix, formId, values, typedAt: click.at });
}

/** What somebody typed into a form and did not send, as its fields, with when. */
export const typedBefore = (turn: Turn, form: string): Promise<TypedBefore | undefined> => turn.verbs.draft(turn.ctx, form);

/** The form was sent: nothing of it is offered again. */
export const wasSent = (turn: Turn, form: string): Promise<void> =>
  turn.verbs.draftSent(turn.ctx, { form, formId: turn.view?.id ?? turn.triggerId });
