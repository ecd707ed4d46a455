import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { caseEvent, feedbackCase } from '../db/schema/feedback.ts';
import { model } from '../db/schema/registry.ts';
import { waitsForPerson } from './case-store.ts';

const columns = {
  id: feedbackCase.id,
  number: feedbackCase.number,
  modelId: feedbackCase.modelId,
  modelTitle: model.title,
  periodStart: feedbackCase.periodStart,
  periodEnd: feedbackCase.periodEnd,
  kind: feedbackCase.kind,
  state: feedbackCase.state,
  flaggedById: feedbackCase.flaggedById,
  flaggedByName: sql<string | null>`(select p.name from person p where p.id = feedback_case.flagged_by_id)`,
  /** Null: nobody owns the model. */
  ownerId: feedbackCase.ownerId,
  ownerName: sql<string | null>`(select p.name from person p where p.id = feedback_case.owner_id)`,
  promisedOn: feedbackCase.promisedOn,
  flaggedAt: feedbackCase.flaggedAt,
  firstAnswerAt: feedbackCase.firstAnswerAt,
  closedAt: feedbackCase.closedAt,
  origin: feedbackCase.origin,
  sureness: feedbackCase.sureness,
  still: feedbackCase.still,
  segment: feedbackCase.segment,
  teamId: feedbackCase.teamId,
  teamName: sql<string | null>`(select t.name from team t where t.id = feedback_case.team_id)`,
  waitsFor: feedbackCase.waitsFor,
  mergedInto: feedbackCase.mergedInto,
  mergedIntoNumber: sql<number | null>`(select c.number from feedback_case c where c.id = feedback_case.merged_into)`,
  reopened: feedbackCase.reopened,
  doneAt: feedbackCase.doneAt,
  confirmedAt: feedbackCase.confirmedAt,
  /** The promise was passed and those above were told. */
  silentAt: feedbackCase.silentAt,
};
/** A complaint with the names of the people and the model in it. */
export type Case = Awaited<ReturnType<typeof selectCases>>[number];
export type CaseEvent = typeof caseEvent.$inferSelect;

export interface CaseFilter {
  id?: string | undefined;
  number?: number | undefined;
  flaggedById?: string | undefined;
  ownerId?: string | undefined;
  waitingFor?: string | undefined;
  teamId?: string | undefined;
  modelIds?: string[] | undefined;
  open?: boolean | undefined;
  before?: number | undefined;
}

/** Newest first. */
export const selectCases = (db: Db, filter: CaseFilter, limit: number) =>
  db
    .select(columns)
    .from(feedbackCase)
    .innerJoin(model, eq(model.id, feedbackCase.modelId))
    .where(
      and(
        filter.id === undefined ? undefined : eq(feedbackCase.id, filter.id),
        filter.number === undefined ? undefined : eq(feedbackCase.number, filter.number),
        filter.flaggedById === undefined ? undefined : eq(feedbackCase.flaggedById, filter.flaggedById),
        filter.ownerId === undefined ? undefined : eq(feedbackCase.ownerId, filter.ownerId),
        filter.waitingFor === undefined ? undefined : waitsForPerson(filter.waitingFor),
        filter.teamId === undefined ? undefined : eq(feedbackCase.teamId, filter.teamId),
        filter.modelIds && inArray(feedbackCase.modelId, filter.modelIds),
        filter.open ? isNull(feedbackCase.closedAt) : undefined,
        filter.before === undefined ? undefined : lt(feedbackCase.number, filter.before),
      ),
    )
    .orderBy(desc(feedbackCase.number))
    .limit(limit);

/** Cases that are not closed, oldest first: of a team's models, and those that were handed to it. */
export const selectOpenCases = (db: Db, teamId: string | null, limit: number) =>
  db
    .select({ number: feedbackCase.number, modelTitle: model.title })
    .from(feedbackCase)
    .innerJoin(model, eq(model.id, feedbackCase.modelId))
    .where(and(isNull(feedbackCase.closedAt), teamId ? or(eq(model.teamId, teamId), eq(feedbackCase.teamId, teamId)) : undefined))
    .orderBy(asc(feedbackCase.number))
    .limit(limit);

export const selectEvents = (db: Db, caseId: string, limit: number): Promise<CaseEvent[]> =>
  db.select().from(caseEvent).where(eq(caseEvent.caseId, caseId)).orderBy(asc(caseEvent.at), asc(caseEvent.id)).limit(limit);

export async function insertCase(db: Db, row: typeof feedbackCase.$inferInsert): Promise<void> {
  await db.insert(feedbackCase).values(row);
}

export async function insertEvent(db: Db, row: typeof caseEvent.$inferInsert): Promise<void> {
  await db.insert(caseEvent).values(row);
}

/** Returns the cases in which something was erased. */
export async function eraseCaseWords(db: Db, personId: string): Promise<string[]> {
  const rows = await db
    .update(caseEvent)
    .set({ words: null, sketch: null })
    .where(and(eq(caseEvent.personId, personId), isNotNull(caseEvent.words)))
    .returning({ caseId: caseEvent.caseId });
  return [...new Set(rows.map((row) => row.caseId))];
}
