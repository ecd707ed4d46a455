import type { Ctx } from '../db/ctx.ts';
import { isSeparated } from '../people/separation.ts';
import { LeewayError } from '../shared/errors.ts';

/** Which version serves is what people decide on, once two share the work; recording it would be a way round them. */
export async function assertNotPromoted(ctx: Pick<Ctx, 'db'>, modelId: string, field: string): Promise<void> {
  if (!(await isSeparated(ctx))) return;
  throw new LeewayError('forbidden', `Which version of ${modelId} serves is decided by a request, not recorded.`, {
    field,
    hint: 'Ask for it with /leeway promote; going back needs nobody else.',
  });
}
