import { writeAnchor } from '../audit/anchors.ts';
import { readHeadWithMarks } from '../audit/read-entries.ts';
import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { say } from '../outbox/say.ts';
import { readOrganisation } from '../people/organisation.ts';
import { newId } from '../shared/ids.ts';
import { insertAnchor, selectLastAnchor } from './store.ts';

/**
 * Publishes the audit chain's head in the organisation's audit channel, with marks of every entry since the anchor before:
 * once a day and at each production decision. Nothing is said where nothing happened since. Returns the entry anchored.
 */
export async function anchorAudit(ctx: Ctx, { why }: { why: 'daily' | 'decision' }): Promise<number | undefined> {
  const channel = (await readOrganisation(ctx))?.auditChannel;
  if (!channel) {
    ctx.log.warn(
      { code: 'audit-not-anchored', setting: 'organisation.auditChannel' },
      'the audit chain is not anchored: leeway.yml names no channel for it',
    );
    return undefined;
  }
  return write(ctx, async (w) => {
    const last = await selectLastAnchor(w.db);
    const { seq, hash, marks } = await readHeadWithMarks(w, last?.seq ?? 0);
    if (seq === (last?.seq ?? 0)) return undefined;
    const [id, messageId] = [newId(), newId()];
    await insertAnchor(w.db, { id, seq, hash, why, channel, messageId, at: w.now });
    const data = { seq, hash, why, line: writeAnchor({ seq, hash, marks }) };
    await say(w, { id: messageId, kind: 'anchor', data, destination: channel, dedupeKey: `anchor ${seq} ${hash}` });
    return seq;
  });
}
