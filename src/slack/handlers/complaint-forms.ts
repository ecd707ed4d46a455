import { z } from 'zod';
import { viewIds } from '../action-ids.ts';
import { maxTableBytes } from '../../complaints/decode-table.ts';
import { isLeewayError, LeewayError } from '../../shared/errors.ts';
import { answersOf } from '../arrivals.ts';
import type { Turn } from '../turn.ts';
import { complaintDraft, complaintTableModal, passOnDraftOf, tableDraft } from '../views/complaint-modal.ts';
import { noteModal } from '../views/note.ts';
import { needed } from './click.ts';
import { typedBefore, wasSent } from './drafts.ts';
import { form, type Form } from './forms.ts';

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
    await wasSent(turn, complaintDraft);
    return noteModal(sentence, hint);
  },
);

const table = form(
  'csv',
  z
    .object({
      csv: z.string().trim().max(3000, 'At most 3,000 characters: give a file instead.').exactOptional(),
      file: z.array(z.string()).max(1, 'One file at a time.').default([]),
    })
    .refine(({ csv, file }) => csv || file.length > 0, { message: 'Give a file, or paste the table.', path: ['csv'] })
    .refine(({ csv, file }) => !csv || file.length === 0, {
      message: 'You gave a file and pasted a table: keep one of them.',
      path: ['file'],
    }),
  async (turn, { csv = '', file: [fileId] }) => {
    const { sentence, hint } = fileId ? await countFile(turn, fileId) : await turn.verbs.countTable(turn.ctx, { csv });
    await wasSent(turn, tableDraft);
    return noteModal(sentence, hint);
  },
);

/** What is wrong with a table stands at the field where it was given. */
async function countFile(turn: Turn, fileId: string): Promise<{ sentence: string; hint?: string }> {
  try {
    const { bytes } = await turn.api.readFile({ fileId, userId: turn.userId, maxBytes: maxTableBytes });
    return await turn.verbs.countFile(turn.ctx, { bytes });
  } catch (error) {
    if (!isLeewayError(error)) throw error;
    throw new LeewayError(error.code, error.message, { field: 'file', ...(error.hint ? { hint: error.hint } : {}) });
  }
}

/** Many weeks instead of one, in the same window. */
export async function onComplaintTable(turn: Turn): Promise<void> {
  const { id, hash } = needed(turn.view);
  await turn.api.updateView(id, complaintTableModal({ typed: await typedBefore(turn, tableDraft) }), hash);
}

const passOn = form(
  'count',
  z.object({ caseId: z.string().min(1).max(100), week: z.iso.date('Choose a week.'), count: wholeNumber }),
  async (turn, input) => {
    const { sentence, hint } = await turn.verbs.passOn(turn.ctx, { ...input, clientKey: turn.view?.id ?? turn.triggerId });
    await wasSent(turn, passOnDraftOf(input.caseId));
    return noteModal(sentence, hint);
  },
);

/** Forms for complaints by the callback_id of their view. */
export const complaintForms: Record<string, Form> = {
  [viewIds.complaints]: count,
  [viewIds.casePassOn]: passOn,
  [viewIds.complaintTable]: {
    ...table,
    again: (submitted, told) => {
      const { csv } = answersOf(submitted);
      return complaintTableModal({ told, ...(typeof csv === 'string' ? { csv } : {}) });
    },
  },
};
