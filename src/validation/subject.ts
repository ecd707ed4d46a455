import type { Ctx } from '../db/ctx.ts';
import { readMonitors } from '../monitor/read-monitors.ts';
import type { MonitorSpec, PredictionSpec } from '../monitor/schemas.ts';
import type { ModelRecord, VersionRecord } from '../registry/records.ts';
import { readModel } from '../registry/read-model.ts';
import { LeewayError } from '../shared/errors.ts';
import type { Span, VersionKey } from './schemas.ts';

/** A version with all that its checks need to know. */
export interface Subject extends VersionKey {
  model: ModelRecord;
  record: VersionRecord;
  spec: MonitorSpec | undefined;
  prediction: PredictionSpec | undefined;
  /** What serves now; the version itself, when it does. */
  serving: VersionRecord | undefined;
}

export async function readSubject(ctx: Ctx, { modelId, version }: VersionKey): Promise<Subject> {
  const model = await readModel(ctx, modelId);
  const record = model.versions.find((one) => one.number === version);
  if (!record) throw new LeewayError('not-found', `${modelId} has no version ${version}.`, { field: 'version' });
  const [monitor] = await readMonitors(ctx, [modelId]);
  return {
    modelId,
    version,
    model,
    record,
    spec: monitor?.spec,
    prediction: monitor?.spec.predictions[String(version)],
    serving: model.versions.find((one) => one.number === model.servingVersion),
  };
}

export const fitOf = ({ dataStart, dataEnd }: VersionRecord): Span | null =>
  dataStart && dataEnd ? { start: dataStart, end: dataEnd } : null;
