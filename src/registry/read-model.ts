import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { likePattern } from '../shared/like.ts';
import type { ModelRecord, ModelSummary, VersionRecord } from './records.ts';
import { oldDataFlag } from './rules.ts';
import {
  selectDeployments,
  selectMetrics,
  selectModelRow,
  selectNear,
  selectPage,
  selectSummaries,
  selectVersions,
} from './store.ts';
import { summarise } from './summarise.ts';

const maxModels = 20_000;
const maxVersions = 1_000;
const maxMetrics = 10_000;
const maxDeployments = 1_000;
const maxSuggestions = 3;

/** Models by id, in one statement whatever their number; an unknown id is absent. */
export async function readModels(ctx: Ctx, ids: readonly string[]): Promise<Map<string, ModelSummary>> {
  authorise(ctx.actor, 'registry.read');
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  if (wanted.length > maxModels)
    throw new LeewayError('too-large', `At most ${maxModels} models are read at once, not ${wanted.length}.`);
  return new Map((await selectSummaries(ctx.db, wanted)).map((row) => [row.id, summarise(row, ctx.now)]));
}

/** A model's whole record, in five statements. Throws `not-found` with the names that may have been meant. */
export async function readModel(ctx: Ctx, id: string): Promise<ModelRecord> {
  authorise(ctx.actor, 'registry.read');
  const [summary, row] = [(await selectSummaries(ctx.db, [id]))[0], await selectModelRow(ctx.db, id)];
  if (!summary || !row) throw await unknownModel(ctx, id);
  const versions = bounded(await selectVersions(ctx.db, id, maxVersions + 1), maxVersions, 'versions');
  const metrics = bounded(await selectMetrics(ctx.db, id, maxMetrics + 1), maxMetrics, 'metrics');
  const deployments = bounded(await selectDeployments(ctx.db, id, maxDeployments + 1), maxDeployments, 'deployments');
  return {
    ...summarise(summary, ctx.now),
    description: row.description,
    links: row.links,
    riskClass: row.riskClass,
    maintenancePlan: row.maintenancePlan,
    reviewEveryDays: row.reviewEveryDays,
    reviewDueOn: row.reviewDueOn,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    deployments,
    versions: versions.map(({ id: _id, modelId: _modelId, ...version }): VersionRecord => {
      const old = oldDataFlag(version.number, version.dataEnd, ctx.now);
      return {
        ...version,
        metrics: metrics
          .filter((metric) => metric.version === version.number)
          .map(({ modelId: _model, version: _version, ...metric }) => metric),
        flags: old ? [old] : [],
      };
    }),
  };
}

/** The error for a model that is not there, with what may have been meant. */
export async function unknownModel(ctx: Ctx, id: string): Promise<LeewayError> {
  const text = id.slice(0, 100);
  const containing = await selectPage(ctx.db, { pattern: likePattern(text), limit: maxSuggestions });
  const near = containing.length > 0 ? containing : await selectNear(ctx.db, text, maxSuggestions);
  const hint =
    near.length > 0 ? `Did you mean ${near.map((one) => one.id).join(' or ')}?` : 'List the models to see what there is.';
  return new LeewayError('not-found', `There is no model “${text}”.`, { field: 'modelId', hint });
}

function bounded<T>(rows: T[], max: number, what: string): T[] {
  if (rows.length > max)
    throw new LeewayError('too-large', `The model has more than ${max} ${what}: they are not shown in one piece.`);
  return rows;
}
