import type { WriteCtx } from '../audit/write.ts';
import { newId } from '../shared/ids.ts';
import { announceWritten } from './wake.ts';
import { insertMessages, selectShowing, type OutboxRow } from './store.ts';

/** Older ones than these have long scrolled away; Slack takes about fifty edits a minute. */
const maxRefreshed = 100;

/**
 * Has the messages that show something edited in place, in the verb's transaction: they were said with `shows`. What each
 * says is read when it is sent. Returns how many; the newest hundred at most, and the log says so.
 */
export async function refreshShowing(w: WriteCtx, subject: string): Promise<number> {
  const found = await selectShowing(w.db, subject, maxRefreshed + 1);
  if (found.length > maxRefreshed)
    w.log.warn(
      { code: 'refresh-overflow', subject, edited: maxRefreshed },
      'more messages show it than are edited: the oldest keep what they say',
    );
  // One that waits to be sent gets an edit too: it may be rendered before this transaction is over.
  const stale = found.slice(0, maxRefreshed);
  await insertMessages(
    w.db,
    stale.map((row) => editOf(w, row)),
  );
  if (stale.length > 0) w.afterCommit(announceWritten);
  return stale.length;
}

const editOf = (w: WriteCtx, row: OutboxRow) => ({
  kind: row.kind,
  data: row.data,
  destination: row.destination,
  updates: row.id,
  dedupeKey: `edit:${row.id}:${newId()}`,
  madeAt: w.now,
});
