import { and, asc, desc, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { monitor } from '../db/schema/monitor.ts';
import { modelVersion } from '../db/schema/registry.ts';
import { testReport, validationRun, versionGate } from '../db/schema/validation.ts';
import type { VersionKey } from './schemas.ts';

export type GateRow = typeof versionGate.$inferSelect;
export type GateChange = Partial<Omit<GateRow, 'modelId' | 'version' | 'gate' | 'revision'>>;
export type RunRow = typeof validationRun.$inferSelect;
export type ReportRow = typeof testReport.$inferSelect;

const ofVersion = ({ modelId, version }: VersionKey) => and(eq(versionGate.modelId, modelId), eq(versionGate.version, version));

export const selectGates = (db: Db, keys: readonly VersionKey[]): Promise<GateRow[]> =>
  db
    .select()
    .from(versionGate)
    .where(or(...keys.map(ofVersion)))
    .orderBy(asc(versionGate.modelId), asc(versionGate.version), asc(versionGate.position));

/** Every stage as it is before it has begun, in place of what an earlier validation found. */
export async function resetGates(db: Db, rows: Pick<GateRow, 'modelId' | 'version' | 'gate' | 'position' | 'title'>[]) {
  const empty = { state: 'waiting' as const, reason: null, slots: {}, evidence: {}, startedAt: null, finishedAt: null };
  const windows = { fitStart: null, fitEnd: null, testStart: null, testEnd: null };
  for (const row of rows) {
    await db
      .insert(versionGate)
      .values({ ...row, ...empty, ...windows })
      .onConflictDoUpdate({
        target: [versionGate.modelId, versionGate.version, versionGate.gate],
        set: { ...empty, ...windows, position: row.position, title: row.title, revision: sql`${versionGate.revision} + 1` },
      });
  }
}

/** Changes a gate while the run that found it is the version's newest; false when another has begun. */
export async function updateGate(
  db: Db,
  runId: string,
  key: VersionKey & { gate: string },
  change: GateChange,
): Promise<boolean> {
  const current = sql`exists (select 1 from ${validationRun} r where r.id = ${runId} and r.superseded_by is null)`;
  const done = await db
    .update(versionGate)
    .set({ ...change, revision: sql`${versionGate.revision} + 1` })
    .where(and(ofVersion(key), eq(versionGate.gate, key.gate), current))
    .returning({ gate: versionGate.gate });
  return done.length === 1;
}

/** Holds the version's row, so that two validations of it begin one after the other; undefined when there is none. */
export async function lockVersion(db: Db, { modelId, version }: VersionKey) {
  const [row] = await db
    .select({ number: modelVersion.number })
    .from(modelVersion)
    .where(and(eq(modelVersion.modelId, modelId), eq(modelVersion.number, version)))
    .for('update');
  return row;
}

const ofRun = ({ modelId, version }: VersionKey) => and(eq(validationRun.modelId, modelId), eq(validationRun.version, version));

/** The newest run of a version. */
export async function selectNewestRun(db: Db, key: VersionKey): Promise<RunRow | undefined> {
  const [row] = await db
    .select()
    .from(validationRun)
    .where(and(ofRun(key), isNull(validationRun.supersededBy)))
    .orderBy(desc(validationRun.requestedAt), desc(validationRun.id))
    .limit(1);
  return row;
}

export async function insertRun(db: Db, row: typeof validationRun.$inferInsert & { id: string }): Promise<void> {
  await db
    .update(validationRun)
    .set({ supersededBy: row.id })
    .where(and(ofRun(row), isNull(validationRun.supersededBy)));
  await db.insert(validationRun).values(row);
}

export async function finishRun(db: Db, id: string, finishedAt: Date): Promise<boolean> {
  const done = await db
    .update(validationRun)
    .set({ finishedAt })
    .where(and(eq(validationRun.id, id), isNull(validationRun.finishedAt)))
    .returning({ id: validationRun.id });
  return done.length === 1;
}

export async function setAgainst(db: Db, id: string, against: number | null): Promise<void> {
  await db.update(validationRun).set({ against }).where(eq(validationRun.id, id));
}

export async function insertReport(db: Db, row: typeof testReport.$inferInsert): Promise<void> {
  await db.insert(testReport).values(row);
}

/** The newest report of each suite. */
export const selectReports = (db: Db, { modelId, version }: VersionKey, limit: number): Promise<ReportRow[]> => {
  const newest = db
    .selectDistinctOn([testReport.suite], { id: testReport.id })
    .from(testReport)
    .where(and(eq(testReport.modelId, modelId), eq(testReport.version, version)))
    .orderBy(asc(testReport.suite), desc(testReport.uploadedAt), desc(testReport.id));
  return db.select().from(testReport).where(inArray(testReport.id, newest)).orderBy(asc(testReport.suite)).limit(limit);
};

/** How the model's monitor calls the rows that matter most, “late flights”, and whether the model says classes. */
export async function selectWords(db: Db, modelId: string): Promise<{ costly: string | null; saysClasses: boolean }> {
  const [row] = await db
    .select({
      costly: sql<string | null>`${monitor.spec} -> 'costly' ->> 'phrase'`,
      saysClasses: sql<boolean>`${monitor.spec} -> 'classes' is not null`,
    })
    .from(monitor)
    .where(eq(monitor.modelId, modelId));
  return row ?? { costly: null, saysClasses: false };
}
