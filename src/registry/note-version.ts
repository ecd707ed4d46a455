import { z } from 'zod';
import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { hashWords } from '../people/hash-words.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { parseInput } from '../shared/parse.ts';
import { eraseNotes, insertNote, selectNotes } from './note-store.ts';
import { relationToModel } from './relation-to-model.ts';
import { modelId, versionNumber } from './schemas.ts';
import { selectVersions } from './store.ts';

const noteInput = z.strictObject({ modelId, version: versionNumber, words: z.string().trim().min(1).max(4_000) });
export type NoteInput = z.input<typeof noteInput>;

export interface VersionNote {
  id: string;
  version: number;
  personId: string;
  name: string | null;
  at: Date;
  /** Null once they were erased. */
  words: string | null;
}

const maxVersions = 1_000;
const maxNotes = 2_000;

/** Keeps what somebody learned about a version, or what changed. The audit holds a salted hash of it, never the words. */
export async function noteVersion(ctx: Ctx, input: NoteInput): Promise<{ id: string }> {
  const note = parseInput(noteInput, input);
  authorise(ctx.actor, 'registry.note', await relationToModel(ctx, note.modelId));
  return write(ctx, async (w) => {
    const versions = await selectVersions(w.db, note.modelId, maxVersions);
    if (!versions.some((one) => one.number === note.version))
      throw new LeewayError('not-found', `${note.modelId} has no version ${note.version}.`, { field: 'version' });
    const id = newId();
    const wordsHash = await hashWords(w, id, note.words);
    await insertNote(w.db, { id, ...note, personId: ctx.actor.id, at: w.now, wordsHash });
    w.audit({
      verb: 'registry.note-version',
      subject: `model:${note.modelId}`,
      detail: { version: note.version, note: id, wordsHash },
    });
    return { id };
  });
}

/** Notes of a model's versions, or of one, oldest first. Throws `too-large` beyond 2,000. */
export async function readVersionNotes(ctx: Ctx, of: { modelId: string; version?: number }): Promise<VersionNote[]> {
  authorise(ctx.actor, 'registry.read');
  const notes = await selectNotes(ctx.db, of.modelId, of.version, maxNotes + 1);
  if (notes.length > maxNotes) throw new LeewayError('too-large', `At most ${maxNotes} notes of a model are read at once.`);
  return notes;
}

/** Takes away the words of a person's notes, in the transaction of a verb, which authorises and audits. */
export const forgetNotesOf = (w: WriteCtx, personId: string): Promise<number> => eraseNotes(w.db, personId);
