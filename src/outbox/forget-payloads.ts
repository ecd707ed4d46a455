import type { WriteCtx } from '../audit/write.ts';
import { erasePayloads } from './store.ts';

/** What messages were about, by the ids in their data. */
export interface About {
  cardId?: string[];
  eventId?: string[];
  caseId?: string[];
  matterId?: string[];
  roundId?: string[];
}

/**
 * Takes away the exact text of messages that told of these; their hashes stay, so that what was shown can still be
 * recognised. What stands in Slack is Slack's to delete.
 */
export async function forgetPayloads(w: WriteCtx, about: About): Promise<number> {
  let erased = 0;
  for (const [key, ids] of Object.entries(about) as [string, string[]][])
    if (ids.length > 0) erased += await erasePayloads(w.db, key, ids);
  return erased;
}
