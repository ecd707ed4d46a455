import type { WriteCtx } from '../audit/write.ts';
import type { Db } from '../db/db.ts';
import { notifyServing } from '../db/notify.ts';
import { LeewayError } from '../shared/errors.ts';
import type { Place } from './schemas.ts';
import { selectServing, selectTargets, upsertServing, type ServingState } from './serving-store.ts';

/** What a place serves, or an error that says that it serves nothing. */
export async function whatServes(db: Db, place: Place): Promise<ServingState> {
  const [found] = await selectServing(db, [place]);
  if (found) return found;
  throw new LeewayError('not-found', `Nothing of ${place.modelId} serves in ${place.environment}.`, {
    field: 'environment',
    hint: 'Deploy a version there first.',
  });
}

/** Throws where a version cannot be gone to: it is not registered, or archived. */
export async function assertCanGoTo(db: Db, modelId: string, version: number, what: string): Promise<void> {
  const [target] = await selectTargets(db, modelId, [version]);
  if (target && target.archivedAt === null) return;
  const gone = target ? 'is archived' : 'is not registered any more';
  throw new LeewayError('conflict', `${what}, version ${version} of ${modelId}, ${gone}.`, {
    field: 'version',
    hint: 'Pause the model now if it does harm, and ask for the promotion of a version that is still there.',
  });
}

/** Changes what serving systems are answered, and tells every process when the transaction commits. Returns the revision. */
export async function changeServing(
  w: WriteCtx,
  place: Place,
  change: Omit<Parameters<typeof upsertServing>[2], 'changedById' | 'changedAt'>,
): Promise<number> {
  const revision = await upsertServing(w.db, place, { ...change, changedById: w.actor.id, changedAt: w.now });
  await notifyServing(w.db, place);
  return revision;
}
