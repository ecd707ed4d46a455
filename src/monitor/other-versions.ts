import type { Ctx } from '../db/ctx.ts';
import { maxComparedVersions } from '../engines/comparison-request.ts';
import type { Comparison, Engine } from '../engines/engine.ts';
import { isLeewayError } from '../shared/errors.ts';
import type { Period } from '../shared/period.ts';
import { comparisonRequest } from './engine-request.ts';
import type { Watched } from './read-watched.ts';

/**
 * What a fact speaks of when it is about another version than the one in production, which a look is about. The colon
 * keeps it out of every series of the model itself, as with `kpi:reference`.
 */
export const aboutVersion = (version: number): string => `version:${version}`;

/** What was counted of versions that run in other environments, and those of which nothing could be counted. */
export interface OtherVersions {
  counted: { version: number; counts: Comparison }[];
  uncounted: { version: number; why: string }[];
}

export const noOthers: OtherVersions = { counted: [], uncounted: [] };

/**
 * Counts every other version that runs on the window of a look, in one scan; without such a version nothing is asked. A
 * version that cannot be counted takes neither the others nor the look at production with it.
 */
export async function countOthers(ctx: Ctx, engine: Engine, watched: Watched, window: Period): Promise<OtherVersions> {
  const { others, spec } = watched;
  if (others.length === 0) return noOthers;
  const known = others.filter((version) => spec.predictions[String(version)]);
  const asked = known.slice(0, maxComparedVersions);
  const uncounted = others
    .filter((version) => !asked.includes(version))
    .map((version) => ({ version, why: whyNot(known, version) }));
  const found = asked.length === 0 ? noOthers : await count(engine, watched, asked, window);
  const all = { counted: found.counted, uncounted: [...uncounted, ...found.uncounted] };
  // A version without predictions is said where a rule waits for it; what failed just now is news.
  if (found.uncounted.length > 0)
    ctx.log.warn(
      { code: 'version-not-counted', model: watched.modelId, ...window, versions: found.uncounted },
      'versions of other environments were not counted',
    );
  return all;
}

const whyNot = (known: readonly number[], version: number): string =>
  known.includes(version)
    ? `At most ${maxComparedVersions} versions are looked at beside the one in production.`
    : sayNoPredictions(version);

export const sayNoPredictions = (version: number): string => `Nothing says how the answers of version ${version} are computed.`;

/** All on the same rows; where that gives nothing, each by itself, so that one without answers does not hide the others. */
async function count(engine: Engine, watched: Watched, versions: readonly number[], window: Period): Promise<OtherVersions> {
  const alone = versions.length === 1;
  try {
    const counts = await engine.compare(comparisonRequest(watched.spec, versions, window));
    if (alone || counts.compared > 0) return { counted: versions.map((version) => ({ version, counts })), uncounted: [] };
  } catch (error) {
    if (!isLeewayError(error)) throw error;
    if (alone) return { counted: [], uncounted: [{ version: versions[0]!, why: error.message }] };
  }
  const each: OtherVersions = { counted: [], uncounted: [] };
  for (const version of versions) {
    const one = await count(engine, watched, [version], window);
    each.counted.push(...one.counted);
    each.uncounted.push(...one.uncounted);
  }
  return each;
}
