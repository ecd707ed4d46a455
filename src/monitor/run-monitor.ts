import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import type { Engine } from '../engines/engine.ts';
import { readSeries } from '../facts/read-facts.ts';
import { recordFacts } from '../facts/record-facts.ts';
import { openMatter } from '../matters/open-matter.ts';
import { authorise } from '../shared/access.ts';
import { isLeewayError, LeewayError, messageOf } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { addDays, dayOf, weekOf, type Day, type Period } from '../shared/period.ts';
import { mergeCounts } from './counts.ts';
import { ensureDays } from './ensure-days.ts';
import { ensureReference } from './ensure-reference.ts';
import { createFactBook, type FactBook } from './fact-book.ts';
import { alertFrom, judgeWeek, speakFrom, type FindingDraft } from './findings.ts';
import { createHistory, maxHistoryWeeks, noHistory, type History } from './history.ts';
import { matterTitle } from './matter-title.ts';
import { readWatched, type Watched } from './read-watched.ts';
import { claimRun, finishRun, insertFindings, putHealth, selectFindings, type RunRow } from './run-store.ts';
import { stateFacts } from './state-facts.ts';

export interface RunInput {
  modelId: string;
  grain: 'day' | 'week';
  /** A day, or the Monday of a week. */
  periodStart: Day;
}

export type RunOutcome =
  | { state: 'published'; facts: number; findings: number }
  | { state: 'failed' | 'abstained'; reason: string }
  | { state: 'not-mine' };

/** A claim older than this was left by a process that died. Domain time: the sandbox moves it in days. */
const staleClaimMs = 30 * 60_000;

/**
 * Looks at one window of one model: counts, facts, findings, matters, all published in one transaction. Done twice, the
 * second finds the window taken. Data that cannot be read end as a failed run with a finding; other models go on.
 */
export async function runMonitor(ctx: Ctx, engine: Engine, input: RunInput): Promise<RunOutcome> {
  authorise(ctx.actor, 'monitor.run');
  const watched = await readWatched(ctx, input.modelId);
  const period = input.grain === 'week' ? weekOf(input.periodStart) : dayOf(input.periodStart);
  const claimed = await claimRun(
    ctx.db,
    {
      modelId: watched.modelId,
      version: watched.version,
      grain: period.grain,
      periodStart: period.start,
      periodEnd: period.end,
      state: 'running',
      startedAt: ctx.now,
    },
    new Date(ctx.now.getTime() - staleClaimMs),
  );
  if (!claimed) return { state: 'not-mine' };
  try {
    return await look(ctx, engine, watched, period, claimed);
  } catch (error) {
    if (!isLeewayError(error) || error.code === 'unavailable') {
      await finishRun(ctx.db, claimed.id, claimed.attempt, { state: 'failed', reason: messageOf(error), finishedAt: ctx.now });
      throw error;
    }
    return giveUp(ctx, watched, period, claimed, error);
  }
}

async function look(ctx: Ctx, engine: Engine, watched: Watched, period: Period, claimed: RunRow): Promise<RunOutcome> {
  const reference = await ensureReference(ctx, engine, watched);
  const days = await ensureDays(ctx, engine, watched, period, reference);
  const counts = mergeCounts(days);
  if (counts.profile.rows < watched.spec.thresholds.minRows) {
    throw new LeewayError(
      'not-found',
      `${watched.spec.source.files} has ${counts.profile.rows} rows in the window; at least ${watched.spec.thresholds.minRows} are needed.`,
    );
  }
  const history = period.grain === 'week' ? await weeklyHistory(ctx, watched.modelId, watched.spec.from, period) : noHistory;
  const book = createFactBook({
    runId: claimed.id,
    modelId: watched.modelId,
    version: watched.version,
    grain: period.grain,
    start: period.start,
    end: period.end,
    source: watched.spec.source.files,
    rows: counts.profile.rows,
    computedAt: ctx.now,
  });
  stateFacts(book, { spec: watched.spec, kpis: watched.kpis, period, counts, days, reference, history });
  const findings = period.grain === 'week' ? await judge(ctx, watched, period, book, history) : [];
  return publish(ctx, watched, period, claimed, book.facts, findings);
}

async function judge(
  ctx: Ctx,
  watched: Watched,
  period: Period,
  book: FactBook,
  history: History,
) {
  const before = await selectFindings(
    ctx.db,
    { modelIds: [watched.modelId], grain: 'week', from: addDays(period.start, -7), before: period.start },
    maxFindings,
  );
  return judgeWeek({ spec: watched.spec, kpis: watched.kpis, book, history, before });
}

const maxFindings = 500;
const historyMeasures = ['rows', 'mae', 'rmse', 'bias', 'kpi', 'psi'] as const;

async function weeklyHistory(ctx: Ctx, modelId: string, from: Day, period: Period): Promise<History> {
  const earliest = addDays(period.start, -7 * maxHistoryWeeks);
  const facts = await readSeries(ctx, {
    modelIds: [modelId],
    grain: 'week',
    measures: [...historyMeasures],
    from: from > earliest ? from : earliest,
    before: period.start,
  });
  return createHistory(facts);
}

async function publish(
  ctx: Ctx,
  watched: Watched,
  period: Period,
  claimed: RunRow,
  facts: FactBook['facts'],
  findings: FindingDraft[],
): Promise<RunOutcome> {
  return write(ctx, async (w) => {
    const recorded = await recordFacts(w, facts);
    const mine = await finishRun(w.db, claimed.id, claimed.attempt, {
      state: 'published',
      finishedAt: ctx.now,
      reason: null,
      factCount: recorded.count,
      factDigest: recorded.digest,
    });
    if (!mine)
      throw new LeewayError('conflict', `Another process has taken the window ${period.start} of ${watched.modelId} over.`);
    const rows = findings.map((one) => ({
      ...one,
      id: newId(),
      runId: claimed.id,
      modelId: watched.modelId,
      ...window(period),
      createdAt: ctx.now,
    }));
    await insertFindings(w.db, rows);
    for (const row of rows.filter((one) => one.severity >= alertFrom)) {
      await openMatter(w, {
        kind: 'alert',
        modelId: watched.modelId,
        key: row.key,
        title: matterTitle(row, watched.title),
        severity: row.severity,
        openedFor: period.start,
        findingId: row.id,
      });
    }
    if (period.grain === 'week') await putHealth(w.db, healthOf(watched.modelId, period, claimed.id, findings, ctx.now));
    w.audit({
      verb: 'monitor.publish-run',
      subject: `model:${watched.modelId}`,
      detail: {
        run: claimed.id,
        version: watched.version,
        ...period,
        facts: recorded.count,
        factDigest: recorded.digest,
        findings: rows.map((row) => `${row.kind} ${row.key}`),
      },
    });
    return { state: 'published', facts: recorded.count, findings: rows.length };
  });
}

/** Says that the window could not be looked at, and why: as a finding with a matter, never as silence. */
async function giveUp(ctx: Ctx, watched: Watched, period: Period, claimed: RunRow, error: LeewayError): Promise<RunOutcome> {
  const state = error.code === 'not-found' ? 'abstained' : 'failed';
  const kind = state === 'abstained' ? 'run-abstained' : 'run-failed';
  const severity = state === 'abstained' ? 65 : 90;
  return write(ctx, async (w) => {
    await finishRun(w.db, claimed.id, claimed.attempt, { state, finishedAt: ctx.now, reason: error.message });
    const id = newId();
    const words = { reason: error.message };
    const row: FindingDraft = {
      kind,
      key: 'run',
      severity,
      direction: 'none',
      pattern: 'none',
      weeksRunning: 1,
      slots: {},
      words,
    };
    await insertFindings(w.db, [
      { ...row, id, runId: claimed.id, modelId: watched.modelId, ...window(period), createdAt: ctx.now },
    ]);
    await openMatter(w, {
      kind: 'data-quality',
      modelId: watched.modelId,
      key: 'run',
      title: matterTitle(row, watched.title),
      severity,
      openedFor: period.start,
      findingId: id,
    });
    await putHealth(w.db, {
      modelId: watched.modelId,
      state: 'unchecked',
      severity,
      findings: 1,
      lastRunId: claimed.id,
      ...window(period),
      reason: error.message,
      updatedAt: ctx.now,
    });
    w.audit({
      verb: 'monitor.run-without-result',
      subject: `model:${watched.modelId}`,
      detail: { run: claimed.id, ...period, state, reason: error.message },
    });
    return { state, reason: error.message };
  });
}

const window = (period: Period) => ({ grain: period.grain, periodStart: period.start, periodEnd: period.end });

function healthOf(modelId: string, period: Period, runId: string, findings: FindingDraft[], now: Date) {
  const speaking = findings.filter((one) => one.severity >= speakFrom && !one.kind.endsWith('-better'));
  const severity = Math.max(0, ...speaking.map((one) => one.severity));
  return {
    modelId,
    state: severity >= speakFrom ? ('attention' as const) : ('calm' as const),
    severity,
    findings: speaking.length,
    lastRunId: runId,
    ...window(period),
    reason: null,
    updatedAt: now,
  };
}
