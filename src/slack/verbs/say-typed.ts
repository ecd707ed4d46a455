import type { Ctx } from '../../db/ctx.ts';
import { readPersons } from '../../people/read-persons.ts';
import { sayMoment } from '../../shared/period.ts';

/** When a draft was typed, on the clock of whoever typed it: `Mon 9 April, 14:05`. */
export async function sayTyped(ctx: Ctx, at: Date): Promise<string> {
  return sayMoment(at, (await readPersons(ctx, [ctx.actor.id])).get(ctx.actor.id)?.zone ?? 'utc');
}
