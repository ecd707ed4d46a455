import type { Ctx } from '../db/ctx.ts';
import type { Choice } from './blocks.ts';
import type { ChangeListView } from './views/change-list.ts';
import type { ChangeView } from './views/change-words.ts';

/** A model that may be touched, as one ticks it. */
export interface TouchChoice {
  modelId: string;
  title: string;
  why: string;
  ticked: boolean;
}
/** What a form about a change opens with. */
export interface ChangeForm {
  words: string;
  startsOn?: string;
  endsOn?: string;
  choices: TouchChoice[];
  /** Other models, by name. */
  others: Choice[];
  other?: string;
  /** When the words were typed and not sent, `Mon 9 April, 14:05`; absent where they were not. */
  typedAt?: string;
}
export interface SettleForm {
  changeId: string;
  number: number;
  modelId: string;
  modelName: string;
  words: string | null;
  dates: string;
  /** Versions that learned from data after the change began. */
  versions: number[];
}
export type HowSettled = 'retrained' | 'no-effect' | 'refused';

/** What Slack's handlers ask of changes in the business. */
export interface ChangeVerbs {
  change(ctx: Ctx, which: string | number): Promise<ChangeView>;
  changes(ctx: Ctx): Promise<ChangeListView>;
  changeForm(ctx: Ctx, input: { words: string }): Promise<ChangeForm>;
  /** `masked`: what was taken out of the words, in a sentence. */
  reportChange(
    ctx: Ctx,
    input: { words: string; startsOn: string; endsOn?: string; models: string[]; clientKey: string },
  ): Promise<{ number: number; asked: string[]; masked?: string }>;
  touchForm(ctx: Ctx, changeId: string): Promise<ChangeForm & { changeId: string; number: number }>;
  describeTouch(ctx: Ctx, input: { changeId: string; models: string[] }): Promise<void>;
  settleForm(ctx: Ctx, input: { changeId: string; modelId: string }): Promise<SettleForm>;
  settleTouch(
    ctx: Ctx,
    input: { changeId: string; modelId: string; how: HowSettled; version?: number; words?: string },
  ): Promise<{ masked?: string }>;
  withdrawChange(ctx: Ctx, input: { changeId: string; words?: string }): Promise<void>;
}
