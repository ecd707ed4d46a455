import { and, asc, eq, gte, inArray, lt, notLike, or, sql } from 'drizzle-orm';
import { fact } from '../db/schema/facts.ts';
import type { Db } from '../db/db.ts';
import type { Fact, Measure } from '../shared/fact.ts';
import type { Day, Grain } from '../shared/period.ts';

/** Postgres takes 65,535 parameters a statement; a fact has 15. */
const rowsPerInsert = 2_000;

export async function insertFacts(db: Db, facts: Fact[]): Promise<void> {
  for (let from = 0; from < facts.length; from += rowsPerInsert) {
    await db.insert(fact).values(facts.slice(from, from + rowsPerInsert));
  }
}

export const selectFacts = (db: Db, ids: string[]): Promise<Fact[]> => db.select().from(fact).where(inArray(fact.id, ids));

/** Deletes figures over all models that were stated under some ids. */
export async function deletePortfolioFacts(db: Db, runIds: string[]): Promise<void> {
  await db.delete(fact).where(and(inArray(fact.runId, runIds), eq(fact.modelId, '*')));
}

export interface SeriesFilter {
  modelIds: string[];
  grain: Grain;
  measures: Measure[];
  from: Day;
  before: Day;
}

/**
 * Of what served: figures of versions that ran elsewhere meanwhile belong to their look, and to no series. Nor do those of a
 * stretch of days, which a version's checks state: a series of days has one day at a time.
 */
export const selectSeries = (db: Db, filter: SeriesFilter, limit: number): Promise<Fact[]> =>
  db
    .select()
    .from(fact)
    .where(
      and(
        inArray(fact.modelId, filter.modelIds),
        eq(fact.grain, filter.grain),
        inArray(fact.measure, filter.measures),
        notLike(fact.about, 'version:%'),
        filter.grain === 'day' ? sql`${fact.periodEnd} = ${fact.periodStart} + 1` : undefined,
        gte(fact.periodStart, filter.from),
        lt(fact.periodStart, filter.before),
      ),
    )
    .orderBy(asc(fact.periodStart), asc(fact.computedAt))
    .limit(limit);

/** A run's facts of some measures, and of one more measure about some subjects only (a wide model has thousands of columns). */
export const selectRunFacts = (
  db: Db,
  runId: string,
  measures: Measure[],
  also: { measure: Measure; about: string[] },
  limit: number,
): Promise<Fact[]> =>
  db
    .select()
    .from(fact)
    .where(
      and(
        eq(fact.runId, runId),
        or(inArray(fact.measure, measures), and(eq(fact.measure, also.measure), inArray(fact.about, also.about))),
      ),
    )
    .limit(limit);
