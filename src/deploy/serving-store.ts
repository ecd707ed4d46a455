import { and, eq, inArray, sql } from 'drizzle-orm';
import { serving } from '../db/schema/deploy.ts';
import { modelVersion } from '../db/schema/registry.ts';
import { rowsOf, type Db } from '../db/db.ts';
import type { Place } from './schemas.ts';

export type ServingRow = typeof serving.$inferSelect;

/** What the switch answers of one place. `runningVersion` is what the registry says runs. */
export interface ServingState extends Place {
  version: number | null;
  runningVersion: number | null;
  fallback: number | null;
  paused: boolean;
  pausedAt: Date | null;
  pauseReason: string | null;
  changedById: string | null;
  changedAt: Date | null;
  revision: number;
}

/**
 * The version that ran before and was not taken back since: what a way back leads to where nobody agreed on another. A
 * version that was once rolled back is no way back.
 */
const previous = sql`(select d.version from deployment d
  where d.model_id = place.model_id and d.environment = place.environment and d.until is not null
    and d.version is distinct from coalesce(s.version, r.version)
    and not exists (select 1 from deployment_order o where o.model_id = d.model_id and o.environment = d.environment
      and o.kind = 'rollback' and o.from_version = d.version and o.state in ('requested', 'started', 'succeeded')
      and o.ordered_at >= d.since)
  order by d.until desc, d.since desc limit 1)`;

const state = sql`place.model_id as "modelId", place.environment, coalesce(s.version, r.version) as version,
  r.version as "runningVersion", coalesce(nullif(s.fallback_version, coalesce(s.version, r.version)), ${previous}) as fallback, coalesce(s.paused, false) as paused,
  s.paused_at as "pausedAt", s.pause_reason as "pauseReason", s.changed_by_id as "changedById",
  s.changed_at as "changedAt", coalesce(s.revision, 0) as revision`;

const from = sql`left join serving s on s.model_id = place.model_id and s.environment = place.environment
  left join lateral (select d.version from deployment d where d.model_id = place.model_id
    and d.environment = place.environment and d.until is null limit 1) r on true`;

/** Of some places; one of which nothing is known is absent. */
export async function selectServing(db: Db, places: readonly Place[]): Promise<ServingState[]> {
  if (places.length === 0) return [];
  const wanted = sql.join(
    places.map((one) => sql`(${one.modelId}::text, ${one.environment}::text)`),
    sql`, `,
  );
  const rows = await db.execute(sql`select ${state} from (values ${wanted}) as place (model_id, environment) ${from}
    where s.model_id is not null or r.version is not null`);
  return rowsOf<Raw>(rows).map(parsed);
}

/** A page of all places, in order of model and environment, after one of them. */
export async function selectServingPage(db: Db, after: Place | undefined, limit: number): Promise<ServingState[]> {
  const later = after ? sql`where (model_id, environment) > (${after.modelId}, ${after.environment})` : sql``;
  const rows = await db.execute(sql`select ${state} from (
      select model_id, environment from (select model_id, environment from serving
        union select model_id, environment from deployment where until is null) known
      ${later} order by model_id, environment limit ${limit}) as place ${from}
    order by place.model_id, place.environment`);
  return rowsOf<Raw>(rows).map(parsed);
}

/** A raw statement gives dates as the driver has them. */
type Raw = Omit<ServingState, 'pausedAt' | 'changedAt'> & { pausedAt: Date | string | null; changedAt: Date | string | null };
const parsed = ({ pausedAt, changedAt, ...rest }: Raw): ServingState => ({
  ...rest,
  pausedAt: pausedAt === null ? null : new Date(pausedAt),
  changedAt: changedAt === null ? null : new Date(changedAt),
});

/** Writes what is to be answered; the revision grows with each change. */
export async function upsertServing(
  db: Db,
  place: Place,
  change: Partial<Omit<ServingRow, 'modelId' | 'environment' | 'revision'>> & Pick<ServingRow, 'changedById' | 'changedAt'>,
): Promise<number> {
  const [row] = await db
    .insert(serving)
    .values({ ...place, ...change })
    .onConflictDoUpdate({
      target: [serving.modelId, serving.environment],
      set: { ...change, revision: sql`${serving.revision} + 1` },
    })
    .returning({ revision: serving.revision });
  return row!.revision;
}

export const updatePauseReason = async (db: Db, { modelId, environment }: Place, words: string): Promise<void> =>
  void (await db
    .update(serving)
    .set({ pauseReason: words })
    .where(and(eq(serving.modelId, modelId), eq(serving.environment, environment))));

/** Versions as far as going to them is concerned; one that is not registered is absent. */
export const selectTargets = (db: Db, modelId: string, versions: number[]) =>
  db
    .select({
      number: modelVersion.number,
      archivedAt: modelVersion.archivedAt,
      artifact: modelVersion.artifact,
      artifactDigest: modelVersion.artifactDigest,
    })
    .from(modelVersion)
    .where(and(eq(modelVersion.modelId, modelId), inArray(modelVersion.number, versions)));
