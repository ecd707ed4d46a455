import { z } from 'zod';
import type { Turn } from '../turn.ts';
import { needed, type Click } from './click.ts';

const patch = z.union([
  z.strictObject({ delivery: z.enum(['channel', 'direct']) }),
  z.strictObject({ weekday: z.coerce.number().int().min(1).max(7) }),
  z.strictObject({ hour: z.coerce.number().int().min(0).max(23) }),
  z.strictObject({ zone: z.string().min(1).max(80) }),
  z.strictObject({ often: z.enum(['weekly', 'monthly']) }),
  z.strictObject({ short: z.enum(['short', 'whole']).transform((value) => value === 'short') }),
]);

/** One menu of the digest settings: its id says which, `home-setting:hour`. */
export async function onHomeSetting(turn: Turn, click: Click): Promise<void> {
  const changed = patch.safeParse({ [click.suffix]: click.option });
  await turn.verbs.saveDigestSettings(turn.ctx, needed(changed.data));
  await turn.home.publish(turn.ctx, turn.userId);
}
