import { and, asc, eq, lte, sql } from 'drizzle-orm';
import type { Ctx } from '../db/ctx.ts';
import { schedule } from '../db/schema/jobs.ts';
import { LeewayError } from '../shared/errors.ts';
import { nextDaily, nextWeekly } from '../shared/period.ts';

export const scheduleKinds = [
  'monitor-day',
  'monitor-week',
  'monitor-day-late',
  'monitor-week-late',
  'digest',
  'digest-late',
  'digest-person',
  'anchor',
  'rule-hours',
  'reviews',
  'sampling',
] as const;
/** What comes due: a model's day or week is looked at (subject: model) and, later, whether that look took place; a standing
 * rule looks at hours, an audience or a person gets a digest and, later, whether it is out;
 * once a day the audit chain is anchored and reviews of models come due (subject: `all`); once a week it is seen whether a
 * model's experts are to be asked this month. */
export type ScheduleKind = (typeof scheduleKinds)[number];

/** Wall time in a zone. `weekday` 1 is Monday; null is every day. */
export interface WallTime {
  zone: string;
  weekday: number | null;
  hour: number;
  minute: number;
}
export interface Schedule extends WallTime {
  kind: ScheduleKind;
  subject: string;
}
export type DueSchedule = Schedule & { nextRunAt: Date };
type Within = Pick<Ctx, 'db' | 'now'>;

const maxDue = 500;

/**
 * Writes a schedule in the caller's transaction. One that is unchanged keeps its next instant, so that none is lost. It first
 * comes due after `from`, or after now. Returns when it comes due next.
 */
export async function putSchedule(w: Within, row: Schedule, from: Date = w.now): Promise<Date> {
  const { kind, subject, ...time } = row;
  const nextRunAt = nextRun(row, from);
  await w.db
    .insert(schedule)
    .values({ ...row, nextRunAt })
    .onConflictDoUpdate({
      target: [schedule.kind, schedule.subject],
      set: { zone: time.zone, weekday: time.weekday, hour: time.hour, minute: time.minute, nextRunAt },
      setWhere: sql`(schedule.zone, schedule.weekday, schedule.hour, schedule.minute)
        is distinct from (excluded.zone, excluded.weekday, excluded.hour, excluded.minute)`,
    });
  const [stands] = await w.db
    .select({ at: schedule.nextRunAt })
    .from(schedule)
    .where(and(eq(schedule.kind, kind), eq(schedule.subject, subject)));
  return stands?.at ?? nextRunAt;
}

/** Also sees, some minutes later each time, whether what came due took place: never before it first came due. */
export async function putWatchedSchedule(
  w: Within,
  row: Schedule & { kind: 'monitor-day' | 'monitor-week' | 'digest' },
  minutes: number,
) {
  const next = await putSchedule(w, row);
  await putSchedule(w, { kind: `${row.kind}-late`, subject: row.subject, ...laterBy(minutes, row) }, next);
}

/** The wall time some minutes after another, at most a day. */
function laterBy(minutes: number, { zone, weekday, hour, minute }: WallTime): WallTime {
  const all = hour * 60 + minute + minutes;
  const next = all >= 1_440;
  return {
    zone,
    weekday: weekday === null || !next ? weekday : (weekday % 7) + 1,
    hour: Math.floor(all / 60) % 24,
    minute: all % 60,
  };
}

export async function removeSchedule(w: Pick<Ctx, 'db'>, kind: ScheduleKind, subject: string): Promise<void> {
  await w.db.delete(schedule).where(and(eq(schedule.kind, kind), eq(schedule.subject, subject)));
}

/** Schedules whose instant has come, oldest first; what does not fit the limit is still due at the next look. */
export async function dueSchedules(ctx: Within, limit = 100): Promise<DueSchedule[]> {
  if (limit > maxDue) throw new LeewayError('too-large', `At most ${maxDue} schedules are read at once, not ${limit}.`);
  const rows = await ctx.db
    .select()
    .from(schedule)
    .where(lte(schedule.nextRunAt, ctx.now))
    .orderBy(asc(schedule.nextRunAt), asc(schedule.kind), asc(schedule.subject))
    .limit(limit);
  return rows as DueSchedule[];
}

/**
 * Takes one due instant and moves the schedule to the instant that follows it, so that a leap of the clock meets each of
 * them in turn. False when another process was quicker or the schedule was changed meanwhile.
 */
export async function claimSchedule(w: Within, row: DueSchedule): Promise<boolean> {
  const claimed = await w.db
    .update(schedule)
    .set({ nextRunAt: nextRun(row, row.nextRunAt) })
    .where(and(eq(schedule.kind, row.kind), eq(schedule.subject, row.subject), eq(schedule.nextRunAt, row.nextRunAt)))
    .returning({ subject: schedule.subject });
  return claimed.length === 1;
}

/** Moves one due instant to another; the schedule goes on from there. */
export async function postponeSchedule(w: Within, row: DueSchedule, until: Date): Promise<void> {
  await w.db
    .update(schedule)
    .set({ nextRunAt: until })
    .where(and(eq(schedule.kind, row.kind), eq(schedule.subject, row.subject), eq(schedule.nextRunAt, row.nextRunAt)));
}

/** The next instant at which anything comes due; undefined when nothing is scheduled. */
export async function nextDue(ctx: Pick<Ctx, 'db'>): Promise<Date | undefined> {
  const [row] = await ctx.db.select({ at: schedule.nextRunAt }).from(schedule).orderBy(asc(schedule.nextRunAt)).limit(1);
  return row?.at;
}

function nextRun(time: WallTime, after: Date): Date {
  return time.weekday === null ? nextDaily(time, after) : nextWeekly({ ...time, weekday: time.weekday }, after);
}
