import type { Ctx } from '../db/ctx.ts';
import type { RequestRow } from './request-store.ts';
import { evidenceOf } from './load-request.ts';
import { selectModel, selectRunning, selectVersionsOf } from './subject-store.ts';

/** Why what was asked for cannot be done any more, in a sentence; null when it can. */
export async function whyVoid(ctx: Pick<Ctx, 'db'>, row: RequestRow): Promise<string | null> {
  const { kind, modelId, environment, version, fallbackVersion } = row;
  if (modelId === null) return null;
  const model = await selectModel(ctx.db, modelId);
  if (!model) return `The model ${modelId} is not registered any more.`;
  if (model.stage === 'retired') return `The model ${model.title} is retired.`;
  if (kind !== 'promotion' || environment === null || version === null) return null;
  const versions = await selectVersionsOf(ctx.db, modelId, [version, ...(fallbackVersion === null ? [] : [fallbackVersion])]);
  const find = (number: number) => versions.find((one) => one.number === number);
  const wanted = find(version);
  if (!wanted) return `Version ${version} is not registered any more.`;
  if (wanted.archivedAt) return `Version ${version} was archived.`;
  if (wanted.artifactDigest !== evidenceOf(row).shown.digest)
    return `Version ${version} is not the one that was asked for any more.`;
  if (fallbackVersion !== null) {
    const fallback = find(fallbackVersion);
    if (!fallback || fallback.archivedAt)
      return `The way back, version ${fallbackVersion}, ${fallback ? 'was archived' : 'is not registered any more'}: ask again with another one.`;
  }
  if ((await selectRunning(ctx.db, modelId, environment)) === version)
    return `Version ${version} is live in ${environment} already.`;
  return null;
}
