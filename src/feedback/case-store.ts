import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { caseAction, caseEvent, feedbackCase } from '../db/schema/feedback.ts';

export type CaseRow = typeof feedbackCase.$inferSelect;
export type ActionRow = typeof caseAction.$inferSelect;

/** Holds the case until the transaction ends. */
export async function lockCase(db: Db, id: string): Promise<CaseRow | undefined> {
  const [row] = await db.select().from(feedbackCase).where(eq(feedbackCase.id, id)).for('update');
  return row;
}

export async function updateCase(db: Db, id: string, change: Partial<CaseRow>): Promise<void> {
  if (Object.keys(change).length > 0) await db.update(feedbackCase).set(change).where(eq(feedbackCase.id, id));
}

/** The id of a case that the same person flagged about the same model in the same words since an instant. */
export async function selectSameWords(
  db: Db,
  like: { personId: string; modelId: string; words: string; since: Date },
): Promise<string | undefined> {
  const [row] = await db
    .select({ id: feedbackCase.id })
    .from(feedbackCase)
    .innerJoin(caseEvent, and(eq(caseEvent.caseId, feedbackCase.id), eq(caseEvent.kind, 'flagged')))
    .where(
      and(
        eq(feedbackCase.flaggedById, like.personId),
        eq(feedbackCase.modelId, like.modelId),
        gt(feedbackCase.flaggedAt, like.since),
        eq(caseEvent.words, like.words),
      ),
    )
    .limit(1);
  return row?.id;
}

/** The newest event of some kinds; undefined before the first. */
export async function selectNewestEvent(db: Db, caseId: string, kinds: readonly string[]) {
  const [row] = await db
    .select()
    .from(caseEvent)
    .where(and(eq(caseEvent.caseId, caseId), inArray(caseEvent.kind, [...kinds])))
    .orderBy(desc(caseEvent.at), desc(caseEvent.id))
    .limit(1);
  return row;
}

export async function eventExists(db: Db, id: string): Promise<boolean> {
  return (await db.select({ id: caseEvent.id }).from(caseEvent).where(eq(caseEvent.id, id))).length > 0;
}

/** What a case heard of the requests that were made for its steps, oldest first; a case has room for few. */
export const selectRequestTurns = (db: Db, caseId: string) =>
  db
    .select({ kind: caseEvent.kind, data: caseEvent.data })
    .from(caseEvent)
    .where(and(eq(caseEvent.caseId, caseId), inArray(caseEvent.kind, ['action-linked', 'request-moved'])))
    .orderBy(asc(caseEvent.at), asc(caseEvent.id))
    .limit(1_000);

/** Everybody who declined a case. */
export async function selectDecliners(db: Db, caseId: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ personId: caseEvent.personId })
    .from(caseEvent)
    .where(and(eq(caseEvent.caseId, caseId), eq(caseEvent.kind, 'declined')));
  return rows.flatMap((row) => row.personId ?? []);
}

/** Cases that were merged into one, oldest first. */
export const selectMerged = (db: Db, caseId: string, limit: number) =>
  db
    .select({
      caseId: feedbackCase.id,
      number: feedbackCase.number,
      personId: feedbackCase.flaggedById,
      name: sql<string | null>`(select p.name from person p where p.id = feedback_case.flagged_by_id)`,
      flaggedAt: feedbackCase.flaggedAt,
      words: sql<
        string | null
      >`(select e.words from case_event e where e.case_id = feedback_case.id and e.kind = 'flagged' order by e.at limit 1)`,
    })
    .from(feedbackCase)
    .where(eq(feedbackCase.mergedInto, caseId))
    .orderBy(asc(feedbackCase.number))
    .limit(limit);

/** The cases that some cases were joined with. */
export async function selectMergedInto(db: Db, caseIds: readonly string[]): Promise<string[]> {
  if (caseIds.length === 0) return [];
  const rows = await db
    .selectDistinct({ into: feedbackCase.mergedInto })
    .from(feedbackCase)
    .where(and(inArray(feedbackCase.id, [...caseIds]), isNotNull(feedbackCase.mergedInto)));
  return rows.flatMap((row) => row.into ?? []);
}

/** Whatever was merged into one case follows it into another. */
export const moveMerged = async (db: Db, from: string, into: string): Promise<void> =>
  void (await db.update(feedbackCase).set({ mergedInto: into }).where(eq(feedbackCase.mergedInto, from)));

export const insertActions = async (db: Db, rows: (typeof caseAction.$inferInsert)[]): Promise<void> =>
  void (await db.insert(caseAction).values(rows));

export async function selectAction(db: Db, id: string): Promise<ActionRow | undefined> {
  const [row] = await db.select().from(caseAction).where(eq(caseAction.id, id));
  return row;
}

/** What is done about a case, with names, in the order of their days. */
export const selectActions = (db: Db, caseId: string, limit: number) =>
  db
    .select({
      id: caseAction.id,
      caseId: caseAction.caseId,
      kind: caseAction.kind,
      words: caseAction.words,
      personId: caseAction.personId,
      personName: sql<string | null>`(select p.name from person p where p.id = case_action.person_id)`,
      dueOn: caseAction.dueOn,
      state: caseAction.state,
      plannedAt: caseAction.plannedAt,
      doneAt: caseAction.doneAt,
      link: caseAction.link,
    })
    .from(caseAction)
    .where(eq(caseAction.caseId, caseId))
    .orderBy(asc(caseAction.dueOn), asc(caseAction.id))
    .limit(limit);
export type CaseAction = Awaited<ReturnType<typeof selectActions>>[number];

export const updateAction = async (db: Db, id: string, change: Partial<ActionRow>): Promise<void> =>
  void (await db.update(caseAction).set(change).where(eq(caseAction.id, id)));

/** What somebody planned in their own words, in cases of others too. */
export async function eraseActionWords(db: Db, personId: string): Promise<string[]> {
  const planned = sql`exists (select 1 from case_event e where e.case_id = ${caseAction.caseId} and e.kind = 'answered'
    and e.person_id = ${personId} and e.at = ${caseAction.plannedAt})`;
  const rows = await db
    .update(caseAction)
    .set({ words: null })
    .where(and(sql`${caseAction.words} is not null`, planned))
    .returning({ caseId: caseAction.caseId });
  return [...new Set(rows.map((row) => row.caseId))];
}

/** Ids of the cases that wait for a person: as owner, or as who flagged them. */
export const waitsForPerson = (personId: string) =>
  and(
    isNull(feedbackCase.closedAt),
    or(
      and(eq(feedbackCase.waitsFor, 'owner'), eq(feedbackCase.ownerId, personId)),
      and(eq(feedbackCase.waitsFor, 'flagger'), eq(feedbackCase.flaggedById, personId)),
    ),
  );
