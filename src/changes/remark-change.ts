import { createHash } from 'node:crypto';
import { write } from '../audit/write.ts';
import { sayUnderCard } from '../cards/move-card.ts';
import { findCard } from '../cards/read-card.ts';
import type { Ctx } from '../db/ctx.ts';
import { hashWords } from '../people/hash-words.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { everybody } from './follow-change.ts';
import { remarkInput, type RemarkInput } from './schemas.ts';
import { eventExists, insertEvent, lockChange } from './store.ts';

/**
 * A line about a change, by whoever told of it, is asked about it or reads along: it stays with the change and everybody who
 * has a letter of it reads it there, also after its end. The same person with the same `clientKey` writes one line.
 */
export async function remarkChange(ctx: Ctx, input: RemarkInput): Promise<{ masked: string[] }> {
  const { changeId, words, clientKey, inThread } = parseInput(remarkInput, input);
  authorise(ctx.actor, 'changes.report');
  if (ctx.actor.kind !== 'person') throw new LeewayError('forbidden', 'Only a person can write about a change.');
  const { text, masked } = maskPersonal(words);
  return write(ctx, async (w) => {
    const row = await lockChange(w.db, changeId);
    const card = row && (await findCard(w, 'change', changeId));
    if (!row || !card) throw new LeewayError('not-found', 'There is no such change.', { field: 'changeId' });
    const id = idFor(w.actor.id, clientKey);
    if (await eventExists(w.db, id)) return { masked };
    const event = { id, kind: 'said', personId: w.actor.id, words: text };
    await insertEvent(w.db, { ...event, changeId, at: w.now });
    await sayUnderCard(w, card, { ...event, inThread }, everybody);
    w.audit({
      verb: 'changes.remark',
      subject: `change:${changeId}`,
      detail: { number: row.number, event: id, wordsHash: await hashWords(w, id, text) },
    });
    return { masked };
  });
}

/** Follows from who writes and the key: RFC 9562, section 5.8, version 8, made by rules of one's own. */
function idFor(personId: string, clientKey: string): string {
  const bytes = createHash('sha256').update(`change event ${personId}\n${clientKey}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
