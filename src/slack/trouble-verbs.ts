import type { Ctx } from '../db/ctx.ts';
import type { TroubleView } from './views/trouble.ts';

/** What operators do about messages that do not go out. */
export interface TroubleVerbs {
  trouble(ctx: Ctx): Promise<TroubleView>;
  resendTrouble(ctx: Ctx, input: { key: string }): Promise<{ isHeld: boolean; count: number }>;
  dropTrouble(ctx: Ctx, input: { key: string; reason: string }): Promise<{ count: number; dropId: string }>;
  undoDrop(ctx: Ctx, input: { dropId: string }): Promise<{ count: number }>;
}
