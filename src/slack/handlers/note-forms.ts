import { z } from 'zod';
import { viewIds } from '../action-ids.ts';
import { carriedBy } from '../arrivals.ts';
import type { Turn } from '../turn.ts';
import { noteModal } from '../views/note.ts';
import { versionNoteMaxChars, versionNoteModal } from '../views/version-note-modal.ts';
import { needed, type Click } from './click.ts';
import { form, text, type Form } from './forms.ts';

export async function onNoteVersion(turn: Turn, click: Click): Promise<void> {
  const { id: modelId, revision } = needed(carriedBy(click.value));
  const { modelName, version } = await turn.verbs.versionPage(turn.ctx, { modelId, version: needed(revision) });
  await turn.api.openView(turn.triggerId, versionNoteModal({ modelId, modelName, version }));
}

const versionNote = form(
  'words',
  z.object({
    modelId: z.string().min(1),
    version: z.number().int(),
    words: text(versionNoteMaxChars, 'Write something first.'),
  }),
  async (turn, input) => {
    await turn.verbs.noteVersion(turn.ctx, input);
    return noteModal('Kept. Whoever opens the page of this version reads it there, with your name and the day.');
  },
);

/** Forms about versions by the callback_id of their view. */
export const noteForms: Record<string, Form> = { [viewIds.versionNote]: versionNote };
