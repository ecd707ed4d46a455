import { z } from 'zod';
import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { deleteDrafts, markSent, selectDraft, upsertDraft } from './drafts-store.ts';

const maxFields = 10;
const kept = z.string().max(3_000);
const draftInput = z.strictObject({
  /** Which form, such as `flag`; one draft a person and form. */
  form: z.string().min(1).max(100),
  /** This opening of it: what is still on its way when it was sent is dropped. */
  formId: z.string().min(1).max(200),
  values: z
    .record(z.string().min(1).max(40), kept)
    .refine((values) => Object.keys(values).length <= maxFields, `At most ${maxFields} fields are kept`),
  /** When it was typed; an older state that arrives later changes nothing. */
  typedAt: z.date(),
});

const keptDays = 30;
const dayMs = 86_400_000;

/**
 * Keeps what a person has typed and not sent, masked as everything that people write. Nobody else sees it and nothing
 * follows from it, so it is no entry of the audit chain, which would grow with every letter.
 */
export async function saveDraft(ctx: Ctx, input: z.input<typeof draftInput>): Promise<void> {
  authorise(ctx.actor, 'feedback.flag');
  const { form, formId, values, typedAt } = parseInput(draftInput, input);
  const masked = Object.fromEntries(Object.entries(values).map(([field, text]) => [field, maskPersonal(text).text]));
  await upsertDraft(ctx.db, { personId: ctx.actor.id, form, values: masked, at: typedAt }, formId);
}

/** What the actor typed into a form and did not send, at most 30 days ago. */
export async function readDraft(ctx: Ctx, form: string): Promise<{ values: Record<string, string>; at: Date } | undefined> {
  const row = await selectDraft(ctx.db, ctx.actor.id, form);
  if (!row || row.values['sent'] !== undefined || row.at.getTime() < ctx.now.getTime() - keptDays * dayMs) return undefined;
  return { values: row.values, at: row.at };
}

/** The form was sent: its draft is gone, and so are the actor's others that nobody will finish. */
export async function forgetDraft(ctx: Ctx, { form, formId }: { form: string; formId: string }): Promise<void> {
  await deleteDrafts(ctx.db, ctx.actor.id, new Date(ctx.now.getTime() - keptDays * dayMs));
  await markSent(ctx.db, { personId: ctx.actor.id, form, at: ctx.now }, formId);
}
