import { z } from 'zod';
import type { WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { daysBetween, dayIn, nextWeekly } from '../shared/period.ts';
import { deleteRota, selectRota, selectRotas, upsertRota } from './rota-store.ts';

/** People who take weekly turns. A turn begins at the weekday (1 is Monday) and hour of the zone. */
export const rotaSpec = z.strictObject({
  zone: z.string().min(1).max(60),
  weekday: z.number().int().min(1).max(7),
  hour: z.number().int().min(0).max(23),
  people: z.array(z.string().min(1).max(63)).min(1).max(50),
});
export type RotaSpec = z.output<typeof rotaSpec>;

const maxRotas = 1_000;
/** The Monday from which turns are counted, so that everybody counts them alike. */
const firstMonday = '1970-01-05';

/** Whose turn it is at an instant: pure, so that the past can be asked as well. */
export function onCallOf(spec: RotaSpec, at: Date): string {
  const next = nextWeekly({ zone: spec.zone, weekday: spec.weekday, hour: spec.hour, minute: 0 }, at);
  const turn = Math.floor(daysBetween(firstMonday, dayIn(spec.zone, next)) / 7) - 1;
  const count = spec.people.length;
  return spec.people[((turn % count) + count) % count]!;
}

/** The id of whoever is on call at an instant of domain time. Throws `not-found` for an unknown rota. */
export async function onCall(ctx: Ctx, rotaId: string, at: Date = ctx.now): Promise<string> {
  return onCallOf(await readRota(ctx, rotaId), at);
}

export async function readRota(ctx: Ctx, rotaId: string): Promise<RotaSpec> {
  authorise(ctx.actor, 'people.read');
  const row = await selectRota(ctx.db, rotaId);
  if (!row)
    throw new LeewayError('not-found', `There is no on-call rota “${rotaId}”.`, {
      field: 'onCall',
      hint: 'Rotas stand in leeway.yml under `rotas`.',
    });
  return rotaSpec.parse(row.spec);
}

/** Every rota by id. */
export async function readRotas(ctx: Ctx): Promise<Map<string, RotaSpec>> {
  authorise(ctx.actor, 'people.read');
  const rows = await selectRotas(ctx.db, maxRotas + 1);
  if (rows.length > maxRotas) throw new LeewayError('too-large', `Leeway holds at most ${maxRotas} rotas.`);
  return new Map(rows.map((row) => [row.id, rotaSpec.parse(row.spec)]));
}

/** Writes a rota in the transaction of a verb, which authorises and audits. */
export const putRota = (w: WriteCtx, id: string, spec: RotaSpec): Promise<void> => upsertRota(w.db, { id, spec });

export const removeRota = (w: WriteCtx, id: string): Promise<void> => deleteRota(w.db, id);
