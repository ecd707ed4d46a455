import type { Ctx } from '../db/ctx.ts';
import { LeewayError } from '../shared/errors.ts';
import { hashEntry } from './rules.ts';
import { appendOne, insertEntries, lockHead, moveHead } from './store.ts';

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
  const texts = drafts.map((draft) => ({ ...lookedUpBy(ctx, draft), afterSeq: textAfterSeq(ctx, draft) }));
  const [only] = texts;
  // Most verbs write one entry: in one statement the head, which all wait for, is held for the shortest time.
  if (only && texts.length === 1) return appendOne(ctx.db, only);
  let head = await lockHead(ctx.db);
  const rows = texts.map(({ afterSeq, ...columns }) => {
    const seq = head.seq + 1;
    const body = `{"seq":${seq}${afterSeq}`;
    head = { seq, hash: hashEntry(head.hash, body) };
    return { ...columns, seq, body, hash: head.hash };
  });
  await insertEntries(ctx.db, rows);
  await moveHead(ctx.db, head);
}

const lookedUpBy = (ctx: Ctx, { verb, subject }: DraftEntry) => ({ at: ctx.now, actorId: ctx.actor.id, verb, subject });

/** An entry's exact text is `{"seq":`, its number, and this. */
function textAfterSeq({ actor, now }: Ctx, { verb, subject, detail }: DraftEntry): string {
  const { kind, id, name } = actor;
  const account = kind === 'person' && actor.account ? { account: actor.account } : {};
  return `,${JSON.stringify({ at: now.toISOString(), actor: { kind, id, name, ...account }, verb, subject, detail }).slice(1)}`;
}
