import { z } from 'zod';
import { LeewayError } from '../../shared/errors.ts';
import { viewIds } from '../action-ids.ts';
import { noteModal } from '../views/note.ts';
import { form, type Form } from './forms.ts';

const optional = (max: number) => z.string().trim().max(max, `At most ${max} characters.`).exactOptional();

const complaints = form(
  'count',
  z.object({ model: optional(100), week: optional(10), count: optional(12), segment: optional(60), csv: optional(3000) }),
  async (turn, { model, week, count, segment, csv }) => {
    if ((count ?? '') !== '' && (csv ?? '') !== '')
      throw new LeewayError('invalid', 'One count or a table, one of them.', { field: 'csv' });
    if (csv) {
      const { sentence, hint } = await turn.verbs.countTable(turn.ctx, { csv });
      return noteModal(sentence, hint);
    }
    if (!model) throw new LeewayError('invalid', 'Choose a model.', { field: 'model' });
    if (!week) throw new LeewayError('invalid', 'Choose a week.', { field: 'week' });
    if (!count || !/^\d[\d,' ]{0,11}$/.test(count))
      throw new LeewayError('invalid', 'Give a whole number such as 37.', { field: 'count' });
    const whole = Number(count.replace(/\D/g, ''));
    const input = { modelId: model, week, count: whole, ...(segment ? { segment } : {}) };
    const { sentence, hint } = await turn.verbs.countComplaints(turn.ctx, input);
    return noteModal(sentence, hint);
  },
);

/** The form for complaints by the callback_id of its view. */
export const complaintForms: Record<string, Form> = { [viewIds.complaints]: complaints };
