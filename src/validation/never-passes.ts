import type { Ctx } from '../db/ctx.ts';
import { errorKind } from '../monitor/error-kind.ts';
import { readMonitors } from '../monitor/read-monitors.ts';
import type { MonitorSpec } from '../monitor/schemas.ts';
import type { GateName } from './schemas.ts';

const ofOutcome = ['typical-miss', 'constant', 'bias', 'large-misses', 'costly-error'] as const satisfies GateName[];
const ofDistance = ['bias', 'large-misses'] as const satisfies GateName[];

export type NeverPasses = Partial<Record<GateName, string>>;

/**
 * The checks that no version of a model can pass, whatever it does, as the model is watched: by check, why, a sentence.
 * Nobody can ever agree to a version where a policy requires one of them. Pure.
 */
export function neverPasses(spec: Pick<MonitorSpec, 'outcome' | 'classes' | 'costly'>): NeverPasses {
  const all = (gates: readonly GateName[], why: string): NeverPasses => Object.fromEntries(gates.map((gate) => [gate, why]));
  const kind = errorKind(spec);
  if (kind === 'unknown') return all(ofOutcome, 'The data do not say what happened, so nobody can tell how right it is.');
  return {
    ...(kind === 'wrong' ? all(ofDistance, 'The model says classes: an answer is right or wrong, by no amount.') : {}),
    ...(spec.costly ? {} : all(['costly-error'], 'The monitor does not say which error hurts most.')),
  };
}

/** The same of a stored model; empty where it has no monitor, which is told as such. */
export async function readNeverPasses(ctx: Ctx, modelId: string): Promise<NeverPasses> {
  const [monitor] = await readMonitors(ctx, [modelId]);
  return monitor ? neverPasses(monitor.spec) : {};
}
