import { basename } from 'node:path';
import type { Ctx } from '../db/ctx.ts';
import type { Engine } from '../engines/engine.ts';
import { authorise } from '../shared/access.ts';
import { isLeewayError, LeewayError, messageOf } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { dayOf, sayPeriod, weekOf, type Day, type Period } from '../shared/period.ts';
import { claimWindow } from './claim-window.ts';
import { mergeCounts, type DayCounts } from './counts.ts';
import { ensureDays } from './ensure-days.ts';
import { ensureReference } from './ensure-reference.ts';
import { createFactBook } from './fact-book.ts';
import { noHistory } from './history.ts';
import { judgeDay } from './judge-day.ts';
import { judgeWeek } from './judge-week.ts';
import { countOthers } from './other-versions.ts';
import { giveUp, publish, type Looked, type RunOutcome, type MissedDay } from './publish-run.ts';
import { readBefore, readHistory, readSameWeekdays } from './read-history.ts';
import { readWatched } from './read-watched.ts';
import { finishRun } from './run-store.ts';
import { stateFacts } from './state-facts.ts';
import { stateOtherVersions } from './state-other-versions.ts';

export type { RunOutcome } from './publish-run.ts';

export interface RunInput {
  modelId: string;
  grain: 'day' | 'week';
  /** A day, or the Monday of a week. */
  periodStart: Day;
  /** A window whose time has gone by: its figures become history; nobody is told of it and no matter is opened for it. */
  past?: boolean;
}

/**
 * Looks at one window of one model: counts, facts, findings, matters, all published in one transaction. Done twice, the
 * second finds the window taken. Data that cannot be read end as a failed run with a finding; other models go on.
 */
export async function runMonitor(ctx: Ctx, engine: Engine, input: RunInput): Promise<RunOutcome> {
  authorise(ctx.actor, 'monitor.run');
  const watched = await readWatched(ctx, input.modelId);
  const period = input.grain === 'week' ? weekOf(input.periodStart) : dayOf(input.periodStart);
  const claimed = await claimWindow(ctx, watched, period);
  if (!claimed) return { state: 'not-mine' };
  const looked = { watched, period, claimed, past: input.past ?? false };
  try {
    return await look(ctx, engine, looked);
  } catch (error) {
    if (!isLeewayError(error) || error.code === 'unavailable' || error.code === 'conflict') {
      await finishRun(ctx.db, claimed.id, claimed.attempt, { state: 'failed', reason: messageOf(error), finishedAt: ctx.now });
      throw error;
    }
    return giveUp(ctx, looked, error);
  }
}

async function look(ctx: Ctx, engine: Engine, looked: Looked): Promise<RunOutcome> {
  const { watched, period, claimed } = looked;
  const { spec, kpis } = watched;
  const reference = await ensureReference(ctx, engine, watched);
  const { days, fresh } = await ensureDays(ctx, engine, watched, period, reference);
  const counts = mergeCounts(days);
  assertRows(watched.spec.source.files, period, counts.profile.rows, spec.thresholds.minRows);
  const weekly = period.grain === 'week';
  const history = await (weekly
    ? readHistory(ctx, watched.modelId, spec, period)
    : readSameWeekdays(ctx, watched.modelId, period.start));
  const about = {
    runId: claimed.id,
    modelId: watched.modelId,
    version: watched.version,
    grain: period.grain,
    start: period.start,
    end: period.end,
    source: spec.source.files,
    computedAt: ctx.now,
  };
  const book = createFactBook({ ...about, rows: counts.profile.rows });
  stateFacts(book, { spec, kpis, period, counts, days, reference, history });
  const findings = weekly
    ? judgeWeek({ spec, kpis, book, history, before: await readBefore(ctx, watched.modelId, period) })
    : judgeDay({ spec, book, day: period.start });
  const others = await countOthers(ctx, engine, watched, period);
  return publish(ctx, looked, {
    facts: [...book.facts, ...stateOtherVersions(about, book, spec, others)],
    findings,
    others,
    missedDays: weekly ? fresh.map((day) => missedDay(ctx, watched, day)) : [],
  });
}

/** A day that no daily look has counted: its figures are stated all the same, as a look of its own. Columns wait for the week. */
function missedDay(ctx: Ctx, { modelId, version, spec, kpis }: Looked['watched'], counts: DayCounts): MissedDay {
  const { start, end, rows } = counts.profile;
  const id = newId();
  const book = createFactBook({
    runId: id,
    modelId,
    version,
    grain: 'day',
    start,
    end,
    source: spec.source.files,
    rows,
    computedAt: ctx.now,
  });
  stateFacts(book, { spec, kpis, period: dayOf(start), counts, days: [counts], history: noHistory });
  return { id, start, end, facts: book.facts };
}

function assertRows(files: string, window: Period, rows: number, minRows: number): void {
  if (rows >= minRows) return;
  throw new LeewayError(
    'not-found',
    `${basename(files)} has ${rows === 1 ? '1 row' : `${rows} rows`} of ${sayPeriod(window)}; at least ${minRows} are needed.`,
  );
}
