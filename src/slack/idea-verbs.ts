import type { ContactLetter } from '../contact/read-contact.ts';
import type { Framing } from '../framing/read-framing.ts';
import type { Part } from '../framing/schemas.ts';
import type { Ctx } from '../db/ctx.ts';
import type { ConcludeForm } from './views/idea-conclude.ts';
import type { IdeaForm } from './views/idea-forms.ts';
import type { IdeaListView } from './views/ideas.ts';

/** Slack users by the part they are chosen for. */
export type ChosenPeople = Partial<Record<Part, string>>;

/** What came of a form about an idea: what was taken out of the words, in a sentence, where something was. */
export interface IdeaDone {
  number: number;
  masked?: string;
}
export interface FilledConclusion {
  framingId: string;
  revision: number;
  title: string;
  phrase: string;
  unit: string;
  /** As typed; a share in percent. */
  baseline: number;
  target: number;
  goal: string;
  businessQuestion?: string;
  /** Slack users. */
  owners: { business: string; operations: string; 'data-science': string };
}

/** What Slack's handlers ask of ideas. */
export interface IdeaVerbs {
  idea(ctx: Ctx, which: string | number): Promise<Framing>;
  ideas(ctx: Ctx): Promise<IdeaListView>;
  ideaForm(ctx: Ctx, from: { words?: string; caseId?: string }): Promise<IdeaForm>;
  openIdea(
    ctx: Ctx,
    input: { words: string; people: ChosenPeople; caseId?: string; clientKey: string },
  ): Promise<IdeaDone & { framingId: string }>;
  peopleForm(ctx: Ctx, framingId: string): Promise<{ framing: Framing; people: ChosenPeople }>;
  nameIdeaPeople(ctx: Ctx, input: { framingId: string; people: ChosenPeople }): Promise<void>;
  answerIdea(ctx: Ctx, input: { framingId: string; question: string; words: string; clientKey?: string }): Promise<IdeaDone>;
  addIdeaOption(ctx: Ctx, input: { framingId: string; words: string; optionId: string }): Promise<IdeaDone>;
  judgeIdeaOption(ctx: Ctx, input: { optionId: string; verdict: 'open' | 'chosen' | 'dropped'; why?: string }): Promise<void>;
  endIdea(
    ctx: Ctx,
    input: { framingId: string; as: 'not-worth' | 'withdrawn'; words: string; revision: number },
  ): Promise<IdeaDone>;
  reopenIdea(ctx: Ctx, input: { framingId: string; words: string }): Promise<IdeaDone>;
  concludeForm(ctx: Ctx, framingId: string): Promise<ConcludeForm>;
  /** What builders and business owner are told after a quarter without a word. */
  contact(ctx: Ctx, of: { modelId: string; quarterStart: string; personId: string }): Promise<ContactLetter>;
  concludeIdea(ctx: Ctx, input: FilledConclusion): Promise<{ number: number; modelId: string }>;
}
