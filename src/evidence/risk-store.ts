import { asc, ne, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { model } from '../db/schema/registry.ts';
import { championAlias, production } from '../registry/rules.ts';

/** The version that answers: in production, else the one called champion. */
const serving = sql`coalesce(
  (select d.version from deployment d where d.model_id = model.id and d.environment = ${production} and d.until is null limit 1),
  (select a.version from model_alias a where a.model_id = model.id and a.alias = ${championAlias}))`;

/** Every model that is not retired with what its duties are judged by, by id, in one statement. */
export const selectForRisk = (db: Db, limit: number) =>
  db
    .select({
      id: model.id,
      title: model.title,
      riskClass: model.riskClass,
      businessUnit: sql<string | null>`(select t.business_unit from team t where t.id = model.team_id)`,
      owners: sql<number>`(select count(*)::int from model_owner o where o.model_id = model.id)`,
      isWatched: sql<boolean>`exists (select 1 from monitor m where m.model_id = model.id)`,
      maintenancePlan: model.maintenancePlan,
      reviewEveryDays: model.reviewEveryDays,
      reviewDueOn: model.reviewDueOn,
      servingVersion: sql<number | null>`${serving}`,
      environmentDigest: sql<string | null>`(select v.environment_digest from model_version v
        where v.model_id = model.id and v.number = ${serving})`,
    })
    .from(model)
    .where(ne(model.stage, 'retired'))
    .orderBy(asc(model.id))
    .limit(limit);
export type RiskRow = Awaited<ReturnType<typeof selectForRisk>>[number];
