import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import type { Engine } from '../engines/engine.ts';
import { makeReference, type Reference } from '../engines/profile.ts';
import { recordFacts } from '../facts/record-facts.ts';
import type { Fact } from '../shared/fact.ts';
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
export async function ensureReference(ctx: Ctx, engine: Engine, watched: Watched): Promise<StoredReference> {
  const period = referencePeriod(watched);
  const label = sayPeriod(period);
  const stored = await findReference(ctx.db, watched.modelId, watched.version, watched.specHash);
  if (stored) return { ...(stored.profile as Omit<StoredReference, 'label'>), label };
  const request = engineRequest(watched, period);
  const { made, performance } = await engine.sameFiles(request.source, async () => ({
    made: await engine.profile({ ...request, edges: 'make' }),
    performance: await engine.performance(request),
  }));
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
  const { modelId, version, specHash } = watched;
  const { start, end } = period;
  const facts = referenceFacts(ctx, watched, runId, period, reference, days);
  await write(ctx, async (w) => {
    const row = { modelId, version, specHash, periodStart: start, periodEnd: end, profile: reference, computedAt: ctx.now };
    if (!(await insertReference(w.db, row))) return;
    const { count, digest } = await recordFacts(w, facts);
    const window = { grain: 'month' as const, periodStart: start, periodEnd: end };
    const claimed = await claimRun(
      w.db,
      { id: runId, modelId, version, ...window, state: 'running', startedAt: ctx.now },
      ctx.now,
    );
    // The same month was the reference of another version before: that run stays as it is.
    if (claimed) {
      const published = { state: 'published', finishedAt: ctx.now, factCount: count, factDigest: digest } as const;
      await finishRun(w.db, claimed.id, claimed.attempt, published);
    }
    const rows = reference.counts.profile.rows;
    w.audit({
      verb: 'monitor.store-reference',
      subject: `model:${modelId}`,
      detail: { modelId, version, specHash, start, end, rows, facts: count, factDigest: digest, on: dayIn('utc', ctx.now) },
    });
  });
}

function referenceFacts(
  ctx: Ctx,
  { modelId, version, spec, kpis }: Watched,
  runId: string,
  { start, end }: Period,
  { counts }: Omit<StoredReference, 'label'>,
  days: DayCounts[],
): Fact[] {
  const rows = counts.profile.rows;
  const source = spec.source.files;
  const book = createFactBook({ runId, modelId, version, grain: 'month', start, end, source, rows, computedAt: ctx.now });
  stateFacts(book, { spec, kpis, period: { grain: 'month', start, end }, counts, days, history: noHistory });
  return book.facts;
}
