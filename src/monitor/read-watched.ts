import type { Ctx } from '../db/ctx.ts';
import { readModels } from '../registry/read-model.ts';
import { LeewayError } from '../shared/errors.ts';
import { sha256 } from '../shared/ids.ts';
import { readMonitors } from './read-monitors.ts';
import type { MonitorSpec } from './schemas.ts';

/** A model as the monitor sees it: what serves, and how it is watched. */
export interface Watched {
  modelId: string;
  title: string;
  version: number;
  spec: MonitorSpec;
  /** Profiles made under another specification, or of another version, are not comparable. */
  specHash: string;
}

export async function readWatched(ctx: Ctx, modelId: string): Promise<Watched> {
  const [monitor] = await readMonitors(ctx, [modelId]);
  if (!monitor)
    throw new LeewayError('not-found', `The model ${modelId} has no monitor.`, {
      field: 'model',
      hint: 'Give it a monitor section in leeway.yml.',
    });
  const model = (await readModels(ctx, [modelId])).get(modelId);
  const version = model?.servingVersion;
  if (!model || !version) {
    throw new LeewayError('not-found', `The model ${modelId} has no version that serves.`, {
      field: 'aliases.champion',
      hint: 'Name the serving version under environments.production or aliases.champion in leeway.yml.',
    });
  }
  // Thresholds decide what is said, not what is counted: changing one must not throw the profiles away.
  const { spec } = monitor;
  const { thresholds: _, ...counted } = spec;
  return { modelId, title: model.title, version, spec, specHash: sha256(JSON.stringify(counted)).slice(0, 16) };
}
