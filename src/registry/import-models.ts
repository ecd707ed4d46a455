import type { WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import type { OwnerKind } from '../db/schema/registry.ts';
import { lockModels, replaceOwnersOf, selectOwnersOf, upsertModels } from './bulk-store.ts';
import { eachImported, type ImportedFields } from './imported-fields.ts';

/** What an import may say of a model; null and an absent owner: nothing is known. */
export type ImportedModel = ImportedFields & { owners: Partial<Record<OwnerKind, string>> };

/** A statement takes at most 65,535 values; a model's row has nineteen of them. */
const perStatement = 2_000;

/** What the registry holds of some models, by id, held until the transaction ends. Two statements for each 2,000. */
export async function readForImport(w: Pick<Ctx, 'db'>, ids: readonly string[]): Promise<Map<string, ImportedModel>> {
  const found = new Map<string, ImportedModel>();
  for (const some of inParts(ids.toSorted())) {
    const rows = await lockModels(w.db, some);
    const owners = Map.groupBy(await selectOwnersOf(w.db, some), (one) => one.modelId);
    for (const row of rows) {
      const own = Object.fromEntries((owners.get(row.id) ?? []).map((one) => [one.kind, one.personId]));
      found.set(row.id, { ...(eachImported((field) => row[field]) as ImportedFields), owners: own });
    }
  }
  return found;
}

/** Writes models in the transaction of a verb, which authorises and audits. Owners are added or replaced, never taken away. */
export async function writeImported(w: WriteCtx, models: ReadonlyMap<string, ImportedModel>): Promise<void> {
  for (const some of inParts([...models])) {
    await upsertModels(
      w.db,
      some.map(([id, { owners: _owners, ...fields }]) => ({ id, ...fields, ...born(w) })),
    );
    await replaceOwnersOf(
      w.db,
      some.flatMap(([modelId, { owners }]) =>
        Object.entries(owners).map(([kind, personId]) => ({ modelId, kind: kind as OwnerKind, personId })),
      ),
    );
  }
}

/** What a new row has besides; of one that is there only the time of the change is taken. */
const born = ({ now }: Pick<Ctx, 'now'>) => ({
  industry: null,
  links: [],
  maintenancePlan: null,
  reviewEveryDays: null,
  reviewDueOn: null,
  createdAt: now,
  updatedAt: now,
});

function inParts<T>(all: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < all.length; from += perStatement) parts.push(all.slice(from, from + perStatement));
  return parts;
}
