import { inArray, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { model, modelOwner, type OwnerKind } from '../db/schema/registry.ts';

export type ModelRow = typeof model.$inferSelect;

/** Rows of some models, held until the transaction ends, in the order of their ids so that two bulk changes cannot lock each other out. */
export const lockModels = (db: Db, ids: readonly string[]): Promise<ModelRow[]> =>
  db
    .select()
    .from(model)
    .where(inArray(model.id, [...ids]))
    .orderBy(model.id)
    .for('update');

export const selectOwnersOf = (db: Db, ids: readonly string[]) =>
  db
    .select()
    .from(modelOwner)
    .where(inArray(modelOwner.modelId, [...ids]));

const excluded = (column: string) => sql.raw(`excluded.${column}`);

/** Writes the fields that an import may say; what a row holds besides stays. */
export async function upsertModels(db: Db, rows: readonly ModelRow[]): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insert(model)
    .values([...rows])
    .onConflictDoUpdate({
      target: model.id,
      set: {
        title: excluded('title'),
        description: excluded('description'),
        teamId: excluded('team_id'),
        stage: excluded('stage'),
        riskClass: excluded('risk_class'),
        companyGoal: excluded('company_goal'),
        businessQuestion: excluded('business_question'),
        endUser: excluded('end_user'),
        costlyError: excluded('costly_error'),
        unitSingular: excluded('unit_singular'),
        unitPlural: excluded('unit_plural'),
        updatedAt: excluded('updated_at'),
      },
    });
}

export async function replaceOwnersOf(
  db: Db,
  owners: readonly { modelId: string; kind: OwnerKind; personId: string }[],
): Promise<void> {
  if (owners.length === 0) return;
  await db
    .insert(modelOwner)
    .values([...owners])
    .onConflictDoUpdate({ target: [modelOwner.modelId, modelOwner.kind], set: { personId: excluded('person_id') } });
}
