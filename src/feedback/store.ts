import { asc, eq, and, isNull, sql } from 'drizzle-orm';
import { feedbackCase } from '../db/schema/feedback.ts';
import { model } from '../db/schema/registry.ts';
import type { Db } from '../db/db.ts';

/** Cases that are not closed, oldest first. */
export const selectOpenCases = (db: Db, teamId: string | null, limit: number) =>
  db
    .select({ number: feedbackCase.number, modelTitle: model.title })
    .from(feedbackCase)
    .innerJoin(model, eq(model.id, feedbackCase.modelId))
    .where(and(isNull(feedbackCase.closedAt), teamId ? eq(model.teamId, teamId) : sql`true`))
    .orderBy(asc(feedbackCase.number))
    .limit(limit);
