import type { Ctx } from '../db/ctx.ts';
import type { SampleAnswer } from '../db/schema/sampling.ts';
import type { SampleLetterView } from './views/sample-letter.ts';
import type { SampleOutcomeView, SampleResultView } from './views/sample-result.ts';
import type { SampleLineForm } from './views/sample-line-modal.ts';
import type { DecisionListView } from './views/sample-decisions.ts';

/** A decision of a round by its place in it. */
export interface SamplePlace {
  roundId: string;
  position: number;
}

/** What Slack's handlers ask of questions to experts about real decisions. */
export interface SamplingVerbs {
  sampleLetter(ctx: Ctx, input: { roundId: string; personId: string }): Promise<SampleLetterView>;
  sampleResult(ctx: Ctx, roundId: string): Promise<SampleResultView>;
  sampleOutcome(ctx: Ctx, input: { roundId: string; personId: string }): Promise<SampleOutcomeView>;
  /** What was said of each decision; `from`: the first one of the page, from 1. */
  sampleDecisions(ctx: Ctx, input: { roundId: string; from: number }): Promise<DecisionListView>;
  sampleAnswer(ctx: Ctx, input: SamplePlace & { answer: SampleAnswer }): Promise<void>;
  sampleTurn(ctx: Ctx, input: SamplePlace): Promise<void>;
  sampleLineForm(ctx: Ctx, input: SamplePlace): Promise<SampleLineForm>;
  /** `masked`: what was taken out of the line before it was kept, in a sentence. */
  sampleLine(ctx: Ctx, input: SamplePlace & { words: string }): Promise<{ masked?: string }>;
  /** A decision that was wrong becomes a case, in one click. */
  sampleFlag(ctx: Ctx, input: SamplePlace): Promise<{ caseNumber: number }>;
}
