import { and, inArray, ne, sql } from 'drizzle-orm';
import { rowsOf, type Db } from '../db/db.ts';
import { complaintCount } from '../db/schema/changes.ts';

const maxValues = 20_000;

/**
 * Which segments were never counted for their model and are no value of what it looks at, however it is capitalised. None of a
 * model of which no values are known.
 */
export async function strangeSegments(db: Db, rows: readonly { modelId: string; segment: string }[]): Promise<string[]> {
  const named = rows.filter((row) => row.segment !== '');
  const modelIds = [...new Set(named.map((row) => row.modelId))];
  if (modelIds.length === 0) return [];
  const counted = await db
    .selectDistinct({ modelId: complaintCount.modelId, segment: complaintCount.segment })
    .from(complaintCount)
    .where(and(inArray(complaintCount.modelId, modelIds), ne(complaintCount.segment, '')))
    .limit(maxValues);
  const values = rowsOf<{ modelId: string; segment: string }>(
    await db.execute(sql`
      select distinct r.model_id as "modelId", value as segment
      from reference_profile r, jsonb_each(r.profile #> '{profile,profile,columns}') as c(name, held),
        jsonb_array_elements_text(coalesce(c.held -> 'categories', '[]'::jsonb)) as value
      where ${inArray(sql`r.model_id`, modelIds)} limit ${maxValues}`),
  );
  const known = new Set([...counted, ...values].map(keyOf));
  const watched = new Set(values.map((one) => one.modelId));
  const strange = named.filter((row) => watched.has(row.modelId) && !known.has(keyOf(row)));
  return [...new Set(strange.map((row) => row.segment))];
}

const keyOf = ({ modelId, segment }: { modelId: string; segment: string }): string => `${modelId} ${segment.toLowerCase()}`;
