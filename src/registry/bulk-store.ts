import { inArray, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { model, modelOwner, type OwnerKind } from '../db/schema/registry.ts';
import { eachImported } from './imported-fields.ts';

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

/** The value that was to be inserted; drizzle spells columns in snake case only where it writes them itself. */
const excluded = (field: string) => sql.raw(`excluded.${field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`);

/** Writes the fields that an import may say; what a row holds besides stays. */
export async function upsertModels(db: Db, rows: readonly ModelRow[]): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insert(model)
    .values([...rows])
    .onConflictDoUpdate({
      target: model.id,
      set: { ...eachImported(excluded), updatedAt: excluded('updatedAt') },
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
    .onConflictDoUpdate({ target: [modelOwner.modelId, modelOwner.kind], set: { personId: excluded('personId') } });
}
