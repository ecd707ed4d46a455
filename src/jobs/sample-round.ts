import type { Ctx } from '../db/ctx.ts';
import type { Engine } from '../engines/engine.ts';
import { askExperts } from '../sampling/ask-experts.ts';
import { countAnswers } from '../sampling/count-answers.ts';
import type { RoundStep } from '../sampling/due-rounds.ts';
import { remindExperts } from '../sampling/remind-experts.ts';
import { tellOutcome } from '../sampling/tell-outcome.ts';

/** Does what is due with a round of questions to experts; whoever comes second finds it done. */
export async function sampleRound(
  ctx: Ctx,
  engine: Engine,
  { roundId, step }: { roundId: string; step: RoundStep },
): Promise<void> {
  if (step === 'ask') await askExperts(ctx, engine, { roundId });
  else if (step === 'remind') await remindExperts(ctx, { roundId });
  else if (step === 'count') await countAnswers(ctx, { roundId });
  else await tellOutcome(ctx, { roundId });
}
