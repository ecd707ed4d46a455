import type { z } from 'zod';
import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { readSeries } from '../facts/read-facts.ts';
import { recordFacts } from '../facts/record-facts.ts';
import { openMatter } from '../matters/open-matter.ts';
import { readOrganisation } from '../people/organisation.ts';
import { readModels, unknownModel } from '../registry/read-model.ts';
import type { ModelSummary } from '../registry/records.ts';
import { authorise } from '../shared/access.ts';
import { systemActor } from '../shared/actor.ts';
import { LeewayError } from '../shared/errors.ts';
import type { Fact } from '../shared/fact.ts';
import { newId } from '../shared/ids.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { addDays, dayIn, mondayOf, sayDayYear, type Day } from '../shared/period.ts';
import { judgeCount } from './judge.ts';
import { countInput, type CountInput } from './schemas.ts';
import { upsertCounts } from './store.ts';

/** Customers who complain are told as soon as inputs that differ, and after errors that grow. */
const severity = 58;
/** Weeks that make what is usual, as for a model's own figures. */
const pastWeeks = 26;

export interface ComplaintsCounted {
  weeks: { modelId: string; modelTitle: string; week: Day; segment: string; fact: Fact; outside: boolean }[];
}
type Row = z.output<typeof countInput>['counts'][number];

/**
 * Keeps how many customers complained about what a model does, by week and segment; a later count of the same week takes the
 * place of the one before. Each is a fact; where it is above its usual range a matter is opened, as for any other figure.
 * All or nothing: throws `not-found` for an unknown model, `invalid` for one that is retired and for a week to come.
 */
export async function countComplaints(ctx: Ctx, input: CountInput): Promise<ComplaintsCounted> {
  const { counts, source } = parseInput(countInput, input);
  authorise(ctx.actor, 'complaints.count');
  const reader: Ctx = { ...ctx, actor: systemActor('complaints') };
  const zone = (await readOrganisation(ctx))?.zone ?? 'utc';
  const today = dayIn(zone, ctx.now);
  const models = await readModels(
    reader,
    counts.map((row) => row.modelId),
  );
  const rows = new Map<string, Row>();
  for (const [at, row] of counts.entries()) {
    const field = counts.length === 1 ? 'week' : `counts.${at}`;
    const model = models.get(row.modelId);
    if (!model) throw await unknownModel(reader, row.modelId);
    assertCountable(model, row.week, today, field);
    const week = mondayOf(row.week);
    const segment = maskPersonal(row.segment).text;
    const key = `${row.modelId} ${week} ${segment}`;
    if (rows.has(key)) throw twice(model, week, segment, field);
    rows.set(key, { ...row, week, segment });
  }
  return write(ctx, (w) => keep(w, [...rows.values()], { source, today, models }));
}

interface Around {
  source: CountInput['source'];
  today: Day;
  models: ReadonlyMap<string, ModelSummary>;
}

async function keep(w: WriteCtx, rows: Row[], { source, today, models }: Around): Promise<ComplaintsCounted> {
  const runId = newId();
  const { actor, now } = w;
  await upsertCounts(
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
  return { weeks };
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

function assertCountable(model: ModelSummary, week: Day, today: Day, field: string): void {
  if (/^retired$/i.test(model.stage))
    throw new LeewayError('invalid', `${model.title} is retired: nothing is counted about it any more.`, { field });
  if (mondayOf(week) > today)
    throw new LeewayError('invalid', `The week of ${sayDayYear(mondayOf(week))} has not come yet.`, {
      field,
      hint: 'Count a week that has begun.',
    });
}

const twice = (model: ModelSummary, week: Day, segment: string, field: string) =>
  new LeewayError(
    'invalid',
    `The week of ${sayDayYear(week)} stands twice for ${model.title}${segment === '' ? '' : ` (${segment})`}.`,
    { field, hint: 'Keep one of them: a week and segment has one count.' },
  );
