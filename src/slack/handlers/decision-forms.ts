import { z } from 'zod';
import { isLeewayError } from '../../shared/errors.ts';
import { viewIds } from '../action-ids.ts';
import type { FilledVote } from '../decision-verbs.ts';
import type { Turn } from '../turn.ts';
import { noteModal } from '../views/note.ts';
import { approveModal, refuseModal } from '../views/vote-modals.ts';
import { form, refreshHome, text, type Form } from './forms.ts';

const ticked = z.array(z.coerce.number().int().min(0).max(99)).max(20).default([]);
const checklist = { checklist: ticked, 'checklist-1': ticked };
const optionalText = (max: number) => z.string().trim().max(max, `At most ${max} characters.`).exactOptional();
const requestId = z.string().min(1).max(100);

const request = form(
  'reason',
  z.object({
    modelId: z.string().min(1),
    version: z.number().int(),
    environment: z.string().min(1),
    actionId: z.string().max(100).exactOptional(),
    reason: optionalText(2000),
    expectedEffect: optionalText(1000),
    rollbackPlan: optionalText(2000),
    fallbackVersion: z.coerce.number().int().exactOptional(),
    breakGlass: z.array(z.string()).default([]),
    ...checklist,
  }),
  async (turn, { checklist: first, 'checklist-1': second, breakGlass, ...input }) => {
    const clientKey = turn.view?.id ?? turn.triggerId;
    const filled = { ...input, ticked: [...first, ...second], breakGlass: breakGlass.length > 0, clientKey };
    const { number, state } = await turn.verbs.promote(turn.ctx, filled);
    const next =
      state === 'queued'
        ? 'Another request for the same place comes first; yours waits its turn.'
        : 'Its card is on its way to those who decide, and you hear every step in a direct message.';
    return noteModal(`This is request ${number}. ${next}`);
  },
);

const seen = {
  requestId,
  revision: z.number().int(),
  message: z.string().max(300).exactOptional(),
  fromHome: z.boolean().default(false),
};

const approve = form(
  'reason',
  z.object({ ...seen, ...checklist, reason: optionalText(2000), typed: optionalText(200) }),
  (turn, { checklist: first, 'checklist-1': second, fromHome, ...input }) =>
    vote(turn, { ...input, decision: 'approve', ticked: [...first, ...second] }, fromHome),
);

const refuse = form(
  'reason',
  z.object({ ...seen, reason: text(2000, 'Say why: the requester needs it.') }),
  (turn, { fromHome, ...input }) => vote(turn, { ...input, decision: 'refuse', ticked: [] }, fromHome),
);

/** Where something moved since they looked, the form comes back with what moved on top, and nothing typed is lost. */
async function vote(turn: Turn, filled: FilledVote, fromHome: boolean) {
  try {
    const { state } = await turn.verbs.castVote(turn.ctx, filled);
    refreshHome(turn, fromHome);
    return state === 'open' ? noteModal('Your decision stands. Others are still to decide; the card shows who.') : undefined;
  } catch (error) {
    if (!isLeewayError(error, 'conflict')) throw error;
    const now = await turn.verbs.request(turn.ctx, filled.requestId);
    if (now.state !== 'open' || now.revision === filled.revision) throw error;
    const { requestId: id, decision, message } = filled;
    const again = await turn.verbs.voteForm(turn.ctx, {
      requestId: id,
      decision,
      revision: now.revision,
      ...(message ? { message } : {}),
    });
    const changed = { ...again, fromHome, changed: error.message };
    return decision === 'approve' ? approveModal(changed) : refuseModal(changed);
  }
}

const about = z.object({ requestId, words: text(2000, 'Write something first.') });

const ask = form('words', about, async (turn, input) => {
  await turn.verbs.askQuestion(turn.ctx, input);
  return noteModal('Asked. The answer comes under the card.');
});

const answer = form('words', about, async (turn, input) => {
  await turn.verbs.answerQuestion(turn.ctx, input);
  return undefined;
});

const delegate = form(
  'to',
  z.object({ requestId, to: z.string({ error: 'Choose a person.' }).min(1) }),
  async (turn, { to, ...input }) => {
    const { name } = await turn.verbs.delegateVote(turn.ctx, { ...input, slackUser: to });
    return noteModal(`${name} decides this one for you. It ends with the request.`);
  },
);

const withdraw = form('words', z.object({ requestId, words: optionalText(2000) }), async (turn, { words, ...input }) => {
  await turn.verbs.withdrawRequest(turn.ctx, { ...input, ...(words ? { reason: words } : {}) });
  return undefined;
});

const reason = form(
  'words',
  z.object({
    modelId: z.string().min(1),
    environment: z.string().min(1),
    orderId: z.string().exactOptional(),
    words: text(2000, 'Say what made you do it.'),
  }),
  async (turn, input) => {
    await turn.verbs.giveReason(turn.ctx, input);
    return undefined;
  },
);

/** Forms of decisions by the callback_id of their view. */
export const decisionForms: Record<string, Form> = {
  [viewIds.request]: request,
  [viewIds.approve]: approve,
  [viewIds.refuse]: refuse,
  [viewIds.ask]: ask,
  [viewIds.answer]: answer,
  [viewIds.delegate]: delegate,
  [viewIds.withdraw]: withdraw,
  [viewIds.reason]: reason,
};
