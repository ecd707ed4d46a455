import type { Ctx } from '../db/ctx.ts';
import { readSeries } from '../facts/read-facts.ts';
import type { Fact, Measure } from '../shared/fact.ts';
import { addDays, dayIn, mondayOf } from '../shared/period.ts';
import type { CaseRow } from './case-store.ts';
import { reading } from './load-case.ts';

/** What tells whether something got better, in the order in which it is shown; of KPIs those of the model. */
const shown: Measure[] = ['kpi', 'mae', 'costly-called-share', 'large-miss-share'];
const maxShown = 6;
/** Weeks to look ahead of the case for the newest one. */
const maxWeeks = 60;

export interface FiguresAround {
  /** Ids of facts of the week the case is about, and of the newest whole week after it; the same measures in the same order. */
  before: string[];
  after: string[];
}

/** How the model's figures were when a case was raised, and how they are now. Empty where no week has come in between. */
export async function figuresAround(
  ctx: Ctx,
  row: Pick<CaseRow, 'modelId' | 'periodStart' | 'flaggedAt'>,
  zone: string,
): Promise<FiguresAround> {
  const week = mondayOf(row.periodStart ?? addDays(dayIn(zone, row.flaggedAt), -7));
  const facts = await readSeries(reading(ctx), {
    modelIds: [row.modelId],
    grain: 'week',
    measures: shown,
    from: week,
    before: addDays(week, 7 * maxWeeks),
  });
  const newest = facts.reduce((last, one) => (one.periodStart > last ? one.periodStart : last), week);
  if (newest === week) return { before: [], after: [] };
  const at = (day: string) => facts.filter((one) => one.periodStart === day && !one.about.endsWith(':reference'));
  const order = (one: Fact) => shown.indexOf(one.measure);
  const [then, now] = [at(week), at(newest)];
  const pairs = then
    .toSorted((left, right) => order(left) - order(right))
    .flatMap((one) => {
      const later = now.find((other) => other.measure === one.measure && other.about === one.about);
      return later ? [{ before: one.id, after: later.id }] : [];
    })
    .slice(0, maxShown);
  return { before: pairs.map((one) => one.before), after: pairs.map((one) => one.after) };
}
