import type { WriteCtx } from '../audit/write.ts';
import { deputyIdOf, showAnew } from './load.ts';
import { openMatter } from './open-matter.ts';
import type { OpenInput } from './schemas.ts';
import { changeMatter, lockOpen } from './store.ts';

type Which = Pick<OpenInput, 'kind' | 'modelId' | 'key'>;

/**
 * Keeps the matter of something that is brought to its end elsewhere (a case, a change) in step with it, in the
 * transaction of that verb, which authorises and audits: opened where there is none, else with this owner, next step and day.
 */
export async function followMatter(w: WriteCtx, draft: OpenInput): Promise<{ id: string }> {
  const { id, opened } = await openMatter(w, draft);
  if (opened) return { id };
  const matter = await lockOpen(w.db, { ...draft });
  if (!matter) return { id };
  const { inHand = null } = draft;
  const change = inHand
    ? { ...inHand, state: 'taken' as const, deputyId: await deputyIdOf(w, inHand.ownerId), takenAt: matter.takenAt ?? w.now }
    : { ownerId: null, deputyId: null, nextStep: null, dueOn: null, state: 'open' as const, takenAt: null };
  await changeMatter(w.db, id, matter.revision, change);
  await showAnew(w, id);
  return { id };
}

/** Ends it with its subject, whose own record holds what people said; undefined where none is open. `outcome` is Leeway's. */
export async function endMatter(w: WriteCtx, which: Which, outcome: string): Promise<{ id: string } | undefined> {
  const matter = await lockOpen(w.db, which);
  if (!matter) return undefined;
  const doneById = w.actor.kind === 'person' ? w.actor.id : null;
  await changeMatter(w.db, matter.id, matter.revision, { state: 'done', outcome, doneAt: w.now, doneById });
  await showAnew(w, matter.id);
  return { id: matter.id };
}
