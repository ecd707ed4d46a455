import type { WriteCtx } from '../audit/write.ts';
import { notifyServing } from '../db/notify.ts';
import { LeewayError } from '../shared/errors.ts';
import {
  deleteAlias,
  endDeployment,
  hasVersion,
  insertDeployment,
  lockModel,
  selectAlias,
  selectRunning,
  upsertAlias,
} from './store.ts';

/** Points an alias at a version in the transaction of a verb, which authorises and audits. Returns where it stood before. */
export async function putAlias(w: WriteCtx, modelId: string, alias: string, version: number): Promise<number | undefined> {
  await assertVersion(w, modelId, version);
  const before = (await selectAlias(w.db, modelId, alias))?.version;
  if (before !== version) await upsertAlias(w.db, { modelId, alias, version, since: w.now });
  return before;
}

export const removeAlias = (w: WriteCtx, modelId: string, alias: string): Promise<void> => deleteAlias(w.db, modelId, alias);

/**
 * Says that a version now runs in an environment, and that the one before it no longer does; null: none does. In the
 * transaction of a verb, which authorises and audits. Returns the version that ran before.
 */
export async function putDeployment(
  w: WriteCtx,
  modelId: string,
  environment: string,
  version: number | null,
): Promise<number | undefined> {
  if (version !== null) await assertVersion(w, modelId, version);
  const running = await selectRunning(w.db, modelId, environment);
  if (running?.version === (version ?? undefined)) return running?.version;
  if (running) await endDeployment(w.db, running.id, w.now);
  if (version !== null) await insertDeployment(w.db, { modelId, environment, version, since: w.now });
  await notifyServing(w.db, { modelId, environment });
  return running?.version;
}

async function assertVersion(w: WriteCtx, modelId: string, version: number): Promise<void> {
  await lockModel(w.db, modelId);
  if (await hasVersion(w.db, modelId, version)) return;
  throw new LeewayError('not-found', `${modelId} has no version ${version}.`, {
    field: 'version',
    hint: 'Register the version first.',
  });
}
