import type { Ctx } from '../db/ctx.ts';
import { LeewayError } from '../shared/errors.ts';
import { insertDraft } from './store.ts';

/** What a verb says of the change it made. People's own words stand here only as a hash. */
export interface DraftEntry {
  /** `registry.register-version`, `matters.take`, … */
  verb: string;
  /** `model:flight-delay`, `matter:<id>`, … */
  subject: string;
  /** Before, after, reason and evidence, as far as they matter to the verb. */
  detail: Record<string, unknown>;
}

const maxEntries = 1_000;

/** Adds entries to the chain as the caller's transaction commits. Called by `write` alone. */
export async function appendEntries(ctx: Ctx, drafts: DraftEntry[]): Promise<void> {
  if (drafts.length > maxEntries) {
    throw new LeewayError('too-large', `One change may write at most ${maxEntries} audit entries, not ${drafts.length}.`);
  }
  await insertDraft(ctx.db, {
    at: ctx.now,
    actorId: ctx.actor.id,
    verbs: drafts.map((draft) => draft.verb),
    subjects: drafts.map((draft) => draft.subject),
    texts: drafts.map((draft) => textAfterSeq(ctx, draft)),
  });
}

/** An entry's exact text is `{"seq":`, its number, and this. */
function textAfterSeq({ actor, now }: Ctx, { verb, subject, detail }: DraftEntry): string {
  const { kind, id, name } = actor;
  const account = kind === 'person' && actor.account ? { account: actor.account } : {};
  return `,${JSON.stringify({ at: now.toISOString(), actor: { kind, id, name, ...account }, verb, subject, detail }).slice(1)}`;
}
