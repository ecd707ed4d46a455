import type { Ctx } from '../db/ctx.ts';
import type { Choice } from './blocks.ts';

export interface ComplaintForm {
  models: Choice[];
  weeks: Choice[];
  /** The week that is proposed: the last whole one. */
  week: string;
  /** What was typed after the command, where it was refused, and what of it could be read. */
  said?: string;
  filled?: Record<string, string>;
}
interface Told {
  sentence: string;
  hint?: string;
}

/** For complaints that were made to whoever raised a case. */
export interface PassOnForm extends Pick<ComplaintForm, 'weeks' | 'week'> {
  caseId: string;
  caseNumber: number;
  modelName: string;
}

/** What Slack's handlers ask of customers' complaints. */
export interface ComplaintVerbs {
  complaintForm(ctx: Ctx, input?: { said: string }): Promise<ComplaintForm>;
  countComplaints(ctx: Ctx, input: { modelId: string; week: string; count: number; segment?: string }): Promise<Told>;
  passOnForm(ctx: Ctx, caseId: string): Promise<PassOnForm>;
  passOn(ctx: Ctx, input: { caseId: string; week: string; count: number; clientKey: string }): Promise<Told>;
  /** A table as a spreadsheet saves it; `model`: which one it is about, as somebody said it, where the table does not say. */
  countTable(ctx: Ctx, input: { csv: string; model?: string }): Promise<Told>;
  /** The same as a file. */
  countFile(ctx: Ctx, input: { bytes: Uint8Array; model?: string }): Promise<Told>;
}
