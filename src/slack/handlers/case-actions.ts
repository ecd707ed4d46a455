import { z } from 'zod';
import { LeewayError } from '../../shared/errors.ts';
import { carriedBy } from '../arrivals.ts';
import { show, type Turn } from '../turn.ts';
import { caseMore } from '../views/case-card.ts';
import { casePage } from '../views/case-letter.ts';
import * as modals from '../views/case-modals.ts';
import { ideaModal } from '../views/idea-forms.ts';
import { needed, type Click } from './click.ts';

/** The case as it is now, with the revision that was clicked on. */
async function formOf(turn: Turn, click: Click): Promise<modals.CaseForm> {
  const { id, revision } = needed(carriedBy(click.value));
  const view = await turn.verbs.caseNow(turn.ctx, id);
  return { view, revision: revision ?? view.revision };
}

const opens =
  (modal: (form: modals.CaseForm) => ReturnType<typeof modals.replyModal>) =>
  async (turn: Turn, click: Click): Promise<void> =>
    turn.api.openView(turn.triggerId, modal(await formOf(turn, click)));

export const onCaseDescribe = opens(modals.describeModal);
export const onCaseAsk = opens(modals.askFlaggerModal);
export const onCaseReply = opens(modals.replyModal);
export const onCaseContest = opens(modals.contestModal);
export const onCaseReopen = opens(modals.reopenModal);
export const onCaseFinish = opens(modals.finishModal);

/** The card itself is edited to say what came of it. */
export async function onCaseAccept(turn: Turn, click: Click): Promise<void> {
  const { id: caseId, revision } = needed(carriedBy(click.value));
  await turn.verbs.acceptCase(turn.ctx, { caseId, revision: needed(revision) });
}

export async function onCaseConfirm(turn: Turn, click: Click): Promise<void> {
  await turn.verbs.confirmCase(turn.ctx, { caseId: needed(carriedBy(click.value)).id });
}

export async function onCaseAnswer(turn: Turn, click: Click): Promise<void> {
  const form = await formOf(turn, click);
  const suggestedDue = await turn.verbs.suggestedDue(turn.ctx);
  await turn.api.openView(turn.triggerId, modals.caseAnswerModal({ ...form, count: 1, userId: turn.userId, suggestedDue }));
}

const plannedSoFar = z.object({ caseId: z.string(), revision: z.number(), userId: z.string(), suggestedDue: z.string() });

/** Another thing to be done in the same answer: the form grows, and keeps what stands in it. */
export async function onCasePlan(turn: Turn, click: Click): Promise<void> {
  const { id, hash, fields = {} } = needed(turn.view);
  const count = Number(click.value) + 1;
  const { caseId, ...kept } = needed(plannedSoFar.safeParse(fields).data);
  const view = await turn.verbs.caseNow(turn.ctx, caseId);
  const form = { ...kept, view, count };
  await turn.api.updateView(id, modals.caseAnswerModal(form), hash);
}

export async function onCaseSettle(turn: Turn, click: Click): Promise<void> {
  const { id } = needed(carriedBy(click.value));
  await turn.api.openView(turn.triggerId, modals.settleModal(await turn.verbs.caseAction(turn.ctx, id)));
}

export async function onCaseOpen(turn: Turn, click: Click): Promise<void> {
  await showCase(turn, needed(carriedBy(click.value)).id);
}

async function showCase(turn: Turn, caseId: string): Promise<void> {
  const { view, lines, ...as } = await turn.verbs.casePage(turn.ctx, { caseId });
  await show(turn, casePage(view, as, lines), { title: `Case ${view.number}` });
}

/** The ⋯ menu. */
export async function onCaseMore(turn: Turn, click: Click): Promise<void> {
  const [chosen, caseId, seen] = (click.option ?? '').split('|');
  const option = needed(caseMore.find((one) => one === chosen));
  if (option === 'details') return showCase(turn, needed(caseId));
  // What it asks for may be another question than the model was built for.
  if (option === 'frame')
    return turn.api.openView(turn.triggerId, ideaModal(await turn.verbs.ideaForm(turn.ctx, { caseId: needed(caseId) })));
  const view = await turn.verbs.caseNow(turn.ctx, needed(caseId));
  const form = { view, revision: Number(seen) || view.revision };
  switch (option) {
    case 'answer': {
      const suggestedDue = await turn.verbs.suggestedDue(turn.ctx);
      return turn.api.openView(turn.triggerId, modals.caseAnswerModal({ ...form, count: 1, userId: turn.userId, suggestedDue }));
    }
    case 'merge':
      return turn.api.openView(
        turn.triggerId,
        modals.mergeModal({ ...form, others: await turn.verbs.otherCases(turn.ctx, view.caseId) }),
      );
    case 'hand':
      return turn.api.openView(turn.triggerId, modals.handModal({ ...form, teams: await turn.verbs.otherTeams(turn.ctx) }));
    case 'decline':
      return turn.api.openView(turn.triggerId, modals.declineModal(form));
  }
  throw new LeewayError('invalid', 'This menu has no such entry any more.');
}
