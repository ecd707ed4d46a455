import type { types } from '@slack/bolt';
import { replyMessage } from '../views/reply.ts';
import { show, type Turn } from '../turn.ts';
import { typedBefore } from './drafts.ts';
import { complaintDraft, complaintModal, complaintTableModal, tableDraft } from '../views/complaint-modal.ts';
import { changeModal } from '../views/change-forms.ts';
import { ideaModal } from '../views/idea-forms.ts';
import { fitting, leftOver } from '../views/left-over.ts';
import { flagModal } from '../views/flag-modal.ts';
import { requestModal } from '../views/request-modal.ts';
import { tokenModal } from '../views/token-modal.ts';

/** `/leeway …`, and every button that asks a question. */
export async function onCommand(turn: Turn, text: string): Promise<void> {
  const reply = await turn.verbs.command(turn.ctx, { text });
  if (reply.is === 'flag') {
    const model = reply.modelId ? { modelId: reply.modelId } : {};
    return withWords(turn, reply.what ?? '', async (words) =>
      flagModal(await turn.verbs.flagForm(turn.ctx, { ...model, ...(words ? { words } : {}) })),
    );
  }
  if (reply.is === 'promote')
    return turn.api.openView(turn.triggerId, requestModal(await turn.verbs.promotionForm(turn.ctx, reply.wish)));
  if (reply.is === 'token') return turn.api.openView(turn.triggerId, tokenModal(await turn.verbs.tokenForm(turn.ctx)));
  if (reply.is === 'idea-form')
    return withWords(turn, reply.words, async (words) => ideaModal(await turn.verbs.ideaForm(turn.ctx, { words })));
  if (reply.is === 'complaint-form') {
    const typed = await typedBefore(turn, reply.table ? tableDraft : complaintDraft);
    const said = reply.said ? { said: reply.said } : undefined;
    const view = reply.table
      ? complaintTableModal({ typed })
      : complaintModal(await turn.verbs.complaintForm(turn.ctx, said), typed);
    return turn.api.openView(turn.triggerId, view);
  }
  if (reply.is === 'change-form')
    return withWords(turn, reply.words, async (words) => changeModal(await turn.verbs.changeForm(turn.ctx, { words })));
  await show(turn, replyMessage(reply, { shareable: turn.channel !== undefined }));
}

/** Opens a form with what was typed; what has no room in it is given back. */
async function withWords(turn: Turn, typed: string, form: (words: string) => Promise<types.ModalView>): Promise<void> {
  const { fits, rest } = fitting(typed);
  await turn.api.openView(turn.triggerId, await form(fits));
  if (rest) await show(turn, leftOver(rest));
}
