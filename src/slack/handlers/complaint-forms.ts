import { z } from 'zod';
import { viewIds } from '../action-ids.ts';
import { noteModal } from '../views/note.ts';
import { form, text, type Form } from './forms.ts';

/** As people type it: `37`, `1,200`. */
const wholeNumber = z
  .string({ error: 'Give a whole number such as 37.' })
  .trim()
  .regex(/^\d[\d,' ]{0,11}$/, 'Give a whole number such as 37.')
  .transform((typed) => Number(typed.replace(/\D/g, '')));

const count = form(
  'count',
  z.object({
    model: z.string({ error: 'Choose a model.' }).min(1),
    week: z.iso.date('Choose a week.'),
    count: wholeNumber,
    segment: z.string().trim().max(60, 'At most 60 characters.').exactOptional(),
  }),
  async (turn, { model: modelId, segment, ...input }) => {
    const { sentence, hint } = await turn.verbs.countComplaints(turn.ctx, { ...input, modelId, ...(segment ? { segment } : {}) });
    return noteModal(sentence, hint);
  },
);

const table = form('csv', z.object({ csv: text(3000, 'Paste the table.') }), async (turn, { csv }) => {
  const { sentence, hint } = await turn.verbs.countTable(turn.ctx, { csv });
  return noteModal(sentence, hint);
});

/** Forms for complaints by the callback_id of their view. */
export const complaintForms: Record<string, Form> = { [viewIds.complaints]: count, [viewIds.complaintTable]: table };
