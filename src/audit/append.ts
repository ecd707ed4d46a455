import type { Ctx } from '../db/ctx.ts';
import { LeewayError } from '../shared/errors.ts';
import { hashEntry } from './rules.ts';
import { insertEntries, lockHead, moveHead } from './store.ts';

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

/** Appends entries to the chain within the caller's transaction, which must end right after. Called by `write` alone. */
export async function appendEntries(ctx: Ctx, drafts: DraftEntry[]): Promise<void> {
  if (drafts.length > maxEntries) {
    throw new LeewayError('too-large', `One change may write at most ${maxEntries} audit entries, not ${drafts.length}.`);
  }
  let head = await lockHead(ctx.db);
  const rows = drafts.map((draft) => {
    const seq = head.seq + 1;
    const body = JSON.stringify({
      seq,
      at: ctx.now.toISOString(),
      actor: {
        kind: ctx.actor.kind,
        id: ctx.actor.id,
        name: ctx.actor.name,
        ...(ctx.actor.kind === 'person' && ctx.actor.account ? { account: ctx.actor.account } : {}),
      },
      verb: draft.verb,
      subject: draft.subject,
      detail: draft.detail,
    });
    head = { seq, hash: hashEntry(head.hash, body) };
    return { seq, at: ctx.now, actorId: ctx.actor.id, verb: draft.verb, subject: draft.subject, body, hash: head.hash };
  });
  await insertEntries(ctx.db, rows);
  await moveHead(ctx.db, head);
}
