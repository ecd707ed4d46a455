import type { Ctx } from '../db/ctx.ts';
import { readPersons } from '../people/read-persons.ts';
import { authorise } from '../shared/access.ts';
import { systemActor } from '../shared/actor.ts';
import { LeewayError } from '../shared/errors.ts';
import { addDays, type Day } from '../shared/period.ts';
import {
  selectChange,
  selectComing,
  selectEvents,
  selectList,
  selectNear,
  selectTouches,
  type ChangeEvent,
  type ChangeRow,
  type Touch,
} from './store.ts';

export type { ChangeEvent, Touch } from './store.ts';

/** Something in the business that changes, with what was said of it and the models it touches. */
export interface Change extends ChangeRow {
  byName: string;
  /** As it was reported; null once it was taken back. */
  words: string | null;
  touches: Touch[];
  events: ChangeEvent[];
}

const maxEvents = 2_000;
const maxShown = 50;
const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const reading = (ctx: Ctx): Ctx => ({ ...ctx, actor: systemActor('changes') });

/** A change by its id or its number. */
export async function readChange(ctx: Ctx, which: string | number): Promise<Change> {
  authorise(ctx.actor, 'registry.read');
  const known = typeof which === 'number' ? Number.isSafeInteger(which) && which > 0 && which < 2 ** 31 : isId.test(which);
  const row = known ? await selectChange(ctx.db, typeof which === 'number' ? { number: which } : { id: which }) : undefined;
  if (!row)
    throw new LeewayError('not-found', `There is no change${typeof which === 'number' ? ` ${which}` : ''}.`, {
      field: 'change',
      hint: 'See the list with /leeway changes.',
    });
  return (await whole(ctx, [row]))[0]!;
}

/** Those that are not at their end (or all), newest first. */
export async function listChanges(ctx: Ctx, filter: { open: boolean }): Promise<Change[]> {
  authorise(ctx.actor, 'registry.read');
  return whole(ctx, await selectList(ctx.db, filter.open ? ['asked', 'open'] : ['asked', 'open', 'done', 'withdrawn'], maxShown));
}

/** What begins within some weeks of a day, or began in the week before it; soonest first. For digests. */
export async function upcomingChanges(
  ctx: Ctx,
  filter: { today: Day; teamId: string | null; weeks?: number; limit?: number },
): Promise<Change[]> {
  authorise(ctx.actor, 'registry.read');
  const { today, teamId, weeks = 6, limit = 5 } = filter;
  const until = addDays(today, 7 * weeks);
  return whole(ctx, await selectComing(ctx.db, { from: addDays(today, -7), until, teamId }, Math.min(limit, maxShown)));
}

/**
 * Changes that touch some models and hold in a stretch of days (`end` exclusive). What moved in that time coincides with
 * them; whether one caused the other is not measured, and whoever shows them must say so.
 */
export async function changesNear(ctx: Ctx, modelIds: readonly string[], period: { start: Day; end: Day }): Promise<Change[]> {
  authorise(ctx.actor, 'registry.read');
  if (modelIds.length === 0) return [];
  if (modelIds.length > 1_000) throw new LeewayError('too-large', 'Changes of at most 1,000 models are read at once.');
  return whole(ctx, await selectNear(ctx.db, [...modelIds], period, maxShown));
}

async function whole(ctx: Ctx, rows: ChangeRow[]): Promise<Change[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const touches = Map.groupBy(await selectTouches(ctx.db, ids), (one) => one.changeId);
  const events = Map.groupBy(await selectEvents(ctx.db, ids, maxEvents), (one) => one.changeId);
  const people = await readPersons(
    reading(ctx),
    rows.map((row) => row.byId),
  );
  return rows.map((row) => ({
    ...row,
    byName: people.get(row.byId)?.name ?? row.byId,
    words: events.get(row.id)?.find((one) => one.kind === 'reported')?.words ?? null,
    touches: touches.get(row.id) ?? [],
    events: events.get(row.id) ?? [],
  }));
}
