import type { Ctx } from '../db/ctx.ts';
import type { Choice } from './blocks.ts';

export interface ComplaintForm {
  models: Choice[];
  weeks: Choice[];
  /** The week that is proposed: the last whole one. */
  week: string;
}
interface Told {
  sentence: string;
  hint?: string;
}

/** What Slack's handlers ask of customers' complaints. */
export interface ComplaintVerbs {
  complaintForm(ctx: Ctx): Promise<ComplaintForm>;
  countComplaints(ctx: Ctx, input: { modelId: string; week: string; count: number; segment?: string }): Promise<Told>;
  /** A table as a spreadsheet saves it; `model`: which one it is about, as somebody said it, where the table does not say. */
  countTable(ctx: Ctx, input: { csv: string; model?: string }): Promise<Told>;
  /** The same as a file. */
  countFile(ctx: Ctx, input: { bytes: Uint8Array; model?: string }): Promise<Told>;
}
