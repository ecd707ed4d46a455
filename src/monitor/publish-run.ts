import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { recordFacts } from '../facts/record-facts.ts';
import { openMatter } from '../matters/open-matter.ts';
import { refreshShowing } from '../outbox/refresh-messages.ts';
import { enqueue } from '../queue/enqueue.ts';
import { LeewayError } from '../shared/errors.ts';
import type { Fact } from '../shared/fact.ts';
import { newId } from '../shared/ids.ts';
import type { Day, Period } from '../shared/period.ts';
import { selectCleared } from './alert-store.ts';
import { alertFrom, severities, type FindingDraft, type FindingKind } from './findings.ts';
import { noteChecked, noteUnchecked } from './health.ts';
import { matterTitle } from './matter-title.ts';
import type { OtherVersions } from './other-versions.ts';
import type { Watched } from './read-watched.ts';
import { tellAlerts } from './tell-alert.ts';
import { finishRun, insertPublishedDays, replaceFindings, type RunRow } from './run-store.ts';

/** One look in hand: of which model, at which window, under which claim. */
export interface Looked {
  watched: Watched;
  period: Period;
  claimed: RunRow;
  /** Its time has gone by: it is kept as history, and nobody is told. */
  past: boolean;
}
/** One finding as it was stored. */
type PutFinding = FindingDraft & { id: string };
/** The same where nothing was looked at. */
type NotLooked = Omit<Looked, 'watched'> & { watched: Pick<Watched, 'modelId' | 'title'> };

export type RunOutcome =
  | { state: 'published'; facts: number; findings: number }
  | { state: 'failed' | 'abstained'; reason: string }
  | { state: 'not-mine' };

/** A day whose own look never came; the week's look states it. */
export interface MissedDay {
  /** Of the run that it becomes. */
  id: string;
  start: Day;
  end: Day;
  facts: Fact[];
}

/** What a look found. */
export interface Found {
  facts: Fact[];
  findings: FindingDraft[];
  missedDays: MissedDay[];
  /** What was looked at beside the version in production; its figures are among the facts. */
  others: OtherVersions;
}

/** Everything that a look found becomes true at once: facts, findings, matters, health, the end of the run. */
export async function publish(ctx: Ctx, looked: Looked, { facts, findings, missedDays, others }: Found): Promise<RunOutcome> {
  const { watched, period, claimed } = looked;
  return write(ctx, async (w) => {
    const { count, digest } = await recordFacts(w, facts);
    await finish(w, looked, { state: 'published', reason: null, factCount: count, factDigest: digest });
    const stated = await publishDays(w, looked, missedDays);
    const rows = await putFindings(w, looked, findings);
    const told = looked.past ? [] : await act(w, looked, rows);
    await noteChecked(w, watched.modelId, period, claimed.id, findings);
    w.audit({
      verb: 'monitor.publish-run',
      subject: `model:${watched.modelId}`,
      detail: {
        run: claimed.id,
        version: watched.version,
        ...period,
        facts: count,
        factDigest: digest,
        ...(looked.past ? { past: true } : {}),
        ...(stated.days > 0 ? { missedDays: stated } : {}),
        ...sayOthers(others),
        findings: rows.map((row) => `${row.kind} ${row.key}`),
        ...(told.length > 0 ? { told } : {}),
      },
    });
    return { state: 'published', facts: count, findings: rows.length };
  });
}

/** What follows from a look at a window whose time is now: matters, letters, standing rules. */
async function act(w: WriteCtx, looked: Looked, rows: readonly PutFinding[]): Promise<string[]> {
  const { watched, claimed } = looked;
  const opened = [];
  for (const row of rows) if (row.severity >= alertFrom) opened.push(await openMatterOf(w, looked, row, 'alert'));
  const told = await tellAlerts(w, watched.modelId, opened);
  await showCleared(w, looked, opened);
  await enqueue(w, 'run-published', { runId: claimed.id, modelId: watched.modelId });
  return told;
}

const sayOthers = ({ counted, uncounted }: OtherVersions): object =>
  counted.length + uncounted.length === 0 ? {} : { others: { counted: counted.map((one) => one.version), uncounted } };

/** A day that somebody looks at meanwhile is theirs. */
async function publishDays(
  w: WriteCtx,
  { watched }: Looked,
  days: MissedDay[],
): Promise<{ days: number; facts: number; factDigest: string }> {
  if (days.length === 0) return { days: 0, facts: 0, factDigest: '' };
  const taken = await insertPublishedDays(
    w.db,
    days.map(({ id, start, end, facts }) => ({
      id,
      modelId: watched.modelId,
      version: watched.version,
      grain: 'day' as const,
      periodStart: start,
      periodEnd: end,
      state: 'published' as const,
      startedAt: w.now,
      finishedAt: w.now,
      factCount: facts.length,
    })),
  );
  const { count, digest } = await recordFacts(
    w,
    days.filter((day) => taken.has(day.id)).flatMap((day) => day.facts),
  );
  return { days: taken.size, facts: count, factDigest: digest };
}

/** Says that the window could not be looked at, and why: as a finding with a matter, never as silence. */
export async function giveUp(ctx: Ctx, looked: NotLooked, error: LeewayError): Promise<RunOutcome> {
  const { watched, period, claimed } = looked;
  const state = error.code === 'not-found' ? 'abstained' : 'failed';
  const reason = error.message;
  const kind = state === 'abstained' ? 'run-abstained' : 'run-failed';
  const severity = severities[kind];
  const words = { reason };
  const finding: FindingDraft = {
    kind,
    key: 'run',
    severity,
    direction: 'none',
    pattern: 'none',
    weeksRunning: 1,
    slots: {},
    words,
  };
  return write(ctx, async (w) => {
    await finish(w, looked, { state, reason });
    const rows = await putFindings(w, looked, [finding]);
    const opened = [];
    if (!looked.past) for (const row of rows) opened.push(await openMatterOf(w, looked, row, 'data-quality'));
    const told = await tellAlerts(w, watched.modelId, opened);
    await noteUnchecked(w, watched.modelId, period, claimed.id, { severity, reason });
    w.audit({
      verb: 'monitor.run-without-result',
      subject: `model:${watched.modelId}`,
      detail: { run: claimed.id, ...period, state, reason, ...(told.length > 0 ? { told } : {}) },
    });
    return { state, reason };
  });
}

async function finish(w: WriteCtx, { watched, period, claimed }: NotLooked, change: Partial<RunRow>): Promise<void> {
  if (await finishRun(w.db, claimed.id, claimed.attempt, { ...change, finishedAt: w.now })) return;
  throw new LeewayError('conflict', `Another process has taken the window ${period.start} of ${watched.modelId} over.`);
}

/** What an earlier try of the same run had found is no longer so. */
async function putFindings(w: WriteCtx, { watched, period, claimed }: NotLooked, findings: FindingDraft[]) {
  const window = { grain: period.grain, periodStart: period.start, periodEnd: period.end };
  const rows = findings.map((one) => ({
    ...one,
    id: newId(),
    runId: claimed.id,
    modelId: watched.modelId,
    ...window,
    createdAt: w.now,
  }));
  await replaceFindings(w.db, claimed.id, rows);
  return rows;
}

async function openMatterOf(
  w: WriteCtx,
  { watched, period }: NotLooked,
  finding: PutFinding,
  kind: 'alert' | 'data-quality',
): Promise<{ kind: FindingKind; severity: number; matterId: string }> {
  const { id: matterId } = await openMatter(w, {
    kind,
    modelId: watched.modelId,
    key: finding.key,
    title: matterTitle(finding, watched.title),
    severity: finding.severity,
    openedFor: period.start,
    findingId: finding.id,
  });
  return { kind: finding.kind, severity: finding.severity, matterId };
}

const maxCleared = 100;

/** What was told of the window before and is not so any more: the message says it, and whoever answers for it closes it. */
async function showCleared(w: WriteCtx, { watched, period }: Looked, found: readonly { matterId: string }[]): Promise<void> {
  const stillOpen = found.map((one) => one.matterId);
  const cleared = await selectCleared(
    w.db,
    { modelId: watched.modelId, grain: period.grain, start: period.start, stillOpen },
    maxCleared,
  );
  for (const { id } of cleared) await refreshShowing(w, `matter:${id}`);
}
