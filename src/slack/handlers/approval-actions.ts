import { z } from 'zod';
import { LeewayError } from '../../shared/errors.ts';
import { carriedBy } from '../arrivals.ts';
import type { Seen } from '../decision-verbs.ts';
import { show, type Turn } from '../turn.ts';
import { moreOptions } from '../views/card-buttons.ts';
import { requestModal } from '../views/request-modal.ts';
import { requestDetails } from '../views/request-details.ts';
import { askedOf } from '../views/request-words.ts';
import { approveModal, refuseModal } from '../views/vote-modals.ts';
import { answerModal, askModal, delegateModal, withdrawModal } from '../views/word-modals.ts';
import { needed, type Click } from './click.ts';

export async function onApprove(turn: Turn, click: Click): Promise<void> {
  const form = await turn.verbs.voteForm(turn.ctx, { ...seenBy(click), decision: 'approve' });
  await turn.api.openView(turn.triggerId, approveModal({ ...form, fromHome: turn.view?.type === 'home' }));
}

export async function onRefuse(turn: Turn, click: Click): Promise<void> {
  const form = await turn.verbs.voteForm(turn.ctx, { ...seenBy(click), decision: 'refuse' });
  await turn.api.openView(turn.triggerId, refuseModal({ ...form, fromHome: turn.view?.type === 'home' }));
}

export async function onAskRequester(turn: Turn, click: Click): Promise<void> {
  await turn.api.openView(turn.triggerId, askModal(await aboutOf(turn, seenBy(click).requestId)));
}

export async function onAnswerAsker(turn: Turn, click: Click): Promise<void> {
  await turn.api.openView(turn.triggerId, answerModal(await aboutOf(turn, seenBy(click).requestId)));
}

/** One's own copy of the request is edited to say what came of it. */
export async function onConfirmAsked(turn: Turn, click: Click): Promise<void> {
  await turn.verbs.confirmAsked(turn.ctx, { requestId: seenBy(click).requestId, asked: true });
}

export async function onDenyAsked(turn: Turn, click: Click): Promise<void> {
  await turn.verbs.confirmAsked(turn.ctx, { requestId: seenBy(click).requestId, asked: false });
}

export async function onRequestDetails(turn: Turn, click: Click): Promise<void> {
  await turn.api.openView(turn.triggerId, requestDetails(await turn.verbs.request(turn.ctx, seenBy(click).requestId)));
}

/** From a digest: the whole card as it stands now, with its buttons, for whoever clicked. */
export async function onDecide(turn: Turn, click: Click): Promise<void> {
  const { cardId, number } = await turn.verbs.request(turn.ctx, seenBy(click).requestId);
  await show(turn, await turn.verbs.card(turn.ctx, { cardId, message: '' }), { title: `Request ${number}` });
}

const wished = z.object({
  modelId: z.string().min(1),
  version: z.number().int(),
  environment: z.string().min(1),
  actionId: z.string().exactOptional(),
});

/** The box for emergencies was ticked or not: the form asks for what holds then, and nothing typed is lost. */
export async function onEmergency(turn: Turn, click: Click): Promise<void> {
  const view = needed(turn.view);
  const wish = needed(wished.safeParse(view.fields).data);
  const form = await turn.verbs.promotionForm(turn.ctx, { ...wish, breakGlass: click.option === 'yes' });
  await turn.api.updateView(view.id, requestModal(form), view.hash);
}

/** The ⋯ menu. */
export async function onRequestMore(turn: Turn, click: Click): Promise<void> {
  const [chosen, requestId] = (click.option ?? '').split('|');
  const option = needed(moreOptions.find((one) => one === chosen));
  const request = await turn.verbs.request(turn.ctx, needed(requestId));
  const about = { requestId: request.requestId, about: askedOf(request) };
  if (option === 'details') return turn.api.openView(turn.triggerId, requestDetails(request));
  if (option === 'delegate') return turn.api.openView(turn.triggerId, delegateModal(about));
  if (request.requester.id !== turn.ctx.actor.id)
    throw new LeewayError('forbidden', `Only ${request.requester.name}, who asked for it, can withdraw it.`, {
      hint: 'If it should not happen, refuse it and say why.',
    });
  return turn.api.openView(turn.triggerId, withdrawModal(about));
}

async function aboutOf(turn: Turn, requestId: string) {
  return { requestId, about: askedOf(await turn.verbs.request(turn.ctx, requestId)) };
}

function seenBy(click: Click): Seen {
  const { id, revision = 1, message } = needed(carriedBy(click.value));
  return { requestId: id, revision, ...(message ? { message } : {}) };
}
