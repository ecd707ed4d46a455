import type { ActionKind, CaseKind, Still, Sureness } from '../db/schema/feedback.ts';
import type { Ctx } from '../db/ctx.ts';
import type { Choice } from './blocks.ts';
import type { CaseListView } from './views/case-list.ts';
import type { CaseActionView, CaseView } from './views/case-words.ts';

/** What came of a step on a case: a sentence for whoever took it. */
export interface CaseDone {
  number: number;
  /** What was taken out of their words, in a sentence. */
  masked?: string;
  /** It was so already: the same click again. */
  again: boolean;
}
export interface CasePage {
  view: CaseView;
  /** The reader raised it or said the same; they may decide on it. */
  flags: boolean;
  triages: boolean;
  /** What happened, oldest first. */
  lines: string[];
}
/** `live`: what serves there now; null for nothing. `mayServe`: the reader may go back from it or pause it. */
export interface ActionVersions {
  actionId: string;
  action: CaseActionView;
  caseNumber: number;
  modelId: string;
  modelName: string;
  environment: string;
  live: number | null;
  mayServe: boolean;
  versions: Choice[];
}
type Seen = { caseId: string; revision: number };
type Said = { words: string };
export interface PlannedAction {
  kind: ActionKind;
  words?: string;
  /** Of the planning person's own workspace. */
  slackUser: string;
  dueOn: string;
}

/** What Slack's handlers ask of cases. */
export interface CaseVerbs {
  caseNow(ctx: Ctx, caseId: string): Promise<CaseView>;
  casePage(ctx: Ctx, which: { caseId: string } | { number: number }): Promise<CasePage>;
  cases(ctx: Ctx): Promise<CaseListView>;
  caseAction(ctx: Ctx, actionId: string): Promise<{ action: CaseActionView; caseNumber: number }>;
  /** What may be asked to be put live for a step of a case: versions, newest first, that do not serve there. */
  versionsForAction(ctx: Ctx, actionId: string): Promise<ActionVersions>;
  /** Other open cases about the same model, the likest first. */
  otherCases(ctx: Ctx, caseId: string): Promise<Choice[]>;
  /** Teams to which a case can be handed. */
  otherTeams(ctx: Ctx): Promise<Choice[]>;
  /** The day by which what is planned now is done, where nothing else is said. */
  suggestedDue(ctx: Ctx): Promise<string>;
  describeCase(
    ctx: Ctx,
    input: {
      caseId: string;
      kind?: CaseKind;
      still?: Still;
      sureness?: Sureness;
      segment?: string;
      harm?: string;
      wasDone?: string;
    },
  ): Promise<CaseDone>;
  askFlagger(ctx: Ctx, input: Seen & Said & { clientKey: string }): Promise<CaseDone>;
  answerOwner(ctx: Ctx, input: { caseId: string; clientKey: string } & Said): Promise<CaseDone>;
  acceptCase(ctx: Ctx, input: Seen): Promise<CaseDone>;
  mergeCase(ctx: Ctx, input: Seen & { into: string }): Promise<CaseDone>;
  handCase(ctx: Ctx, input: Seen & { teamId?: string; slackUser?: string; words?: string }): Promise<CaseDone>;
  declineCase(ctx: Ctx, input: Seen & Said): Promise<CaseDone>;
  contestDecline(ctx: Ctx, input: { caseId: string } & Said): Promise<CaseDone>;
  answerCase(ctx: Ctx, input: Seen & Said & { actions: PlannedAction[] }): Promise<CaseDone>;
  settleAction(ctx: Ctx, input: { actionId: string; outcome: 'done' | 'dropped'; words?: string }): Promise<CaseDone>;
  /** Opens a data problem from a step that repairs data. */
  openRepair(ctx: Ctx, actionId: string): Promise<CaseDone & { caseId: string }>;
  finishCase(ctx: Ctx, input: Seen & Said): Promise<CaseDone>;
  confirmCase(ctx: Ctx, input: { caseId: string }): Promise<CaseDone>;
  reopenCase(ctx: Ctx, input: { caseId: string } & Said): Promise<CaseDone>;
}
