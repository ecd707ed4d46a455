import type { WriteCtx } from '../audit/write.ts';
import { canonicalJson } from '../shared/canonical.ts';
import { LeewayError } from '../shared/errors.ts';
import { sha256 } from '../shared/ids.ts';
import { monitorSpec, type PredictionSpec } from './schemas.ts';
import { lockMonitor, upsertMonitor } from './store.ts';

const maxPredictions = 1_000;

/**
 * Adds to a model's monitor how the answers of a version are computed, in the transaction of a verb, which authorises and
 * audits. Other versions' profiles stay comparable. The same again changes nothing; another one is a `conflict`, since a
 * version never changes. Returns whether it was added.
 */
export async function putPrediction(w: WriteCtx, modelId: string, version: number, prediction: PredictionSpec): Promise<boolean> {
  const row = await lockMonitor(w.db, modelId);
  if (!row) {
    throw new LeewayError('not-found', `The model ${modelId} has no monitor that a prediction could be added to.`, {
      field: 'prediction',
      hint: 'Give it a monitor section in leeway.yml.',
    });
  }
  const spec = monitorSpec.parse(row.spec);
  const known = spec.predictions[String(version)];
  if (known && canonicalJson(known) === canonicalJson(prediction)) return false;
  if (known) {
    throw new LeewayError('conflict', `The answers of version ${version} of ${modelId} are computed otherwise already.`, {
      field: 'prediction',
      hint: 'Register what is new as a new version.',
    });
  }
  if (Object.keys(spec.predictions).length >= maxPredictions)
    throw new LeewayError('too-large', `A monitor holds the predictions of at most ${maxPredictions} versions.`);
  const added = { ...spec, predictions: { ...spec.predictions, [String(version)]: prediction } };
  await upsertMonitor(w.db, { modelId, spec: added, specHash: sha256(canonicalJson(added)), updatedAt: w.now });
  return true;
}
