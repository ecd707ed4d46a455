import type { RequestView, VoteInput } from '../approvals/schemas.ts';
import type { Ctx } from '../db/ctx.ts';
import type { RiskFilter } from './decision-command.ts';
import type { RiskView } from './views/risk.ts';
import type { RuleVerbs } from './rule-verbs.ts';
import type { ReleaseView } from './views/release-notice.ts';
import type { PromotionForm } from './views/request-modal.ts';
import type { RequestLine, RequestListView } from './views/requests.ts';
import type { ServingChange, ServingView } from './views/serving.ts';
import type { VersionPageView } from './views/version-page.ts';
import type { VoteForm } from './views/vote-modals.ts';
import type { ReasonForm } from './views/word-modals.ts';

export interface Wish {
  modelId: string;
  version: number;
  environment: string;
}
/** `breakGlass`: the form of an emergency, which asks for less; `actionId`: the step of a case that it is for. */
export interface FormWish extends Wish {
  breakGlass?: boolean;
  actionId?: string;
}
export interface Place {
  modelId: string;
  environment: string;
}
/** What a form of a request brought back; the checklist as places of its items, from 0. */
export interface FilledPromotion extends Wish {
  reason?: string;
  expectedEffect?: string;
  rollbackPlan?: string;
  fallbackVersion?: number;
  ticked: number[];
  breakGlass: boolean;
  /** The step of a case that it is for. */
  actionId?: string;
  /** The same for a form that is sent twice. */
  clientKey: string;
}
export interface FilledVote extends Pick<VoteInput, 'requestId' | 'decision' | 'revision'> {
  /** Outbox id of the message that was before the voter's eyes; absent in App Home. */
  message?: string;
  reason?: string;
  typed?: string;
  ticked: number[];
}
/** What a click or form about a request carries of where it stood. */
export interface Seen {
  requestId: string;
  revision: number;
  message?: string;
}

/** What Slack's handlers ask of approvals, deployment and validation. */
export interface DecisionVerbs extends RuleVerbs {
  request(ctx: Ctx, requestId: string): Promise<RequestView>;
  requests(ctx: Ctx): Promise<RequestListView>;
  /** Those of App Home: what waits for the person alone. */
  waitingRequests(ctx: Ctx): Promise<RequestLine[]>;
  promotionForm(ctx: Ctx, wish: FormWish): Promise<PromotionForm>;
  promote(ctx: Ctx, input: FilledPromotion): Promise<{ number: number; state: RequestView['state'] }>;
  /** What the voter is to fill in; where the vote would be refused whatever they fill in, it is cast and refused at once. */
  voteForm(ctx: Ctx, seen: Seen & { decision: 'approve' | 'refuse' }): Promise<VoteForm>;
  castVote(ctx: Ctx, vote: FilledVote): Promise<{ state: RequestView['state'] }>;
  /** Whether it was oneself who asked at the command line. */
  confirmAsked(ctx: Ctx, input: { requestId: string; asked: boolean }): Promise<void>;
  withdrawRequest(ctx: Ctx, input: { requestId: string; reason?: string }): Promise<void>;
  /** `slackUser`: of the deciding person's own workspace. */
  delegateVote(ctx: Ctx, input: { requestId: string; slackUser: string }): Promise<{ name: string }>;
  askQuestion(ctx: Ctx, input: { requestId: string; words: string }): Promise<void>;
  answerQuestion(ctx: Ctx, input: { requestId: string; words: string }): Promise<void>;
  versionPage(ctx: Ctx, input: { modelId: string; version?: number }): Promise<VersionPageView>;
  /** Keeps what somebody learned about a version. */
  noteVersion(ctx: Ctx, input: { modelId: string; version: number; words: string }): Promise<void>;
  /** `from`: the first model of the page, from 1. */
  risk(ctx: Ctx, input: { riskClass?: RiskFilter; from: number }): Promise<RiskView>;
  serving(ctx: Ctx, input: { modelId: string; environment?: string }): Promise<ServingView[]>;
  /** `expected`: what was seen to serve, `to`: where the way back led, `requestId`: of the card it was seen on. Returns what is said of it, and what its reason belongs to. */
  rollBack(ctx: Ctx, input: Place & { expected?: number; to?: number; requestId?: string }): Promise<ReasonForm>;
  pause(ctx: Ctx, input: Place): Promise<ReasonForm>;
  resume(ctx: Ctx, input: Place): Promise<ReasonForm>;
  giveReason(ctx: Ctx, input: Place & { orderId?: string; words: string }): Promise<void>;
  undoRule(ctx: Ctx, input: { ruleId: string; windowStart: string }): Promise<void>;
  servingChange(ctx: Ctx, data: Record<string, string>): Promise<ServingChange>;
  release(ctx: Ctx, orderId: string): Promise<ReleaseView>;
  /** The model that is meant by words as people write them; throws `not-found` with what may have been meant. */
  modelNamed(ctx: Ctx, words: string): Promise<{ modelId: string; title: string }>;
}
