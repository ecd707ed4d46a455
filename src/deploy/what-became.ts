import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { selectNextOrder } from './order-store.ts';
import type { Place } from './schemas.ts';
import type { ServingState } from './serving-store.ts';

/** What came of something that was told about what serves. */
export type Became = { kind: 'resumed' } | { kind: 'paused' } | { kind: 'version'; version: number };

/** Under this, messages that say what serves in a place are found again when that changes: `refreshShowing`. */
export const showsServing = ({ modelId, environment }: Place): string => `serving:${modelId}/${environment}`;

/**
 * What has taken a version's place since an instant: the first that did, so that what is said of an old message stays the
 * same. Else whether it is paused by now; null while it serves.
 */
export async function whatBecame(ctx: Ctx, { modelId, environment, paused }: ServingState, since: Date): Promise<Became | null> {
  authorise(ctx.actor, 'serving.read');
  const next = await selectNextOrder(ctx.db, { modelId, environment }, since);
  if (next) return { kind: 'version', version: next.version };
  return paused ? { kind: 'paused' } : null;
}

/** The same of a pause, which ends when somebody resumes; another pause is told by itself. */
export const pauseEnded = ({ paused, pausedAt }: ServingState, told: string | undefined): Became | null =>
  paused && pausedAt?.toISOString() === told ? null : { kind: 'resumed' };
