import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { ruleObservation, standingRule } from '../db/schema/deploy.ts';
import { run } from '../db/schema/monitor.ts';
import type { Db } from '../db/db.ts';
import type { Place } from './schemas.ts';

export type RuleRow = typeof standingRule.$inferSelect;
export type ObservationRow = typeof ruleObservation.$inferSelect;

export const insertRule = async (db: Db, row: typeof standingRule.$inferInsert): Promise<void> =>
  void (await db.insert(standingRule).values(row));

/** Ends the rules of a place, or one of them; returns those that ended. */
export const retireRules = (db: Db, place: Place, until: Date, id?: string): Promise<{ id: string }[]> =>
  db
    .update(standingRule)
    .set({ state: 'retired', until })
    .where(
      and(
        eq(standingRule.modelId, place.modelId),
        eq(standingRule.environment, place.environment),
        eq(standingRule.state, 'active'),
        id === undefined ? undefined : eq(standingRule.id, id),
      ),
    )
    .returning({ id: standingRule.id });

export const selectActiveRules = (db: Db, modelId: string, limit: number): Promise<RuleRow[]> =>
  db
    .select()
    .from(standingRule)
    .where(and(eq(standingRule.modelId, modelId), eq(standingRule.state, 'active')))
    .orderBy(asc(standingRule.since), asc(standingRule.id))
    .limit(limit);

export async function selectRule(db: Db, id: string): Promise<RuleRow | undefined> {
  const [row] = await db.select().from(standingRule).where(eq(standingRule.id, id));
  return row;
}

/** False when the window was looked at before: it counts once. */
export async function insertObservation(db: Db, row: typeof ruleObservation.$inferInsert): Promise<boolean> {
  const made = await db.insert(ruleObservation).values(row).onConflictDoNothing().returning({ ruleId: ruleObservation.ruleId });
  return made.length === 1;
}

/** Windows in which the guard was seen, newest first. */
export const selectObservations = (db: Db, ruleId: string, limit: number): Promise<ObservationRow[]> =>
  db
    .select()
    .from(ruleObservation)
    .where(and(eq(ruleObservation.ruleId, ruleId), isNotNull(ruleObservation.held)))
    .orderBy(desc(ruleObservation.windowStart))
    .limit(limit);

/** How many windows in turn, the newest among them, showed nothing; and the last before them that did. */
export async function countUnseen(db: Db, ruleId: string): Promise<{ unseen: number; after: string | undefined }> {
  const [last] = await selectObservations(db, ruleId, 1);
  const after = last?.windowStart;
  const newer = after === undefined ? undefined : gt(ruleObservation.windowStart, after);
  return { unseen: await db.$count(ruleObservation, and(eq(ruleObservation.ruleId, ruleId), newer)), after };
}

export async function selectObservation(db: Db, ruleId: string, windowStart: string): Promise<ObservationRow | undefined> {
  const [row] = await db
    .select()
    .from(ruleObservation)
    .where(and(eq(ruleObservation.ruleId, ruleId), eq(ruleObservation.windowStart, windowStart)));
  return row;
}

export const markActed = async (db: Db, ruleId: string, windowStart: string, actId: string): Promise<void> =>
  void (await db
    .update(ruleObservation)
    .set({ actedOrderId: actId })
    .where(
      and(eq(ruleObservation.ruleId, ruleId), eq(ruleObservation.windowStart, windowStart), isNull(ruleObservation.actedOrderId)),
    ));

export async function selectRun(db: Db, id: string) {
  const [row] = await db
    .select({
      modelId: run.modelId,
      version: run.version,
      grain: run.grain,
      periodStart: run.periodStart,
      periodEnd: run.periodEnd,
      state: run.state,
    })
    .from(run)
    .where(eq(run.id, id));
  return row;
}

/** What was observed of some rules in all; windows by their first days, those acted upon newest first. */
export function selectLooks(db: Db, ruleIds: string[]) {
  const { ruleId, windowStart, held, why, actedOrderId } = ruleObservation;
  return db
    .select({
      ruleId,
      looks: sql<number>`count(*) filter (where ${held} is not null)::int`,
      unseen: sql<number>`count(*) filter (where ${held} is null)::int`,
      /** Why nothing was seen the last time. */
      lastWhy: sql<string | null>`(array_agg(${why} order by ${windowStart} desc) filter (where ${held} is null))[1]`,
      failed: sql<number>`count(*) filter (where not ${held})::int`,
      lastWindow: sql<string | null>`max(${windowStart}) filter (where ${held} is not null)`,
      actedOn: sql<
        string[]
      >`coalesce(array_agg(${windowStart} order by ${windowStart} desc) filter (where ${actedOrderId} is not null), '{}')`,
    })
    .from(ruleObservation)
    .where(inArray(ruleId, ruleIds))
    .groupBy(ruleId);
}
