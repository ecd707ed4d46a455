import { createHmac } from 'node:crypto';
import type { WriteCtx } from '../audit/write.ts';
import { readSalt } from './words-store.ts';

/**
 * What the audit chain holds in place of a person's own words: HMAC-SHA256 under the installation's salt, of the words
 * and the id of the row where they lie. Words can be erased and the chain still verifies; who has them can prove them.
 */
export async function hashWords(w: WriteCtx, rowId: string, words: string): Promise<string> {
  return createHmac('sha256', await readSalt(w.db))
    .update(`${rowId}\n${words}`)
    .digest('hex');
}
