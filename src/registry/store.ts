import { and, asc, desc, eq, gt, ilike, inArray, isNull, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { team } from '../db/schema/people.ts';
import { deployment, model, modelAlias, modelOwner, modelVersion, versionMetric, type OwnerKind } from '../db/schema/registry.ts';
import type { Owner } from './records.ts';
import type { LateParts } from './rules.ts';

export type ModelRow = typeof model.$inferSelect;

/** The searched text must be written as the index has it. */
const searched = sql`(${model.id} || ' ' || ${model.title})`;

const summary = {
  id: model.id,
  title: model.title,
  teamId: model.teamId,
  teamName: sql<string | null>`(select t.name from ${team} t where t.id = model.team_id)`,
  industry: model.industry,
  stage: model.stage,
  companyGoal: model.companyGoal,
  businessQuestion: model.businessQuestion,
  endUser: model.endUser,
  costlyError: model.costlyError,
  unitSingular: model.unitSingular,
  unitPlural: model.unitPlural,
  owners: sql<
    Owner[]
  >`coalesce((select json_agg(json_build_object('kind', o.kind, 'personId', o.person_id, 'name', coalesce(p.name, o.person_id)) order by o.kind)
    from model_owner o left join person p on p.id = o.person_id where o.model_id = model.id), '[]')`,
  aliases: sql<
    { alias: string; version: number }[]
  >`coalesce((select json_agg(json_build_object('alias', a.alias, 'version', a.version) order by a.alias)
    from model_alias a where a.model_id = model.id), '[]')`,
  running: sql<
    { environment: string; version: number }[]
  >`coalesce((select json_agg(json_build_object('environment', d.environment, 'version', d.version)
      order by d.environment) from deployment d where d.model_id = model.id and d.until is null), '[]')`,
  /** By version number: the end of its data. Aliases and environments point at a few of them. */
  dataEnds: sql<
    Record<string, string | null>
  >`coalesce((select json_object_agg(v.number, v.data_end) from model_version v where v.model_id = model.id and (
      v.number in (select a.version from model_alias a where a.model_id = model.id) or
      v.number in (select d.version from deployment d where d.model_id = model.id and d.until is null))), '{}')`,
  newestVersion: sql<number | null>`(select max(v.number) from model_version v where v.model_id = model.id)`,
};
export type SummaryRow = Awaited<ReturnType<typeof selectSummaries>>[number];

export const selectSummaries = (db: Db, ids: string[]) =>
  db.select(summary).from(model).where(inArray(model.id, ids)).orderBy(asc(model.id));

/** Models in the order of their ids, after one of them. `pattern` is a LIKE pattern over id and title. */
export const selectPage = (db: Db, page: { pattern?: string; after?: string; limit: number }) =>
  db
    .select(summary)
    .from(model)
    .where(
      and(
        page.pattern === undefined ? undefined : ilike(searched, page.pattern),
        page.after === undefined ? undefined : gt(model.id, page.after),
      ),
    )
    .orderBy(asc(model.id))
    .limit(page.limit);

/** Ids near a misspelt one, nearest first. */
export const selectNear = (db: Db, text: string, limit: number) =>
  db
    .select({ id: model.id })
    .from(model)
    .where(sql`${searched} % ${text}`)
    .orderBy(sql`similarity(${searched}, ${text}) desc`, asc(model.id))
    .limit(limit);

export const selectNames = (db: Db, limit: number) =>
  db.select({ id: model.id, title: model.title }).from(model).orderBy(asc(model.id)).limit(limit);

export async function selectModelRow(db: Db, id: string): Promise<ModelRow | undefined> {
  const [row] = await db.select().from(model).where(eq(model.id, id));
  return row;
}

/** Holds the model's row until the transaction ends, so that two versions cannot get one number. */
export async function lockModel(db: Db, id: string): Promise<ModelRow | undefined> {
  const [row] = await db.select().from(model).where(eq(model.id, id)).for('update');
  return row;
}

export async function selectOwners(db: Db, id: string) {
  return db.select({ kind: modelOwner.kind, personId: modelOwner.personId }).from(modelOwner).where(eq(modelOwner.modelId, id));
}

export const selectVersions = (db: Db, id: string, limit: number) =>
  db.select().from(modelVersion).where(eq(modelVersion.modelId, id)).orderBy(desc(modelVersion.number)).limit(limit);

export const selectMetrics = (db: Db, id: string, limit: number) =>
  db
    .select()
    .from(versionMetric)
    .where(eq(versionMetric.modelId, id))
    .orderBy(asc(versionMetric.version), asc(versionMetric.name), asc(versionMetric.periodStart))
    .limit(limit);

export const selectDeployments = (db: Db, id: string, limit: number) =>
  db
    .select({
      environment: deployment.environment,
      version: deployment.version,
      since: deployment.since,
      until: deployment.until,
    })
    .from(deployment)
    .where(eq(deployment.modelId, id))
    .orderBy(desc(deployment.since), desc(deployment.id))
    .limit(limit);

/** False when another transaction has registered the id meanwhile. */
export async function insertModelRow(db: Db, row: ModelRow): Promise<boolean> {
  const made = await db.insert(model).values(row).onConflictDoNothing().returning({ id: model.id });
  return made.length === 1;
}

export async function updateModelRow(db: Db, { id, ...set }: Omit<ModelRow, 'createdAt'>): Promise<void> {
  await db.update(model).set(set).where(eq(model.id, id));
}

export async function replaceOwners(db: Db, modelId: string, owners: Partial<Record<OwnerKind, string>>): Promise<void> {
  const rows = Object.entries(owners).map(([kind, personId]) => ({ modelId, kind: kind as OwnerKind, personId }));
  await db.delete(modelOwner).where(eq(modelOwner.modelId, modelId));
  if (rows.length > 0) await db.insert(modelOwner).values(rows);
}

export async function insertVersion(db: Db, row: typeof modelVersion.$inferInsert): Promise<void> {
  await db.insert(modelVersion).values(row);
}

export async function updateVersionWords(
  db: Db,
  modelId: string,
  number: number,
  words: Pick<typeof modelVersion.$inferSelect, 'description' | 'notes'> & Partial<LateParts>,
) {
  await db
    .update(modelVersion)
    .set(words)
    .where(and(eq(modelVersion.modelId, modelId), eq(modelVersion.number, number)));
}

export async function insertMetrics(db: Db, rows: (typeof versionMetric.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await db.insert(versionMetric).values(rows);
}

export async function upsertAlias(db: Db, row: typeof modelAlias.$inferInsert): Promise<void> {
  await db
    .insert(modelAlias)
    .values(row)
    .onConflictDoUpdate({ target: [modelAlias.modelId, modelAlias.alias], set: { version: row.version, since: row.since } });
}

export async function deleteAlias(db: Db, modelId: string, alias: string): Promise<void> {
  await db.delete(modelAlias).where(and(eq(modelAlias.modelId, modelId), eq(modelAlias.alias, alias)));
}

export async function selectAlias(db: Db, modelId: string, alias: string) {
  const [row] = await db
    .select()
    .from(modelAlias)
    .where(and(eq(modelAlias.modelId, modelId), eq(modelAlias.alias, alias)));
  return row;
}

export async function selectRunning(db: Db, modelId: string, environment: string) {
  const [row] = await db
    .select({ id: deployment.id, version: deployment.version })
    .from(deployment)
    .where(and(eq(deployment.modelId, modelId), eq(deployment.environment, environment), isNull(deployment.until)));
  return row;
}

export async function endDeployment(db: Db, id: string, until: Date): Promise<void> {
  await db.update(deployment).set({ until }).where(eq(deployment.id, id));
}

export async function insertDeployment(db: Db, row: typeof deployment.$inferInsert): Promise<void> {
  await db.insert(deployment).values(row);
}

export async function hasVersion(db: Db, modelId: string, number: number): Promise<boolean> {
  const rows = await db
    .select({ number: modelVersion.number })
    .from(modelVersion)
    .where(and(eq(modelVersion.modelId, modelId), eq(modelVersion.number, number)));
  return rows.length > 0;
}
