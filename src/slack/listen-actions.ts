import type { App } from '@slack/bolt';
import { write } from '../audit/write.ts';
import { say } from '../outbox/say.ts';
import { actionIds } from './action-ids.ts';
import { actionArrival, fieldsOf, teamOf, type ActionArrival } from './arrivals.ts';
import { attend, type Desk } from './attend.ts';
import type { Outgoing } from './blocks.ts';
import {
  onAnswerAsker,
  onApprove,
  onAskRequester,
  onConfirmAsked,
  onDecide,
  onDenyAsked,
  onEmergency,
  onRefuse,
  onRequestDetails,
  onRequestMore,
} from './handlers/approval-actions.ts';
import {
  onCaseAccept,
  onCaseAnswer,
  onCaseAsk,
  onCaseConfirm,
  onCaseContest,
  onCaseDescribe,
  onCaseFinish,
  onCaseMore,
  onCaseOpen,
  onCasePassOn,
  onCasePlan,
  onCaseRepair,
  onCaseReopen,
  onCaseReply,
  onCaseRequest,
  onCaseSettle,
} from './handlers/case-actions.ts';
import { onChangeOpen, onChangeSettle, onChangeTouches, onChangeWithdraw } from './handlers/change-actions.ts';
import type { Click } from './handlers/click.ts';
import { onCommand } from './handlers/commands.ts';
import { onComplaintTable } from './handlers/complaint-forms.ts';
import { onPause, onResume, onRollBack, onSayWhy, onServing, onUndoRule } from './handlers/deploy-actions.ts';
import { onExplainDepth, onExplainIndustry } from './handlers/explain-actions.ts';
import { onFactsPage, onWhereFrom } from './handlers/fact-actions.ts';
import { onUseful } from './handlers/feedback-actions.ts';
import { onTyped } from './handlers/drafts.ts';
import { onFlag } from './handlers/flag-forms.ts';
import { onHomeSetting } from './handlers/home-actions.ts';
import {
  onIdeaAnswer,
  onIdeaConclude,
  onIdeaFromCase,
  onIdeaMore,
  onIdeaNotWorth,
  onIdeaReopen,
} from './handlers/idea-actions.ts';
import { onDone, onTakeIt } from './handlers/matter-actions.ts';
import { onModelRecord, onModelsPage } from './handlers/model-actions.ts';
import { onNoteVersion } from './handlers/note-forms.ts';
import { onRiskPage } from './handlers/risk-actions.ts';
import { onRetireRule, onRuleForm, onRuleList } from './handlers/rule-actions.ts';
import { onSampleAnswer, onSampleDecisions, onSampleFlag, onSampleLine, onSampleTurn } from './handlers/sample-actions.ts';
import { onTroubleDrop, onTroubleResend, onTroubleUndo } from './handlers/trouble-actions.ts';
import { onUsefulChoice } from './handlers/useful-actions.ts';
import { onDigestAgain, onSendToMe, onShare } from './handlers/send-actions.ts';
import { onToDoMore, onToDoOpen, onToDoPage } from './handlers/to-do-actions.ts';
import { onPromote, onVersionDetails, onVersionPage } from './handlers/version-actions.ts';
import { patient, respondTo } from './respond.ts';
import type { Turn } from './turn.ts';
import { noteModal } from './views/note.ts';

const handlers: Record<string, (turn: Turn, click: Click) => Promise<void>> = {
  [actionIds.takeIt]: onTakeIt,
  [actionIds.done]: onDone,
  [actionIds.whereFrom]: onWhereFrom,
  [actionIds.factsPage]: onFactsPage,
  [actionIds.flag]: onFlag,
  [actionIds.typed]: onTyped,
  [actionIds.useful]: onUseful,
  [actionIds.explainDepth]: onExplainDepth,
  [actionIds.explainIndustry]: onExplainIndustry,
  [actionIds.homeSetting]: onHomeSetting,
  [actionIds.modelsPage]: onModelsPage,
  [actionIds.modelRecord]: onModelRecord,
  [actionIds.share]: onShare,
  [actionIds.digestAgain]: onDigestAgain,
  [actionIds.sendToMe]: onSendToMe,
  [actionIds.askAgain]: (turn, click) => onCommand(turn, click.value ?? ''),
  [actionIds.approve]: onApprove,
  [actionIds.refuse]: onRefuse,
  [actionIds.askRequester]: onAskRequester,
  [actionIds.answerAsker]: onAnswerAsker,
  [actionIds.confirmAsked]: onConfirmAsked,
  [actionIds.denyAsked]: onDenyAsked,
  [actionIds.requestMore]: onRequestMore,
  [actionIds.requestDetails]: onRequestDetails,
  [actionIds.decide]: onDecide,
  [actionIds.emergency]: onEmergency,
  [actionIds.promote]: onPromote,
  [actionIds.versionPage]: onVersionPage,
  [actionIds.versionDetails]: onVersionDetails,
  [actionIds.servingOpen]: onServing,
  [actionIds.rollBack]: onRollBack,
  [actionIds.pause]: onPause,
  [actionIds.resume]: onResume,
  [actionIds.sayWhy]: onSayWhy,
  [actionIds.undoRule]: onUndoRule,
  [actionIds.ruleList]: onRuleList,
  [actionIds.ruleForm]: onRuleForm,
  [actionIds.retireRule]: onRetireRule,
  [actionIds.noteVersion]: onNoteVersion,
  [actionIds.riskPage]: onRiskPage,
  [actionIds.complaintTable]: onComplaintTable,
  [actionIds.changeOpen]: onChangeOpen,
  [actionIds.changeTouches]: onChangeTouches,
  [actionIds.changeSettle]: onChangeSettle,
  [actionIds.changeWithdraw]: onChangeWithdraw,
  [actionIds.caseAccept]: onCaseAccept,
  [actionIds.caseAnswer]: onCaseAnswer,
  [actionIds.caseAsk]: onCaseAsk,
  [actionIds.caseReply]: onCaseReply,
  [actionIds.caseDescribe]: onCaseDescribe,
  [actionIds.caseConfirm]: onCaseConfirm,
  [actionIds.caseReopen]: onCaseReopen,
  [actionIds.caseContest]: onCaseContest,
  [actionIds.caseFinish]: onCaseFinish,
  [actionIds.caseSettle]: onCaseSettle,
  [actionIds.caseRequest]: onCaseRequest,
  [actionIds.caseRepair]: onCaseRepair,
  [actionIds.casePassOn]: onCasePassOn,
  [actionIds.casePlan]: onCasePlan,
  [actionIds.caseOpen]: onCaseOpen,
  [actionIds.caseMore]: onCaseMore,
  [actionIds.usefulChoice]: onUsefulChoice,
  [actionIds.troubleResend]: onTroubleResend,
  [actionIds.troubleDrop]: onTroubleDrop,
  [actionIds.troubleUndo]: onTroubleUndo,
  [actionIds.sampleAnswer]: onSampleAnswer,
  [actionIds.sampleTurn]: onSampleTurn,
  [actionIds.sampleLine]: onSampleLine,
  [actionIds.sampleFlag]: onSampleFlag,
  [actionIds.sampleDecisions]: onSampleDecisions,
  [actionIds.ideaAnswer]: onIdeaAnswer,
  [actionIds.ideaConclude]: onIdeaConclude,
  [actionIds.ideaNotWorth]: onIdeaNotWorth,
  [actionIds.ideaReopen]: onIdeaReopen,
  [actionIds.ideaFromCase]: onIdeaFromCase,
  [actionIds.ideaMore]: onIdeaMore,
  [actionIds.toDoPage]: onToDoPage,
  [actionIds.toDoMore]: onToDoMore,
  [actionIds.toDoOpen]: onToDoOpen,
};

/** Clicks and menus. One listener for all: Bolt runs every listener's middleware for every request. */
export function listenToActions(app: App, desk: Desk): void {
  app.action(/./, async ({ ack, body }) => {
    await ack();
    await desk.afterAck(() => answerAction(desk, body));
  });
}

async function answerAction(desk: Desk, body: unknown): Promise<void> {
  const arrival = actionArrival.safeParse(body);
  const action = arrival.data?.actions[0];
  if (!arrival.success || !action) return void desk.counters.malformed++;
  const [id = '', ...rest] = action.action_id.split(':');
  const option = action.selected_option?.value ?? action.selected_options?.[0]?.value;
  const click = { id, suffix: rest.join(':'), value: action.value ?? undefined, option, at: action.action_ts };
  const handle = handlers[id];
  // A link's button is a click too, and nothing is to be done about it.
  if (handle) await onAction(desk, arrival.data, click, handle);
}

async function onAction(
  desk: Desk,
  arrival: ActionArrival,
  click: Click,
  handle: (turn: Turn, click: Click) => Promise<void>,
): Promise<void> {
  const { user, team, trigger_id: triggerId, view } = arrival;
  const url = arrival.response_url;
  const answering = url ? patient(respondTo(url, desk.tuning.callTimeoutMs), desk.tuning.patienceMs) : undefined;
  const respond = answering && ((message: Outgoing, options?: { replace?: boolean }) => answering.with(message, options));
  const teamId = teamOf({ user, team });
  const tell = (message: Outgoing) => (respond ? respond(message) : tellOtherwise(desk, arrival, teamId, message));
  const work = attend(
    desk,
    { key: `action:${triggerId}:${click.id}`, kind: 'block_actions', teamId, userId: user.id, tell },
    (ctx) =>
      handle(
        {
          ctx,
          verbs: desk.deps.verbs,
          api: desk.api,
          home: desk.home,
          userId: user.id,
          triggerId,
          channel: arrival.channel?.id,
          view: view && {
            id: view.id,
            hash: view.hash,
            type: view.type,
            fields: fieldsOf(view),
          },
          isEphemeral: arrival.container?.is_ephemeral === true,
          respond,
        },
        click,
      ),
  );
  await work.finally(() => answering?.end());
}

/** In a modal or in Home there is no message to answer beside: the modal changes, or a direct message is sent. */
async function tellOtherwise(desk: Desk, arrival: ActionArrival, teamId: string, message: Outgoing): Promise<void> {
  if (arrival.view?.type === 'modal') return desk.api.updateView(arrival.view.id, noteModal(message.text));
  const actor = await desk.deps.actorFor(desk.ctx(), teamId, arrival.user.id);
  if (!actor) return;
  const notice = {
    kind: 'notice',
    data: { text: message.text },
    destination: `person:${actor.id}`,
    dedupeKey: `error:${arrival.trigger_id}`,
  } as const;
  await write(desk.ctx(), (w) => say(w, notice));
}
