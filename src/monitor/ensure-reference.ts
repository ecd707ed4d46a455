import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import type { Engine } from '../engines/engine.ts';
import { makeReference, type Reference } from '../engines/profile.ts';
import { recordFacts } from '../facts/record-facts.ts';
import { newId } from '../shared/ids.ts';
import { addDays, dayIn, sayPeriod, type Period } from '../shared/period.ts';
import { mergeCounts, type DayCounts } from './counts.ts';
import { engineRequest } from './engine-request.ts';
import { createFactBook } from './fact-book.ts';
import { noHistory } from './history.ts';
import type { Watched } from './read-watched.ts';
import { claimRun, findReference, finishRun, insertReference } from './run-store.ts';
import { stateFacts } from './state-facts.ts';

export interface StoredReference {
  profile: Reference;
  counts: DayCounts;
  /** “January 2001”. */
  label: string;
}

/** The stored reference, made the first time: computed once, then only read. Its own figures become facts too. */
export async function ensureReference(
  ctx: Ctx,
  engine: Engine,
  watched: Watched,
): Promise<StoredReference> {
  const period = referencePeriod(watched);
  const label = sayPeriod(period);
  const stored = await findReference(ctx.db, watched.modelId, watched.version, watched.specHash);
  if (stored) return { ...(stored.profile as Omit<StoredReference, 'label'>), label };
  const request = engineRequest(watched, period);
  const made = await engine.profile({ ...request, edges: 'make' });
  const performance = await engine.performance(request);
  const days = made.days.map((profile, index) => ({ profile, performance: performance[index]! }));
  const reference = { profile: makeReference(made), counts: mergeCounts(days) };
  await store(ctx, watched, period, reference, days);
  return { ...reference, label };
}

function referencePeriod(watched: Watched): Period {
  const { start, end } = watched.spec.reference;
  const wholeMonth = start.endsWith('-01') && end.endsWith('-01') && addDays(start, 31) >= end;
  return { grain: wholeMonth ? 'month' : 'week', start, end };
}

async function store(
  ctx: Ctx,
  watched: Watched,
  period: Period,
  reference: Omit<StoredReference, 'label'>,
  days: DayCounts[],
): Promise<void> {
  const runId = newId();
  const { start, end } = period;
  const book = createFactBook({
    runId,
    modelId: watched.modelId,
    version: watched.version,
    grain: 'month',
    start,
    end,
    source: watched.spec.source.files,
    rows: reference.counts.profile.rows,
    computedAt: ctx.now,
  });
  stateFacts(book, {
    spec: watched.spec,
    kpis: watched.kpis,
    period: { ...period, grain: 'month' },
    counts: reference.counts,
    days,
    history: noHistory,
  });
  await write(ctx, async (w) => {
    const key = { modelId: watched.modelId, version: watched.version, specHash: watched.specHash };
    const mine = await insertReference(w.db, {
      ...key,
      periodStart: start,
      periodEnd: end,
      profile: reference,
      computedAt: ctx.now,
    });
    if (!mine) return;
    const recorded = await recordFacts(w, book.facts);
    const claimed = await claimRun(
      w.db,
      {
        id: runId,
        modelId: watched.modelId,
        version: watched.version,
        grain: 'month',
        periodStart: start,
        periodEnd: end,
        state: 'running',
        startedAt: ctx.now,
      },
      ctx.now,
    );
    if (claimed)
      await finishRun(w.db, claimed.id, claimed.attempt, {
        state: 'published',
        finishedAt: ctx.now,
        factCount: recorded.count,
        factDigest: recorded.digest,
      });
    w.audit({
      verb: 'monitor.store-reference',
      subject: `model:${watched.modelId}`,
      detail: {
        ...key,
        start,
        end,
        rows: reference.counts.profile.rows,
        facts: recorded.count,
        factDigest: recorded.digest,
        on: dayIn('utc', ctx.now),
      },
    });
  });
}
