import type { Ctx } from '../db/ctx.ts';
import type { FlagForm } from './views/flag-modal.ts';
import type { Subject } from './verbs.ts';

/** Where a problem is flagged from; what is known of it is filled in. */
export interface FlagFrom {
  origin?: Subject;
  modelId?: string;
  /** What was said already. */
  words?: string;
  /** A message of somebody's that is taken along; `authorId` is their Slack user. */
  message?: { channel: string; ts: string; text: string; teamId: string; authorId?: string; hasFiles?: boolean };
}
export interface FlagWish {
  what: string;
  modelId?: string;
  week?: string;
  origin?: { kind: string; id: string };
  /** The same for a form that is sent twice. */
  clientKey: string;
}
export interface FlagDone {
  caseNumber: number;
  ownerName?: string;
  /** The day by which an answer was promised: `Fri 22 June`. */
  promised?: string;
  /** The same was flagged a moment ago: this is that case. */
  again: boolean;
  /** Nobody is meant to use the model any more. */
  retired?: boolean;
  /** What was taken out of the words, in a sentence. */
  masked?: string;
  /** Who said the like before, in a sentence. */
  like?: string;
}

/** What Slack's handlers ask of flagging. */
export interface TypedBefore {
  /** By the field's name. */
  values: Record<string, string>;
  /** `Mon 9 April, 14:05` */
  typedAt: string;
}

export interface FlagVerbs {
  flagForm(ctx: Ctx, from: FlagFrom): Promise<FlagForm>;
  flag(ctx: Ctx, wish: FlagWish): Promise<FlagDone>;
  /** Keeps what stands in a form that is not sent yet. `typedAt`: as Slack writes its instants. */
  /** What the person typed into a form and did not send. */
  draft(ctx: Ctx, form: string): Promise<TypedBefore | undefined>;
  /** The form, in this opening of it, was sent. */
  draftSent(ctx: Ctx, input: { form: string; formId: string }): Promise<void>;
  keepDraft(
    ctx: Ctx,
    input: { form: string; formId: string; values: Record<string, string>; typedAt: string | undefined },
  ): Promise<void>;
}
