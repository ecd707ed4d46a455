import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { rowsOf, type Db } from '../db/db.ts';
import { matter } from '../db/schema/matters.ts';
import { contactNotice } from '../db/schema/sampling.ts';
import type { Quarter } from './quarters.ts';

export interface QuietModel {
  id: string;
  title: string;
  businessId: string;
  scientistId: string;
}

/**
 * Models, after one of them by id, whose business owner and builders exchanged nothing in a quarter: no case of the model
 * in which the business owner spoke or was answered, no vote or request of theirs about it, no sampled decision they
 * judged, no idea about it in which both spoke, no matter of it that they took or ended. Models that came within the quarter, that
 * are retired or planned, that have no business owner or no data scientist, or one person for both, are left out.
 */
export async function selectQuiet(db: Db, quarter: Quarter, zone: string, after: string, limit: number): Promise<QuietModel[]> {
  const from = sql`(${quarter.start}::date)::timestamp at time zone ${zone}::text`;
  const until = sql`(${quarter.end}::date)::timestamp at time zone ${zone}::text`;
  const within = (at: string) => sql`${sql.raw(at)} >= ${from} and ${sql.raw(at)} < ${until}`;
  const result = await db.execute(sql`
    select m.id, m.title, b.person_id as "businessId", s.person_id as "scientistId"
    from model m
      join model_owner b on b.model_id = m.id and b.kind = 'business'
      join model_owner s on s.model_id = m.id and s.kind = 'data-science'
    where m.id > ${after}::text and m.stage not in ('retired', 'planned') and m.created_at < ${from} and b.person_id <> s.person_id
      and not exists (select 1 from contact_notice n where n.model_id = m.id and n.quarter_start = ${quarter.start}::date)
      and not exists (select 1 from feedback_case c join case_event e on e.case_id = c.id
        where c.model_id = m.id and ${within('e.at')} and (e.person_id = b.person_id or (c.flagged_by_id = b.person_id and e.person_id is not null)))
      and not exists (select 1 from approval_request r left join approval_vote v on v.request_id = r.id
        where r.model_id = m.id and ((v.person_id = b.person_id and ${within('v.at')}) or (r.requested_by_id = b.person_id and ${within('r.requested_at')})))
      and not exists (select 1 from sample_round r join sample_answer a on a.round_id = r.id
        where r.model_id = m.id and a.person_id = b.person_id and ${within('a.at')})
      and not exists (select 1 from framing f join framing_event e on e.framing_id = f.id left join feedback_case c on c.id = f.case_id
        where (f.model_id = m.id or c.model_id = m.id) and e.person_id = b.person_id and ${within('e.at')})
      and not exists (select 1 from matter t where t.model_id = m.id and t.kind <> 'contact'
        and ((t.owner_id = b.person_id and ${within('t.taken_at')}) or (t.done_by_id = b.person_id and ${within('t.done_at')})))
    order by m.id limit ${limit}`);
  return rowsOf<QuietModel>(result);
}

/** False when another process told of it already. */
export async function claimNotice(db: Db, row: typeof contactNotice.$inferInsert): Promise<boolean> {
  const made = await db.insert(contactNotice).values(row).onConflictDoNothing().returning({ modelId: contactNotice.modelId });
  return made.length === 1;
}

/** The matter of a quarter's notice, in whatever state. */
export async function selectContactMatter(db: Db, modelId: string, quarterStart: string) {
  const [row] = await db
    .select({ id: matter.id, revision: matter.revision, state: matter.state })
    .from(matter)
    .where(and(eq(matter.modelId, modelId), eq(matter.kind, 'contact'), eq(matter.key, quarterStart)))
    .orderBy(asc(matter.openedAt))
    .limit(1);
  return row;
}

/** Titles of what is open about a model, the most severe first. */
export const selectOpenTitles = (db: Db, modelId: string, limit: number): Promise<{ title: string }[]> =>
  db
    .select({ title: matter.title })
    .from(matter)
    .where(
      and(eq(matter.modelId, modelId), sql`${matter.state} <> 'done'`, sql`${matter.kind} <> 'contact'`, gt(matter.severity, 0)),
    )
    .orderBy(sql`${matter.severity} desc`, asc(matter.openedAt))
    .limit(limit);
