import { and, asc, eq, gt, inArray, lte, ne } from 'drizzle-orm';
import { matter } from '../db/schema/matters.ts';
import { model, modelOwner } from '../db/schema/registry.ts';
import type { Db } from '../db/db.ts';
import type { Day } from '../shared/period.ts';

export interface ReviewRow {
  id: string;
  title: string;
  maintenancePlan: string | null;
  reviewEveryDays: number;
  reviewDueOn: Day;
}

/** Models whose review is due on a day or before, in the order of their ids, after one of them. */
export async function selectDueReviews(db: Db, day: Day, after: string, limit: number): Promise<ReviewRow[]> {
  const { id, title, maintenancePlan, reviewEveryDays, reviewDueOn } = model;
  const rows = await db
    .select({ id, title, maintenancePlan, reviewEveryDays, reviewDueOn })
    .from(model)
    .where(and(lte(reviewDueOn, day), gt(id, after), ne(model.stage, 'retired')))
    .orderBy(asc(id))
    .limit(limit);
  return rows.flatMap(({ reviewEveryDays: every, reviewDueOn: due, ...row }) =>
    every === null || due === null ? [] : [{ ...row, reviewEveryDays: every, reviewDueOn: due }],
  );
}

/** Review matters of models by the day they were due: how far each has come. */
export const selectReviewMatters = (db: Db, modelIds: string[]) =>
  db
    .select({ modelId: matter.modelId, dueOn: matter.key, state: matter.state, doneAt: matter.doneAt, doneById: matter.doneById })
    .from(matter)
    .where(and(eq(matter.kind, 'review'), inArray(matter.modelId, modelIds)));

export const selectOwnersOf = (db: Db, modelIds: string[]) =>
  db.select().from(modelOwner).where(inArray(modelOwner.modelId, modelIds));

export const updateReviewDue = async (db: Db, modelId: string, dueOn: Day): Promise<void> =>
  void (await db.update(model).set({ reviewDueOn: dueOn }).where(eq(model.id, modelId)));
