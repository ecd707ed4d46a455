import { and, asc, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import { dayProfile, finding, modelHealth, monitor, referenceProfile, run } from '../db/schema/monitor.ts';
import { model } from '../db/schema/registry.ts';
import type { Db } from '../db/db.ts';
import type { Day, Grain } from '../shared/period.ts';

export type RunRow = typeof run.$inferSelect;
export type FindingRow = typeof finding.$inferSelect;
export type HealthRow = typeof modelHealth.$inferSelect;

/** Takes a window for one process. Undefined when it is published already or another process has it in hand. */
export async function claimRun(db: Db, claim: typeof run.$inferInsert, staleBefore: Date): Promise<RunRow | undefined> {
  const [made] = await db
    .insert(run)
    .values(claim)
    .onConflictDoNothing({ target: [run.modelId, run.grain, run.periodStart] })
    .returning();
  if (made) return made;
  const [again] = await db
    .update(run)
    .set({ state: 'running', attempt: sql`${run.attempt} + 1`, startedAt: claim.startedAt, version: claim.version, reason: null })
    .where(
      and(
        eq(run.modelId, claim.modelId),
        eq(run.grain, claim.grain),
        eq(run.periodStart, claim.periodStart),
        sql`(${run.state} in ('failed', 'abstained') or (${run.state} = 'running' and ${run.startedAt} <= ${staleBefore.toISOString()}::timestamptz))`,
      ),
    )
    .returning();
  return again;
}

export async function finishRun(db: Db, id: string, attempt: number, change: Partial<RunRow>): Promise<boolean> {
  const done = await db
    .update(run)
    .set(change)
    .where(and(eq(run.id, id), eq(run.attempt, attempt), eq(run.state, 'running')))
    .returning({ id: run.id });
  return done.length === 1;
}

export const selectRuns = (
  db: Db,
  filter: { modelIds: string[]; grain: Grain; from: Day; before: Day },
  limit: number,
): Promise<RunRow[]> =>
  db
    .select()
    .from(run)
    .where(
      and(
        inArray(run.modelId, filter.modelIds),
        eq(run.grain, filter.grain),
        gte(run.periodStart, filter.from),
        lt(run.periodStart, filter.before),
      ),
    )
    .orderBy(asc(run.periodStart))
    .limit(limit);

export async function findReference(db: Db, modelId: string, version: number, specHash: string) {
  const [row] = await db
    .select()
    .from(referenceProfile)
    .where(
      and(eq(referenceProfile.modelId, modelId), eq(referenceProfile.version, version), eq(referenceProfile.specHash, specHash)),
    );
  return row;
}

export async function insertReference(db: Db, row: typeof referenceProfile.$inferInsert): Promise<boolean> {
  const made = await db.insert(referenceProfile).values(row).onConflictDoNothing().returning({ id: referenceProfile.id });
  return made.length === 1;
}

export const selectDays = (db: Db, key: { modelId: string; version: number; specHash: string }, from: Day, before: Day) =>
  db
    .select()
    .from(dayProfile)
    .where(
      and(
        eq(dayProfile.modelId, key.modelId),
        eq(dayProfile.version, key.version),
        eq(dayProfile.specHash, key.specHash),
        gte(dayProfile.day, from),
        lt(dayProfile.day, before),
      ),
    )
    .orderBy(asc(dayProfile.day));

export async function insertDays(db: Db, rows: (typeof dayProfile.$inferInsert)[]): Promise<void> {
  await db.insert(dayProfile).values(rows).onConflictDoNothing();
}

export async function insertFindings(db: Db, rows: (typeof finding.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await db.insert(finding).values(rows);
}

/** Findings of some models' newest published runs of a window, most severe first. */
export const selectFindings = (
  db: Db,
  filter: { modelIds?: string[]; grain: Grain; from: Day; before: Day; minSeverity?: number },
  limit: number,
): Promise<FindingRow[]> =>
  db
    .select()
    .from(finding)
    .where(
      and(
        filter.modelIds ? inArray(finding.modelId, filter.modelIds) : sql`true`,
        eq(finding.grain, filter.grain),
        gte(finding.periodStart, filter.from),
        lt(finding.periodStart, filter.before),
        gte(finding.severity, filter.minSeverity ?? 0),
      ),
    )
    .orderBy(desc(finding.severity), asc(finding.modelId), asc(finding.key))
    .limit(limit);

export async function deleteFindingsOf(db: Db, runId: string): Promise<void> {
  await db.delete(finding).where(eq(finding.runId, runId));
}

export async function putHealth(db: Db, row: typeof modelHealth.$inferInsert): Promise<void> {
  const { modelId: _, ...change } = row;
  await db.insert(modelHealth).values(row).onConflictDoUpdate({ target: modelHealth.modelId, set: change });
}

/** How many models of a team (of all, for null) there are, and how many of them have a published look at the window. */
export async function countCoverage(db: Db, window: { grain: Grain; start: Day; teamId: string | null }) {
  const [row] = await db
    .select({
      models: sql<number>`count(*)::int`,
      checked: sql<number>`(count(*) filter (where ${run.state} = 'published'))::int`,
    })
    .from(model)
    .leftJoin(run, and(eq(run.modelId, model.id), eq(run.grain, window.grain), eq(run.periodStart, window.start)))
    .where(window.teamId ? eq(model.teamId, window.teamId) : sql`true`);
  return row ?? { models: 0, checked: 0 };
}

/** Models of the team without a published look at the window, with the reason where a look was tried. */
export const selectUnchecked = (db: Db, window: { grain: Grain; start: Day; teamId: string | null }, limit: number) =>
  db
    .select({ modelId: model.id, title: model.title, reason: run.reason, watched: sql<boolean>`${monitor.modelId} is not null` })
    .from(model)
    .leftJoin(monitor, eq(monitor.modelId, model.id))
    .leftJoin(run, and(eq(run.modelId, model.id), eq(run.grain, window.grain), eq(run.periodStart, window.start)))
    .where(and(sql`coalesce(${run.state}, '') <> 'published'`, window.teamId ? eq(model.teamId, window.teamId) : sql`true`))
    .orderBy(asc(model.title))
    .limit(limit);

/** Findings of a window with their models' titles, most severe first. */
export const selectTitledFindings = (
  db: Db,
  window: { grain: Grain; start: Day; teamId: string | null; minSeverity: number; modelId?: string },
  limit: number,
) =>
  db
    .select({ finding, modelTitle: model.title })
    .from(finding)
    .innerJoin(model, eq(model.id, finding.modelId))
    .innerJoin(run, eq(run.id, finding.runId))
    .where(
      and(
        eq(finding.grain, window.grain),
        eq(finding.periodStart, window.start),
        gte(finding.severity, window.minSeverity),
        window.teamId ? eq(model.teamId, window.teamId) : sql`true`,
        window.modelId ? eq(finding.modelId, window.modelId) : sql`true`,
      ),
    )
    .orderBy(desc(finding.severity), asc(finding.modelId), asc(finding.key))
    .limit(limit);

/** The published runs of a window, of one model or of the first model by id in the team. */
export const selectPublished = (
  db: Db,
  window: { grain: Grain; start: Day; teamId: string | null; modelId?: string },
  limit: number,
) =>
  db
    .select({ id: run.id, modelId: run.modelId, version: run.version })
    .from(run)
    .innerJoin(model, eq(model.id, run.modelId))
    .where(
      and(
        eq(run.grain, window.grain),
        eq(run.periodStart, window.start),
        eq(run.state, 'published'),
        window.teamId ? eq(model.teamId, window.teamId) : sql`true`,
        window.modelId ? eq(run.modelId, window.modelId) : sql`true`,
      ),
    )
    .orderBy(asc(run.modelId))
    .limit(limit);

export const selectHealth = (db: Db, modelIds: string[]): Promise<HealthRow[]> =>
  db.select().from(modelHealth).where(inArray(modelHealth.modelId, modelIds));

export const selectWorst = (db: Db, limit: number): Promise<HealthRow[]> =>
  db.select().from(modelHealth).orderBy(desc(modelHealth.severity), asc(modelHealth.modelId)).limit(limit);

export const countHealth = (db: Db) =>
  db
    .select({ state: modelHealth.state, models: sql<number>`count(*)::int` })
    .from(modelHealth)
    .groupBy(modelHealth.state);
