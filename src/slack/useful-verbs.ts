import type { Ctx } from '../db/ctx.ts';
import type { UsefulAskView, UsefulChoice } from './views/useful-ask.ts';
import type { VotesView } from './views/votes.ts';

/** What Slack's handlers ask about the use of Leeway's texts. */
export interface UsefulVerbs {
  /** What a person is asked after several texts of no use, or what they chose. */
  usefulAsk(ctx: Ctx, input: { personId: string }): Promise<UsefulAskView>;
  /** Changes the actor's digest as they chose; `undo` takes it back. */
  chooseUseful(ctx: Ctx, input: { choice: UsefulChoice | 'undo' }): Promise<void>;
  votes(ctx: Ctx): Promise<VotesView>;
}
