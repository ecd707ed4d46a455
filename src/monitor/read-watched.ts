import type { Ctx } from '../db/ctx.ts';
import { readKpis, type Kpi } from '../kpi/read-kpis.ts';
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
  /** What runs in other environments, where that is another version; ascending. */
  others: number[];
  spec: MonitorSpec;
  kpis: readonly Kpi[];
  /** Profiles whose counting was specified otherwise are not comparable. */
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
  const { spec } = monitor;
  const kpis = await readKpis(ctx, [modelId]);
  const running = new Set(model.running.map((one) => one.version));
  running.delete(version);
  const others = [...running].toSorted((a, b) => a - b);
  return { modelId, title: model.title, version, others, spec, kpis, specHash: countedHash(spec, version, kpis) };
}

/** Names what is counted. Thresholds, phrases and other versions decide what is said: changing them keeps the profiles. */
function countedHash(spec: MonitorSpec, version: number, kpis: readonly Kpi[]): string {
  const { lookup, expression, fallback } = spec.predictions[String(version)] ?? {};
  const counted = [
    spec.source,
    spec.reference,
    spec.inputs.map((input) => [input.name, input.type, input.expression]),
    [lookup, expression, fallback],
    [spec.outcome.name, spec.outcome.expression],
    spec.baseline,
    [spec.largeMiss, spec.costly?.actual, spec.costly?.called],
    ...(spec.classes ? [spec.classes] : []),
    kpis.map((kpi) => [kpi.id, kpi.numerator]),
  ];
  return sha256(JSON.stringify(counted)).slice(0, 16);
}
