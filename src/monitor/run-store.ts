import { and, asc, desc, eq, gte, inArray, lt, notInArray, sql } from 'drizzle-orm';
import { dayProfile, finding, modelHealth, monitor, referenceProfile, run } from '../db/schema/monitor.ts';
import { model } from '../db/schema/registry.ts';
import type { Db } from '../db/db.ts';
import { plannedStage } from '../registry/rules.ts';
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

/** Days' runs that are published as they are made; those that exist already stay. Returns the ids that were made. */
export async function insertPublishedDays(db: Db, rows: (typeof run.$inferInsert)[]): Promise<Set<string>> {
  const made = await db
    .insert(run)
    .values(rows)
    .onConflictDoNothing({ target: [run.modelId, run.grain, run.periodStart] })
    .returning({ id: run.id });
  return new Set(made.map((row) => row.id));
}

export async function findWindow(
  db: Db,
  { modelId, grain, periodStart }: { modelId: string; grain: Grain; periodStart: Day },
): Promise<RunRow | undefined> {
  const [row] = await db
    .select()
    .from(run)
    .where(and(eq(run.modelId, modelId), eq(run.grain, grain), eq(run.periodStart, periodStart)));
  return row;
}

export async function finishRun(db: Db, id: string, attempt: number, change: Partial<RunRow>): Promise<boolean> {
  const done = await db
    .update(run)
    .set(change)
    .where(and(eq(run.id, id), eq(run.attempt, attempt), eq(run.state, 'running')))
    .returning({ id: run.id });
  return done.length === 1;
}

/** Ends every look that is in hand, so that it can be begun again. Returns how many there were. */
export async function failRunning(db: Db, change: { reason: string; finishedAt: Date }): Promise<number> {
  const rows = await db
    .update(run)
    .set({ state: 'failed', ...change })
    .where(eq(run.state, 'running'))
    .returning({ id: run.id });
  return rows.length;
}

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
  if (rows.length > 0) await db.insert(dayProfile).values(rows).onConflictDoNothing();
}

/** Postgres takes 65,535 parameters a statement; a finding has 15. */
const rowsPerInsert = 2_000;

/** Writes a run's findings in place of those of its earlier tries. */
export async function replaceFindings(db: Db, runId: string, rows: (typeof finding.$inferInsert)[]): Promise<void> {
  await db.delete(finding).where(eq(finding.runId, runId));
  for (let from = 0; from < rows.length; from += rowsPerInsert)
    await db.insert(finding).values(rows.slice(from, from + rowsPerInsert));
}

export const selectFindingsOf = (db: Db, runId: string) =>
  db.select({ kind: finding.kind, severity: finding.severity }).from(finding).where(eq(finding.runId, runId));

/** Findings of some models' runs that began in a stretch of days, most severe first. */
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

/** Writes how the last look went; a look at an earlier window than the last one's changes nothing. */
export async function putHealth(db: Db, row: typeof modelHealth.$inferInsert): Promise<void> {
  const { modelId: _, ...change } = row;
  await db
    .insert(modelHealth)
    .values(row)
    .onConflictDoUpdate({
      target: modelHealth.modelId,
      set: change,
      setWhere: sql`coalesce(${modelHealth.periodEnd}, excluded.period_end) <= excluded.period_end`,
    });
}

export async function deleteHealth(db: Db, modelId: string): Promise<void> {
  await db.delete(modelHealth).where(eq(modelHealth.modelId, modelId));
}

/** The newest week of a model that was published. */
export async function findLastWeek(
  db: Db,
  modelId: string,
): Promise<Pick<RunRow, 'id' | 'periodStart' | 'periodEnd'> | undefined> {
  const [row] = await db
    .select({ id: run.id, periodStart: run.periodStart, periodEnd: run.periodEnd })
    .from(run)
    .where(and(eq(run.modelId, modelId), eq(run.grain, 'week'), eq(run.state, 'published')))
    .orderBy(desc(run.periodStart))
    .limit(1);
  return row;
}

/** Retired and planned models are out of every count and list of a window. */
export const inService = notInArray(model.stage, ['retired', plannedStage]);

/** How many models of a team (of all, for null) there are, and how many of them have a published look at the window. */
export async function countCoverage(db: Db, window: { grain: Grain; start: Day; teamId: string | null }) {
  const [row] = await db
    .select({
      models: sql<number>`count(*)::int`,
      checked: sql<number>`(count(*) filter (where ${run.state} = 'published'))::int`,
      attempted: sql<number>`count(${run.id})::int`,
    })
    .from(model)
    .leftJoin(run, and(eq(run.modelId, model.id), eq(run.grain, window.grain), eq(run.periodStart, window.start)))
    .where(and(inService, window.teamId ? eq(model.teamId, window.teamId) : sql`true`));
  return row ?? { models: 0, checked: 0, attempted: 0 };
}

/** Models of the team without a published look at the window, with the reason where a look was tried. */
export const selectUnchecked = (db: Db, window: { grain: Grain; start: Day; teamId: string | null }, limit: number) =>
  db
    .select({ modelId: model.id, title: model.title, reason: run.reason, watched: sql<boolean>`${monitor.modelId} is not null` })
    .from(model)
    .leftJoin(monitor, eq(monitor.modelId, model.id))
    .leftJoin(run, and(eq(run.modelId, model.id), eq(run.grain, window.grain), eq(run.periodStart, window.start)))
    .where(
      and(inService, sql`coalesce(${run.state}, '') <> 'published'`, window.teamId ? eq(model.teamId, window.teamId) : sql`true`),
    )
    .orderBy(asc(model.title))
    .limit(limit);

/** Findings of a window with their models' titles, most severe first. */
export const selectTitledFindings = (
  db: Db,
  window: { grain: Grain; start: Day; teamId: string | null; minSeverity: number; modelId?: string },
  limit: number,
) =>
  db
    .select({ finding, modelTitle: model.title, total: sql<number>`(count(*) over ())::int` })
    .from(finding)
    .innerJoin(model, eq(model.id, finding.modelId))
    .innerJoin(run, eq(run.id, finding.runId))
    .where(
      and(
        eq(finding.grain, window.grain),
        eq(finding.periodStart, window.start),
        gte(finding.severity, window.minSeverity),
        inService,
        window.teamId ? eq(model.teamId, window.teamId) : sql`true`,
        window.modelId ? eq(finding.modelId, window.modelId) : sql`true`,
      ),
    )
    .orderBy(
      // Asked of one model, what its error and KPIs say comes first: hundreds of columns must not crowd it out.
      ...(window.modelId ? [desc(sql`(${finding.key} = 'error' or starts_with(${finding.key}, 'kpi:'))`)] : []),
      desc(finding.severity),
      asc(finding.modelId),
      asc(finding.key),
    )
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
        inService,
        window.teamId ? eq(model.teamId, window.teamId) : sql`true`,
        window.modelId ? eq(run.modelId, window.modelId) : sql`true`,
      ),
    )
    .orderBy(asc(run.modelId))
    .limit(limit);

export const selectHealth = (db: Db, modelIds: string[]): Promise<HealthRow[]> =>
  db.select().from(modelHealth).where(inArray(modelHealth.modelId, modelIds));
