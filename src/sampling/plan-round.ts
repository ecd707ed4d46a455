import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { readOrder } from '../deploy/read-orders.ts';
import { readMonitors } from '../monitor/read-monitors.ts';
import type { MonitorSpec, SamplingSpec } from '../monitor/schemas.ts';
import { readModels } from '../registry/read-model.ts';
import { newId } from '../shared/ids.ts';
import { addDays, dayIn, instantAt, type Day } from '../shared/period.ts';
import { isFirstOfMonth, monthToAsk, type Span } from './rules.ts';
import { insertRound } from './store.ts';

/** Experts are written to in the morning. */
const askAt = { hour: 10, minute: 0 };

/**
 * Once a month, on the first of a weekday: the experts of a model are to be asked about decisions of the month before. In
 * the transaction of a job. False on any other day, twice in a month, and where nothing is to be asked.
 */
export async function planMonthly(w: WriteCtx, { modelId, day }: { modelId: string; day: Day }): Promise<boolean> {
  const sampling = (await watchedBy(w, modelId))?.sampling;
  if (!sampling?.monthly || !isFirstOfMonth(day)) return false;
  const span = monthToAsk(day, sampling.from);
  if (!span) return false;
  return plan(w, { modelId, occasion: 'monthly', key: span.end.slice(0, 7), span, askedAt: w.now, sampling });
}

/**
 * A version went live: some days later its experts are to be asked about what it decided in them. Nothing where it is not
 * what serves, or where the model's experts are not asked.
 */
export async function planAfterPromotion(ctx: Ctx, { orderId }: { orderId: string }): Promise<boolean> {
  const { kind, modelId, version, finishedAt } = await readOrder(ctx, orderId);
  const spec = await watchedBy(ctx, modelId);
  const serving = (await readModels(ctx, [modelId])).get(modelId)?.servingVersion;
  const days = spec?.sampling?.afterPromotionDays ?? null;
  if (kind !== 'promotion' || !spec?.sampling || days === null || serving !== version) return false;
  // The day on which it went live is partly another version's.
  const start = addDays(dayIn(spec.zone, finishedAt ?? ctx.now), 1);
  const span = { start, end: addDays(start, days) };
  const askedAt = instantAt(span.end, { ...askAt, zone: spec.zone });
  const { sampling } = spec;
  return write(ctx, (w) => plan(w, { modelId, occasion: 'promotion', key: orderId, span, askedAt, sampling }));
}

interface Plan {
  modelId: string;
  occasion: 'monthly' | 'promotion';
  key: string;
  span: Span;
  askedAt: Date;
  sampling: SamplingSpec;
}

async function plan(w: WriteCtx, { modelId, occasion, key, span, askedAt, sampling }: Plan): Promise<boolean> {
  const id = newId();
  const planned = await insertRound(w.db, {
    id,
    modelId,
    occasion,
    occasionKey: key,
    periodStart: span.start,
    periodEnd: span.end,
    rule: {},
    population: 0,
    state: 'planned',
    askedAt,
    closesAt: new Date(askedAt.getTime() + sampling.openDays * 86_400_000),
  });
  if (planned)
    w.audit({
      verb: 'sampling.plan',
      subject: `sample:${id}`,
      detail: { modelId, occasion, key, ...span, at: askedAt.toISOString() },
    });
  return planned;
}

const watchedBy = async (ctx: Ctx, modelId: string): Promise<MonitorSpec | undefined> =>
  (await readMonitors(ctx, [modelId]))[0]?.spec;
