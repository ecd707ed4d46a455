import type { ChartInput } from '../charts/chart-input.ts';
import type { Ctx } from '../db/ctx.ts';
import type { ShownCard, ThreadReply } from './card-kind.ts';
import type { Outgoing } from './blocks.ts';
import type { CasePage, CaseVerbs } from './case-verbs.ts';
import type { DecisionVerbs, Wish } from './decision-verbs.ts';
import type { FlagVerbs } from './flag-verbs.ts';
import type { SamplingVerbs } from './sampling-verbs.ts';
import type { TroubleVerbs } from './trouble-verbs.ts';
import type { UsefulVerbs } from './useful-verbs.ts';
import type { Framing } from '../framing/read-framing.ts';
import type { IdeaVerbs } from './idea-verbs.ts';
import type { ChangeVerbs } from './change-verbs.ts';
import type { ComplaintVerbs } from './complaint-verbs.ts';
import type { CaseListView } from './views/case-list.ts';
import type { ChangeListView } from './views/change-list.ts';
import type { ChangeView } from './views/change-words.ts';
import type { IdeaListView } from './views/ideas.ts';
import type { LateDigestView } from './views/late-digest.ts';
import type { AlertView } from './views/alert.ts';
import type { AnswerView } from './views/answer.ts';
import type { EditionView } from './views/edition.ts';
import type { EditionDetailsView } from './views/edition-details.ts';
import type { ExplainRequest, ExplainView } from './views/explain.ts';
import type { FactsView } from './views/facts.ts';
import type { HelpView } from './views/help.ts';
import type { HomeView } from './views/home.ts';
import type { CaseView, MatterView } from './views/letters.ts';
import type { MatterForm } from './views/matter-modals.ts';
import type { ModelRecordView } from './views/model-record.ts';
import type { ModelListView } from './views/models.ts';
import type { RequestListView } from './views/requests.ts';
import type { RiskView } from './views/risk.ts';
import type { RuleListView } from './views/rules.ts';
import type { ServingView } from './views/serving.ts';
import type { VersionPageView } from './views/version-page.ts';
import type { StrangerView } from './views/note.ts';
import type { ToDoView } from './views/to-do.ts';
import type { MadeToken, TokenForm } from './views/token-modal.ts';
import type { TroubleView } from './views/trouble.ts';
import type { VotesView } from './views/votes.ts';
import type { Vote } from './views/why-modal.ts';

/** A chart that goes with a text; `title` states the message. */
export interface ChartFor {
  input: ChartInput;
  title: string;
}
/** What was shown: an edition of the digest or an answer. */
export interface Subject {
  kind: 'edition' | 'answer';
  id: string;
}
export interface Question {
  text: string;
  /** `channel:ts` of the thread, so that a follow-up knows what it follows. */
  conversation?: string;
}
/** What came of a command or a question, by what it is shown with. */
export type Reply =
  | { is: 'help'; view: HelpView }
  | { is: 'answer'; view: AnswerView }
  | { is: 'models'; view: ModelListView }
  | { is: 'explain'; view: ExplainView }
  | { is: 'edition'; view: EditionView }
  | { is: 'record'; view: ModelRecordView }
  /** `/leeway flag`: the form is opened. */
  | { is: 'flag'; modelId?: string; what?: string }
  | { is: 'case'; page: CasePage }
  | { is: 'cases'; view: CaseListView }
  /** `/leeway change …`: the form is opened. */
  | { is: 'change-form'; words: string }
  | { is: 'change'; view: ChangeView }
  | { is: 'changes'; view: ChangeListView }
  /** `/leeway complaints`: the form is opened. */
  | { is: 'complaint-form'; table: boolean; said?: string }
  /** `/leeway promote …`: the form is opened. */
  | { is: 'promote'; wish: Wish; modelName: string }
  /** `/leeway token`: the form is opened. */
  | { is: 'token' }
  | { is: 'requests'; view: RequestListView }
  | { is: 'to-do'; view: ToDoView }
  | { is: 'version'; view: VersionPageView }
  | { is: 'serving'; view: ServingView[] }
  | { is: 'rules'; view: RuleListView }
  | { is: 'risk'; view: RiskView }
  | { is: 'votes'; view: VotesView }
  | { is: 'trouble'; view: TroubleView }
  /** `/leeway idea "…"`: the form is opened with the words in it. */
  | { is: 'idea-form'; words: string }
  | { is: 'idea'; view: Framing }
  | { is: 'ideas'; view: IdeaListView }
  /** `again`: a button that says another text, such as one that opens the form with what was refused. */
  | { is: 'note'; sentence: string; hint?: string; again?: { label: string; text: string } };

export interface DigestPatch {
  delivery?: 'channel' | 'direct';
  weekday?: number;
  hour?: number;
  zone?: string;
  often?: 'weekly' | 'monthly';
  short?: boolean;
}

/** Everything that Slack's handlers ask of the features. Each verb authorises, and throws LeewayErrors a person can act on. */
export interface SlackVerbs
  extends DecisionVerbs, SamplingVerbs, UsefulVerbs, TroubleVerbs, FlagVerbs, CaseVerbs, ChangeVerbs, ComplaintVerbs, IdeaVerbs {
  /** What follows `/leeway`. */
  command(ctx: Ctx, question: Question): Promise<Reply>;
  /** A mention, a direct message or a follow-up; an answer is stored. */
  ask(ctx: Ctx, question: Question): Promise<Reply>;
  models(ctx: Ctx, input: { search: string; after?: string; from: number }): Promise<ModelListView>;
  modelRecord(ctx: Ctx, input: { modelId: string }): Promise<ModelRecordView>;
  explain(ctx: Ctx, input: ExplainRequest): Promise<ExplainView>;
  facts(ctx: Ctx, input: { subject: Subject; page: number; pageSize: number }): Promise<FactsView>;
  matterForm(ctx: Ctx, input: { matterId: string }): Promise<MatterForm>;
  takeMatter(
    ctx: Ctx,
    input: { matterId: string; revision: number; nextStep: string; dueOn: string; message?: string },
  ): Promise<void>;
  closeMatter(
    ctx: Ctx,
    input: { matterId: string; revision: number; outcome: string; message?: string },
  ): Promise<{ masked?: string }>;
  /** What the person has to do; `offset`: how many come before. */
  toDo(ctx: Ctx, input: { offset: number }): Promise<ToDoView>;
  /** What is open about a model or a team's models. */
  openOf(ctx: Ctx, input: { about: { modelId: string } | { teamId: string }; offset: number }): Promise<ToDoView>;
  cardOfMatter(ctx: Ctx, matterId: string): Promise<{ cardId: string; title: string }>;
  handOver(
    ctx: Ctx,
    input: { matterId: string; revision: number; slackUser: string; nextStep?: string; dueOn?: string; message?: string },
  ): Promise<{ name: string }>;
  /** `masked`: what was taken out of the why before it was kept, in a sentence. */
  vote(ctx: Ctx, input: Vote & { why?: string }): Promise<{ masked?: string }>;
  home(ctx: Ctx): Promise<HomeView>;
  saveDigestSettings(ctx: Ctx, patch: DigestPatch): Promise<void>;
  /** Says an answer of one's own in a channel, through the outbox. */
  share(ctx: Ctx, input: { answerId: string; channel: string }): Promise<void>;
  /** Sends a previewed edition to the person alone, through the outbox. */
  sendToMe(ctx: Ctx, input: { editionId: string }): Promise<void>;
  stranger(ctx: Ctx): Promise<StrangerView>;
  tokenForm(ctx: Ctx): Promise<TokenForm>;
  /** A token that acts as the person who makes it. */
  makeToken(ctx: Ctx, input: { name: string; days: number; scopes: string[] }): Promise<MadeToken>;

  /** What the outbox's messages are made of when they are sent. */
  edition(ctx: Ctx, id: string): Promise<{ view: EditionView; chart?: ChartFor }>;
  editionDetails(ctx: Ctx, id: string): Promise<EditionDetailsView>;
  answer(ctx: Ctx, id: string): Promise<{ view: AnswerView; chart?: ChartFor }>;
  case(ctx: Ctx, id: string): Promise<CaseView>;
  /** `givenBy`: the person who gave it to whoever reads this. */
  matter(ctx: Ctx, id: string, givenBy?: string): Promise<MatterView>;
  /** `to`: who reads it. */
  lateDigest(
    ctx: Ctx,
    input: { audienceId: string; destination: string; periodStart: string; to: string },
  ): Promise<LateDigestView>;
  tryDigestAgain(ctx: Ctx, which: { audienceId: string; destination: string; periodStart: string }): Promise<void>;
  alert(ctx: Ctx, input: { matterId: string; ownerId: string | null; destination: string }): Promise<AlertView>;
  /** `message`: the outbox id under which it stands, for its buttons to carry. */
  card(ctx: Ctx, input: { cardId: string; message: string }): Promise<ShownCard>;
  cardLetter(ctx: Ctx, input: { cardId: string; personId: string; message: string }): Promise<ShownCard>;
  /** `destination`: where the line goes, a channel or a person. */
  cardEvent(ctx: Ctx, input: { eventId: string; destination: string }): Promise<Outgoing>;
  /** Hands what was written under a card, or under one's own letter of it, to its feature; undefined where it is a question. */
  replyToCard(
    ctx: Ctx,
    input: Omit<ThreadReply, 'letter'> & { cardId: string; letterOf?: string },
  ): Promise<{ sentence?: string } | undefined>;
}
