import { replyMessage } from '../views/reply.ts';
import { show, type Turn } from '../turn.ts';
import { complaintModal, complaintTableModal } from '../views/complaint-modal.ts';
import { changeModal } from '../views/change-forms.ts';
import { ideaModal } from '../views/idea-forms.ts';
import { flagModal } from '../views/flag-modal.ts';
import { requestModal } from '../views/request-modal.ts';
import { tokenModal } from '../views/token-modal.ts';

/** `/leeway …`, and every button that asks a question. */
export async function onCommand(turn: Turn, text: string): Promise<void> {
  const reply = await turn.verbs.command(turn.ctx, { text });
  if (reply.is === 'flag') {
    const form = await turn.verbs.flagForm(turn.ctx, {
      ...(reply.modelId ? { modelId: reply.modelId } : {}),
      ...(reply.what ? { words: reply.what } : {}),
    });
    return turn.api.openView(turn.triggerId, flagModal(form));
  }
  if (reply.is === 'promote')
    return turn.api.openView(turn.triggerId, requestModal(await turn.verbs.promotionForm(turn.ctx, reply.wish)));
  if (reply.is === 'token') return turn.api.openView(turn.triggerId, tokenModal(await turn.verbs.tokenForm(turn.ctx)));
  if (reply.is === 'idea-form')
    return turn.api.openView(turn.triggerId, ideaModal(await turn.verbs.ideaForm(turn.ctx, { words: reply.words })));
  if (reply.is === 'complaint-form') {
    const view = reply.table ? complaintTableModal() : complaintModal(await turn.verbs.complaintForm(turn.ctx));
    return turn.api.openView(turn.triggerId, view);
  }
  if (reply.is === 'change-form')
    return turn.api.openView(turn.triggerId, changeModal(await turn.verbs.changeForm(turn.ctx, { words: reply.words })));
  await show(turn, replyMessage(reply, { shareable: turn.channel !== undefined }));
}
