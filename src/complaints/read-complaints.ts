import type { Ctx } from '../db/ctx.ts';
import { readSeries } from '../facts/read-facts.ts';
import { authorise } from '../shared/access.ts';
import type { Fact } from '../shared/fact.ts';
import { addDays, type Day } from '../shared/period.ts';
import { aboutOf } from './judge.ts';

export interface ComplaintWeek {
  modelId: string;
  segment: string;
  now: Fact;
  /** The same of the week before. */
  before: Fact | undefined;
  /** The usual range; undefined before eight weeks are known. */
  low: Fact | undefined;
  high: Fact | undefined;
}

/** What was counted of some models in a week, all segments; a model of which nothing was counted is absent. One statement. */
export async function readComplaints(ctx: Ctx, modelIds: readonly string[], week: Day): Promise<ComplaintWeek[]> {
  authorise(ctx.actor, 'facts.read');
  const facts = await readSeries(ctx, {
    modelIds: [...modelIds],
    grain: 'week',
    measures: ['complaints', 'limit-low', 'limit-high'],
    from: addDays(week, -7),
    before: addDays(week, 7),
  });
  const find = (modelId: string, measure: Fact['measure'], about: string, start: Day) =>
    facts.find((one) => one.modelId === modelId && one.measure === measure && one.about === about && one.periodStart === start);
  return facts
    .filter((one) => one.measure === 'complaints' && one.periodStart === week)
    .map((now) => ({
      modelId: now.modelId,
      segment: now.about,
      now,
      before: find(now.modelId, 'complaints', now.about, addDays(week, -7)),
      low: find(now.modelId, 'limit-low', aboutOf(now.about), week),
      high: find(now.modelId, 'limit-high', aboutOf(now.about), week),
    }))
    .toSorted((a, b) => (a.segment < b.segment ? -1 : 1));
}

/** What experts passed on about a model in a week, by segment; empty where nothing was. */
export async function readPassedOn(ctx: Ctx, modelId: string, week: Day): Promise<Fact[]> {
  authorise(ctx.actor, 'facts.read');
  const facts = await readSeries(ctx, {
    modelIds: [modelId],
    grain: 'week',
    measures: ['complaints-passed-on'],
    from: week,
    before: addDays(week, 7),
  });
  return facts.toSorted((a, b) => (a.about < b.about ? -1 : 1));
}
