import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { enqueue } from '../queue/enqueue.ts';
import { readModels, unknownModel } from '../registry/read-model.ts';
import { relationTo } from '../registry/rules.ts';
import { authorise } from '../shared/access.ts';
import { isLeewayError, LeewayError } from '../shared/errors.ts';
import { addDays, dayIn, daysBetween, instantAt, mondayOf, type Day } from '../shared/period.ts';
import { countUnseen, countWeeks, isPast, selectWatchedIds } from './backfill-store.ts';
import { maxHistoryWeeks } from './history.ts';
import { clockTime } from './put-monitor.ts';
import { readMonitors } from './read-monitors.ts';
import type { RunInput, RunOutcome } from './run-monitor.ts';
import { isSettled } from './settle-late-run.ts';
import type { MonitorSpec } from './schemas.ts';

/** What limits are drawn from, and no more. */
export const maxBackfillWeeks = maxHistoryWeeks;
export const maxBackfillModels = 500;

export interface BackfillInput {
  /** Undefined: all that are watched. */
  modelIds?: readonly string[] | undefined;
  /** How many whole weeks back, the newest among them. */
  weeks: number;
}

/** Mondays of the first and the last week; undefined where no whole week has gone by since watching begins. */
export interface BackfillStretch {
  modelId: string;
  from: Day;
  until: Day;
  weeks: number;
}

/** How far it is with one model. */
export interface BackfillProgress extends BackfillStretch {
  /** Of its weeks: looked at, or not for a reason. */
  ended: number;
  published: number;
  /** Why the newest of the others could not be looked at. */
  reason: string | null;
}

/**
 * Puts the past weeks of some models into the queue, so that what is usual is known from the beginning. Of the newest whole
 * week people are told as of any other; the ones before it are only kept. Weeks that were looked at already stay as they
 * are. Returns the stretch of each model that has a whole week behind it, and when it was asked.
 */
export async function startBackfill(ctx: Ctx, input: BackfillInput): Promise<{ stretches: BackfillStretch[]; since: Date }> {
  const stretches = await planBackfill(ctx, input);
  await write(ctx, async (w) => {
    for (const { modelId, from, until } of stretches) await enqueue(w, 'backfill', { modelId, week: from, until });
    for (const { modelId, from, until, weeks } of stretches)
      w.audit({ verb: 'monitor.backfill', subject: `model:${modelId}`, detail: { from, until, weeks } });
  });
  return { stretches, since: ctx.now };
}

/** How far it is, in a number of statements that does not depend on the number of models. */
export async function readBackfill(ctx: Ctx, input: BackfillInput & { since: Date }): Promise<BackfillProgress[]> {
  const stretches = await planBackfill(ctx, input);
  const counts = new Map((await countWeeks(ctx.db, stretches, input.since)).map((one) => [one.modelId, one]));
  return stretches.map((stretch) => {
    const { ended = 0, published = 0, reason = null } = counts.get(stretch.modelId) ?? {};
    return { ...stretch, ended, published, reason };
  });
}

/** How many watched models were never looked at. */
export async function countNeverLookedAt(ctx: Ctx): Promise<number> {
  authorise(ctx.actor, 'registry.read');
  return countUnseen(ctx.db);
}

/**
 * Looks at one week and puts the next into the queue, so that each knows those before it. One that cannot be looked at, also
 * at its last try, does not hold up the others. Throws what went wrong where it is to be tried again, or is a fault of ours.
 */
export async function backfillWeek(
  ctx: Ctx,
  look: (input: RunInput) => Promise<RunOutcome>,
  { modelId, week, until, isLastTry }: { modelId: string; week: Day; until: Day; isLastTry: boolean },
): Promise<void> {
  const next = addDays(week, 7);
  const goOn = async () => {
    if (next <= until) await write(ctx, (w) => enqueue(w, 'backfill', { modelId, week: next, until }));
  };
  try {
    // Where it took until after another Monday, the week that was the newest has become one of the past.
    const past = week < until || (await isPast(ctx.db, modelId, week));
    const window = { modelId, grain: 'week', periodStart: week } as const;
    const { state } = await look({ ...window, past });
    if (state === 'not-mine' && !isLastTry && !(await isSettled(ctx, window)))
      throw new LeewayError('unavailable', `Another process looks at the week of ${week} just now.`);
  } catch (error) {
    if (!isLastTry) throw error;
    await goOn();
    if (!isLeewayError(error)) throw error;
    ctx.log.warn({ code: 'window-not-checked', modelId, periodStart: week, reason: error.message }, 'a window was not checked');
    return;
  }
  await goOn();
}

async function planBackfill(ctx: Ctx, { modelIds, weeks }: BackfillInput): Promise<BackfillStretch[]> {
  assertWeeks(weeks);
  await assertMay(ctx, modelIds);
  const found = (await selectWatchedIds(ctx.db, modelIds, maxBackfillModels + 1)).map((one) => one.id);
  if (found.length > maxBackfillModels)
    throw new LeewayError('too-large', `At most ${maxBackfillModels} models at once: name those that you want.`, {
      field: 'models',
    });
  const models = await readModels(ctx, found);
  // Of the others no week could be looked at.
  const watched = found.filter((id) => models.get(id)?.servingVersion);
  for (const id of modelIds ?? []) if (!watched.includes(id)) throw notWatched(id, found.includes(id));
  const stretches = (await readMonitors(ctx, watched))
    .map(({ modelId, spec }) => stretchOf(modelId, spec, weeks, ctx.now))
    .filter((one) => one !== undefined);
  if (stretches.length > 0) return stretches;
  throw new LeewayError('not-found', 'No whole week has gone by since watching begins.', {
    field: 'models',
    hint: 'A model is watched from the day that “from” in its monitor section says.',
  });
}

async function assertMay(ctx: Ctx, modelIds: readonly string[] | undefined): Promise<void> {
  if (!modelIds) return authorise(ctx.actor, 'monitor.run');
  const models = await readModels(ctx, modelIds);
  for (const id of modelIds) {
    const model = models.get(id);
    if (!model) throw await unknownModel(ctx, id);
    authorise(ctx.actor, 'monitor.run', relationTo(ctx.actor, model));
  }
}

/** The newest week ends with the last Sunday whose weekly look has come due. */
function stretchOf(
  modelId: string,
  { from, zone, weeklyAt }: MonitorSpec,
  weeks: number,
  now: Date,
): BackfillStretch | undefined {
  const thisMonday = mondayOf(dayIn(zone, now));
  const isDue = instantAt(thisMonday, { zone, ...clockTime(weeklyAt) }) <= now;
  const until = addDays(thisMonday, isDue ? -7 : -14);
  const watchedFrom = mondayOf(addDays(from, 6));
  const earliest = addDays(until, -7 * (weeks - 1));
  const first = watchedFrom > earliest ? watchedFrom : earliest;
  return first > until ? undefined : { modelId, from: first, until, weeks: weeksBetween(first, until) };
}

const weeksBetween = (first: Day, last: Day): number => daysBetween(first, last) / 7 + 1;

function assertWeeks(weeks: number): void {
  if (Number.isInteger(weeks) && weeks >= 1 && weeks <= maxBackfillWeeks) return;
  throw new LeewayError('invalid', `weeks: a whole number from 1 to ${maxBackfillWeeks}, not ${weeks}.`, { field: 'weeks' });
}

const notWatched = (modelId: string, lacksVersion: boolean) =>
  lacksVersion
    ? new LeewayError('not-found', `The model ${modelId} has no version that serves.`, {
        field: 'models',
        hint: 'Name the serving version under environments.production or aliases.champion in leeway.yml.',
      })
    : new LeewayError('not-found', `The model ${modelId} is not watched.`, {
        field: 'models',
        hint: 'Give it a monitor section in leeway.yml; retired and planned models are not looked at.',
      });
