import type { types } from '@slack/bolt';
import { z } from 'zod';
import { LeewayError } from '../../shared/errors.ts';
import { viewIds } from '../action-ids.ts';
import { carriedBy } from '../arrivals.ts';
import { modal } from '../blocks.ts';
import { put, type Turn } from '../turn.ts';
import { caseMore } from '../views/case-card.ts';
import { casePage } from '../views/case-letter.ts';
import * as modals from '../views/case-modals.ts';
import { passOnDraftOf, passOnModal } from '../views/complaint-modal.ts';
import { ideaModal } from '../views/idea-forms.ts';
import { requestModal } from '../views/request-modal.ts';
import { needed, type Click } from './click.ts';
import { typedBefore } from './drafts.ts';
import { refreshHome } from './forms.ts';

/** The case as it is now, with the revision that was clicked on. */
async function formOf(turn: Turn, click: Click): Promise<modals.CaseForm> {
  const { id, revision } = needed(carriedBy(click.value));
  const view = await turn.verbs.caseNow(turn.ctx, id);
  return { view, revision: revision ?? view.revision };
}

const opens =
  (formView: (form: modals.CaseForm) => types.ModalView) =>
  async (turn: Turn, click: Click): Promise<void> =>
    put(turn, formView(await formOf(turn, click)));

export const onCaseDescribe = opens(modals.describeModal);
export const onCaseAsk = opens(modals.askFlaggerModal);
export const onCaseReply = opens(modals.replyModal);
export const onCaseContest = opens(modals.contestModal);
export const onCaseReopen = opens(modals.reopenModal);
export const onCaseFinish = opens(modals.finishModal);

export async function onCaseAccept(turn: Turn, click: Click): Promise<void> {
  const { id: caseId, revision } = needed(carriedBy(click.value));
  await turn.verbs.acceptCase(turn.ctx, { caseId, revision: needed(revision) });
  await showAnew(turn, caseId);
}

export async function onCaseConfirm(turn: Turn, click: Click): Promise<void> {
  const { id: caseId } = needed(carriedBy(click.value));
  await turn.verbs.confirmCase(turn.ctx, { caseId });
  await showAnew(turn, caseId);
}

export async function onCaseAnswer(turn: Turn, click: Click): Promise<void> {
  const form = await formOf(turn, click);
  const suggestedDue = await turn.verbs.suggestedDue(turn.ctx);
  await put(turn, modals.caseAnswerModal({ ...form, count: 1, userId: turn.userId, suggestedDue }));
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
  await put(turn, modals.settleModal(await turn.verbs.caseAction(turn.ctx, id)));
}

export async function onCasePassOn(turn: Turn, click: Click): Promise<void> {
  const { id } = needed(carriedBy(click.value));
  await put(turn, passOnModal(await turn.verbs.passOnForm(turn.ctx, id), await typedBefore(turn, passOnDraftOf(id))));
}

/** Where there is one version to ask for, its form comes at once. */
export async function onCaseRequest(turn: Turn, click: Click): Promise<void> {
  const { id } = needed(carriedBy(click.value));
  const choice = await turn.verbs.versionsForAction(turn.ctx, id);
  const [only, ...others] = choice.versions;
  if (!only || others.length > 0) return put(turn, modals.versionModal(choice));
  const { modelId, environment } = choice;
  const wish = { modelId, environment, version: Number(only.value), actionId: id };
  await put(turn, requestModal(await turn.verbs.promotionForm(turn.ctx, wish)));
}

/** Said in the case's thread; what only the person sees is shown anew. */
export async function onCaseRepair(turn: Turn, click: Click): Promise<void> {
  const { id } = needed(carriedBy(click.value));
  const { caseId } = await turn.verbs.openRepair(turn.ctx, id);
  await showAnew(turn, caseId);
}

export async function onCaseOpen(turn: Turn, click: Click): Promise<void> {
  await showCase(turn, needed(carriedBy(click.value)).id);
}

/** Beside a message, or in a modal where it was asked for in Home or in the modal itself. */
export async function showCase(turn: Turn, caseId: string): Promise<void> {
  const { view, lines, ...as } = await turn.verbs.casePage(turn.ctx, { caseId });
  const page = casePage(view, as, lines);
  if (turn.respond) return turn.respond(page, { replace: turn.isEphemeral });
  await put(turn, modal({ callbackId: viewIds.note, title: `Case ${view.number}` }, page.blocks));
}

/** A card is edited to say what came of it; what the person alone sees is shown anew. */
async function showAnew(turn: Turn, caseId: string): Promise<void> {
  if (turn.view?.type === 'modal' || turn.isEphemeral) await showCase(turn, caseId);
  refreshHome(turn, turn.view !== undefined);
}

/** The ⋯ menu. */
export async function onCaseMore(turn: Turn, click: Click): Promise<void> {
  const [chosen, caseId, seen] = (click.option ?? '').split('|');
  const option = needed(caseMore.find((one) => one === chosen));
  if (option === 'details') return showCase(turn, needed(caseId));
  // What it asks for may be another question than the model was built for.
  if (option === 'frame') return put(turn, ideaModal(await turn.verbs.ideaForm(turn.ctx, { caseId: needed(caseId) })));
  const view = await turn.verbs.caseNow(turn.ctx, needed(caseId));
  const form = { view, revision: Number(seen) || view.revision };
  switch (option) {
    case 'answer': {
      const suggestedDue = await turn.verbs.suggestedDue(turn.ctx);
      return put(turn, modals.caseAnswerModal({ ...form, count: 1, userId: turn.userId, suggestedDue }));
    }
    case 'merge':
      return put(turn, modals.mergeModal({ ...form, others: await turn.verbs.otherCases(turn.ctx, view.caseId) }));
    case 'hand':
      return put(turn, modals.handModal({ ...form, teams: await turn.verbs.otherTeams(turn.ctx) }));
    case 'decline':
      return put(turn, modals.declineModal(form));
  }
  throw new LeewayError('invalid', 'This menu has no such entry any more.');
}
