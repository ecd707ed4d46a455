import type { WriteCtx } from '../audit/write.ts';
import { LeewayError } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import { openInput, type OpenInput } from './schemas.ts';
import { insertMatter, lockOpen, refreshMatter } from './store.ts';

const maxTries = 3;

/**
 * Opens a matter in the transaction of another verb, which authorises. A model has one open matter of a kind and key: it
 * is brought up to date instead, and whoever took it keeps it.
 */
export async function openMatter(w: WriteCtx, input: OpenInput): Promise<{ id: string; opened: boolean }> {
  const draft = parseInput(openInput, input);
  for (let attempt = 0; attempt < maxTries; attempt++) {
    const open = await lockOpen(w.db, draft);
    if (open) {
      const { title, severity, findingId } = draft;
      // Not a decision but what the newest run found: the run's own entry says so.
      await refreshMatter(w.db, open.id, { title, severity, findingId });
      return { id: open.id, opened: false };
    }
    const { inHand, ...rest } = draft;
    const taken = inHand ? { ...inHand, state: 'taken' as const, takenAt: w.now } : {};
    const id = await insertMatter(w.db, { ...rest, ...taken, openedAt: w.now });
    if (id) {
      const { kind, modelId, key, severity, openedFor, findingId } = draft;
      w.audit({
        verb: 'matters.open',
        subject: `matter:${id}`,
        detail: { kind, modelId, key, severity, openedFor, findingId, ownerId: inHand?.ownerId ?? null },
      });
      return { id, opened: true };
    }
  }
  throw new LeewayError('conflict', 'The same matter is being opened and closed by others at this moment. Try again.');
}
