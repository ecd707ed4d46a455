import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import type { Fact, Measure } from '../shared/fact.ts';
import { selectFacts, selectRunFacts, selectSeries, type SeriesFilter } from './store.ts';

const maxIds = 2_000;
const maxRows = 20_000;

/** Facts by id, in the order asked for. An id that is not there is an error: texts refer to stored facts only. */
export async function readFacts(ctx: Ctx, ids: string[]): Promise<Fact[]> {
  authorise(ctx.actor, 'facts.read');
  if (ids.length === 0) return [];
  if (ids.length > maxIds) throw new LeewayError('too-large', `At most ${maxIds} facts can be read at once, not ${ids.length}.`);
  const found = new Map((await selectFacts(ctx.db, [...new Set(ids)])).map((one) => [one.id, one]));
  return ids.map((id) => {
    const one = found.get(id);
    if (!one) throw new LeewayError('not-found', `Fact ${id} is not stored.`);
    return one;
  });
}

/**
 * The values of some measures over past windows, oldest first; of each measure, subject and window the newest run's.
 * One statement whatever the number of models.
 */
export async function readSeries(ctx: Ctx, filter: SeriesFilter): Promise<Fact[]> {
  authorise(ctx.actor, 'facts.read');
  if (filter.modelIds.length === 0) return [];
  const rows = await selectSeries(ctx.db, filter, maxRows + 1);
  if (rows.length > maxRows)
    throw new LeewayError('too-large', `More than ${maxRows} facts in one series: ask for fewer models or a shorter time.`);
  const newest = new Map(rows.map((one) => [`${one.modelId} ${one.measure} ${one.about} ${one.periodStart}`, one]));
  return [...newest.values()];
}

/** One run's facts of some measures, and those of `also.measure` about the named subjects. */
export async function readRunFacts(
  ctx: Ctx,
  runId: string,
  measures: Measure[],
  also: { measure: Measure; about: string[] },
): Promise<Fact[]> {
  authorise(ctx.actor, 'facts.read');
  const rows = await selectRunFacts(ctx.db, runId, measures, also, maxRows + 1);
  if (rows.length > maxRows) throw new LeewayError('too-large', `More than ${maxRows} facts of one run: ask for fewer measures.`);
  return rows;
}
