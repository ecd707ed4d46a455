import type { WriteCtx } from '../audit/write.ts';
import { readSeries } from '../facts/read-facts.ts';
import { recordFacts } from '../facts/record-facts.ts';
import { openMatter } from '../matters/open-matter.ts';
import { systemActor } from '../shared/actor.ts';
import type { Fact } from '../shared/fact.ts';
import { newId } from '../shared/ids.ts';
import { addDays, type Day } from '../shared/period.ts';
import type { Checked, Row } from './check-counts.ts';
import { judgeCount } from './judge.ts';
import type { CountInput } from './schemas.ts';
import { strangeSegments } from './segment-store.ts';
import { selectCount, upsertCounts } from './store.ts';

/** Customers who complain are told as soon as inputs that differ, and after errors that grow. */
const severity = 58;
/** Weeks that make what is usual, as for a model's own figures. */
const pastWeeks = 26;

export interface ComplaintsCounted {
  weeks: { modelId: string; modelTitle: string; week: Day; segment: string; fact: Fact; outside: boolean }[];
  /** Parts of the business that were neither counted before nor are a value of anything the model looks at. */
  strange?: string[];
  /** All of it was counted so before, by whom and when; nothing was counted again. */
  known?: { byId: string; at: Date };
}

/**
 * Keeps counts that were checked. Each is a fact; where it is above its usual range a matter is opened, as for any other
 * figure. Where all of them stand so already, nothing is written, and `known` says since when.
 */
export async function keepCounts(
  w: WriteCtx,
  { rows, models, today }: Checked,
  source: CountInput['source'],
): Promise<ComplaintsCounted> {
  const runId = newId();
  const { actor, now } = w;
  const strange = await strangeSegments(w.db, rows);
  const changed = await upsertCounts(
    w.db,
    rows.map(({ modelId, week, segment, count }) => ({
      modelId,
      weekStart: week,
      segment,
      count,
      source,
      byId: actor.id,
      at: now,
    })),
  );
  const series = await pastOf(w, rows);
  if (changed === 0) return asItStands(w, rows, series, models);
  const weeks: ComplaintsCounted['weeks'] = [];
  const facts: Fact[] = [];
  // Oldest first, so that of several weeks at once each is judged by those before it.
  for (const row of rows.toSorted((a, b) => (a.week < b.week ? -1 : 1))) {
    const { modelId, week, segment, count } = row;
    const past = (series.get(`${modelId} ${segment}`) ?? []).filter((fact) => fact.periodStart < week).slice(-pastWeeks);
    const judged = judgeCount({ modelId, week, segment, count, source, runId, computedAt: now }, past);
    const [fact] = judged.facts;
    facts.push(...judged.facts);
    const key = `${modelId} ${segment}`;
    const others = (series.get(key) ?? []).filter((one) => one.periodStart !== week);
    series.set(
      key,
      [...others, fact!].toSorted((a, b) => (a.periodStart < b.periodStart ? -1 : 1)),
    );
    const modelTitle = models.get(modelId)?.title ?? modelId;
    // Of a week that is not over only a part was counted.
    const outside = judged.outside && addDays(week, 7) <= today;
    if (outside) await openAlert(w, { modelId, modelTitle, segment, week });
    weeks.push({ modelId, modelTitle, week, segment, fact: fact!, outside });
  }
  const { count, digest } = await recordFacts(w, facts);
  w.audit({
    verb: 'complaints.count',
    subject: rows.length === 1 ? `model:${rows[0]!.modelId}` : `complaints:${runId}`,
    detail: {
      source,
      counts: rows.length,
      models: [...new Set(rows.map((row) => row.modelId))].slice(0, 50),
      facts: count,
      digest,
    },
  });
  return { weeks, strange };
}

/** What was said before is neither an event nor another fact. */
async function asItStands(
  w: WriteCtx,
  rows: Row[],
  series: ReadonlyMap<string, Fact[]>,
  models: Checked['models'],
): Promise<ComplaintsCounted> {
  const weeks = rows.flatMap(({ modelId, week, segment }) => {
    const fact = series.get(`${modelId} ${segment}`)?.find((one) => one.periodStart === week);
    return fact ? [{ modelId, modelTitle: models.get(modelId)?.title ?? modelId, week, segment, fact, outside: false }] : [];
  });
  const before = rows[0] && (await selectCount(w.db, rows[0]));
  return { weeks, ...(before ? { known: { byId: before.byId, at: before.at } } : {}) };
}

async function pastOf(w: WriteCtx, rows: Row[]): Promise<Map<string, Fact[]>> {
  const starts = rows.map((row) => row.week).toSorted();
  const facts = await readSeries(
    { ...w, actor: systemActor('complaints') },
    {
      modelIds: [...new Set(rows.map((row) => row.modelId))],
      grain: 'week',
      measures: ['complaints'],
      from: addDays(starts[0]!, -7 * pastWeeks),
      before: addDays(starts.at(-1)!, 7),
    },
  );
  return Map.groupBy(facts, (fact) => `${fact.modelId} ${fact.about}`);
}

const openAlert = (w: WriteCtx, one: { modelId: string; modelTitle: string; segment: string; week: Day }) =>
  openMatter(w, {
    kind: 'alert',
    modelId: one.modelId,
    key: one.segment === '' ? 'complaints' : `complaints:${one.segment}`,
    title: `${one.modelTitle}: more complaints from customers than usual${one.segment === '' ? '' : ` (${one.segment})`}`,
    severity,
    openedFor: one.week,
  });
