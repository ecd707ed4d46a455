import { write } from '../audit/write.ts';
import { claimCardDue, dueCards } from '../cards/due-cards.ts';
import type { Ctx } from '../db/ctx.ts';
import { lookOf } from '../deploy/rule-schedules.ts';
import { overdueOrders } from '../deploy/settle-overdue.ts';
import { readAudiences } from '../digest/read-audiences.ts';
import { comesOn } from '../digest/next-edition.ts';
import { readSettingsOf } from '../digest/settings.ts';
import { isOut } from '../digest/late-digest.ts';
import { lateAfterMinutes } from '../monitor/put-monitor.ts';
import { isSettled } from '../monitor/settle-late-run.ts';
import { enqueue } from '../queue/enqueue.ts';
import type { Queue } from '../queue/queue.ts';
import { claimSchedule, dueSchedules, postponeSchedule, type DueSchedule, type ScheduleKind } from '../queue/schedules.ts';
import { dueRounds } from '../sampling/due-rounds.ts';
import { planMonthly } from '../sampling/plan-round.ts';
import { addDays, dayIn, lastAt, mondayOf } from '../shared/period.ts';
import { reached } from '../shared/steps.ts';

const maxRounds = 1_000;
/** What sees to it that something else took place. */
const isAfter: ReadonlySet<ScheduleKind> = new Set(['monitor-day-late', 'monitor-week-late', 'digest-late']);
const sleptMs = 15 * 60_000;

/**
 * Puts everything that is due into the queue: each due instant of each schedule once, whichever process looks first.
 * Returns how much it put there.
 */
export async function tick(ctx: Ctx, queue: Queue): Promise<number> {
  let enqueued = (await enqueueOverdue(ctx)) + (await enqueueCards(ctx)) + (await enqueueRounds(ctx));
  for (let round = 0; round < maxRounds; round++) {
    const due = await dueSchedules(ctx);
    // A round of questions that came due with its schedule is asked at once.
    if (due.length === 0) return round === 0 ? enqueued : enqueued + (await enqueueRounds(ctx));
    for (const row of due) if (await claimAndEnqueue(ctx, queue, row)) enqueued++;
  }
  ctx.log.warn({ code: 'due-overflow', enqueued }, 'more is due than one look takes; the rest follows at the next');
  return enqueued;
}

/** Twice in the queue does no harm: whoever comes second finds the order ended. */
async function enqueueOverdue(ctx: Ctx): Promise<number> {
  const overdue = await overdueOrders(ctx);
  if (overdue.length > 0)
    await write(ctx, async (w) => {
      for (const orderId of overdue) await enqueue(w, 'order-overdue', { orderId });
    });
  return overdue.length;
}

/** Reminders, escalations, expiries and looks back on cards; what does not fit one look follows at the next. */
async function enqueueCards(ctx: Ctx): Promise<number> {
  let enqueued = 0;
  for (const due of await dueCards(ctx))
    await write(ctx, async (w) => {
      if (!(await claimCardDue(w, due))) return;
      await enqueue(w, 'card-due', { cardId: due.cardId, kind: due.kind });
      enqueued++;
    });
  return enqueued;
}

/** Questions to experts that are to be asked, counted or answered; twice in the queue does no harm. */
async function enqueueRounds(ctx: Ctx): Promise<number> {
  const due = await dueRounds(ctx);
  if (due.length > 0)
    await write(ctx, async (w) => {
      for (const one of due) await enqueue(w, 'sample-round', one);
    });
  return due.length;
}

/** What was put off still looks after what was due before it, and not after what comes due next. */
const ownTime = (row: DueSchedule): Date => lastAt(row, row.nextRunAt);

const claimAndEnqueue = (ctx: Ctx, queue: Queue, row: DueSchedule): Promise<boolean> =>
  write(ctx, async (w) => {
    if (isAfter.has(row.kind) && w.now.getTime() - row.nextRunAt.getTime() > sleptMs) {
      // Leeway slept: what this looks after begins only now, too.
      await postponeSchedule(w, row, new Date(w.now.getTime() + sleptMs));
      return false;
    }
    if (!(await claimSchedule(w, row))) return false;
    const today = dayIn(row.zone, row.nextRunAt);
    const lastWeek = addDays(mondayOf(today), -7);
    switch (row.kind) {
      case 'monitor-day':
        await queue.enqueue(w, 'monitor-run', { modelId: row.subject, grain: 'day', periodStart: addDays(today, -1) });
        return true;
      case 'monitor-week':
        await queue.enqueue(w, 'monitor-run', { modelId: row.subject, grain: 'week', periodStart: lastWeek });
        return true;
      case 'monitor-day-late':
      case 'monitor-week-late': {
        // The look it follows was due on the day before where it is past midnight meanwhile.
        const dueOn = dayIn(row.zone, new Date(ownTime(row).getTime() - lateAfterMinutes * 60_000));
        const window =
          row.kind === 'monitor-day-late'
            ? ({ modelId: row.subject, grain: 'day', periodStart: addDays(dueOn, -1) } as const)
            : ({ modelId: row.subject, grain: 'week', periodStart: addDays(mondayOf(dueOn), -7) } as const);
        if (await isSettled(w, window)) return false;
        await queue.enqueue(w, 'run-late', window);
        return true;
      }
      case 'rule-hours':
        await queue.enqueue(w, 'rule-look', lookOf(row));
        return true;
      case 'sampling':
        return planMonthly(w, { modelId: row.subject, day: today });
      case 'reviews':
        await queue.enqueue(w, 'reviews-due', { day: today });
        await queue.enqueue(w, 'contact-due', { day: today });
        return true;
      case 'anchor':
        await queue.enqueue(w, 'anchor', { why: 'daily' });
        return true;
      case 'digest': {
        const audience = (await readAudiences(w)).find((one) => one.id === row.subject);
        if (!audience) return false;
        reached('schedule-claimed', audience.id);
        await queue.enqueue(w, 'compose-digest', {
          audienceId: audience.id,
          destination: audience.channel,
          periodStart: lastWeek,
        });
        return true;
      }
      case 'digest-late': {
        const audience = (await readAudiences(w)).find((one) => one.id === row.subject);
        if (!audience) return false;
        const week = addDays(mondayOf(dayIn(row.zone, ownTime(row))), -7);
        const about = { audienceId: audience.id, destination: audience.channel, periodStart: week };
        if (await isOut(w, about)) return false;
        await queue.enqueue(w, 'digest-late', about);
        return true;
      }
      case 'digest-person': {
        const settings = (await readSettingsOf(w, [row.subject])).get(row.subject);
        if (settings?.delivery !== 'direct') return false;
        if (!comesOn(settings.often, today)) return false;
        await queue.enqueue(w, 'compose-digest', {
          audienceId: settings.audienceId,
          destination: `person:${row.subject}`,
          periodStart: lastWeek,
        });
        return true;
      }
    }
  });
