import { z } from 'zod';
import { viewIds } from '../action-ids.ts';
import { carriedBy, type MessageActionArrival } from '../arrivals.ts';
import { typed } from '../text.ts';
import type { Turn } from '../turn.ts';
import { flagModal } from '../views/flag-modal.ts';
import { noteModal } from '../views/note.ts';
import { needed, subjectOf, type Click } from './click.ts';
import { form, text, type Form } from './forms.ts';

export async function onFlag(turn: Turn, click: Click): Promise<void> {
  const carried = needed(carriedBy(click.value));
  const from = carried.kind === 'model' ? (carried.id ? { modelId: carried.id } : {}) : { origin: subjectOf(carried) };
  await turn.api.openView(turn.triggerId, flagModal(await turn.verbs.flagForm(turn.ctx, from)));
}

/** “Flag to Leeway” in the menu of a message, which is taken along. */
export async function onFlagMessage(turn: Turn, { channel, message, team, user }: MessageActionArrival): Promise<void> {
  const { ts, user: authorId } = message;
  const from = {
    channel: channel.id,
    ts,
    text: typed(message.text),
    teamId: team?.id ?? user.team_id ?? '',
    ...(authorId && !message.bot_id ? { authorId } : {}),
    hasFiles: message.files.length > 0 && !message.bot_id,
  };
  await turn.api.openView(turn.triggerId, flagModal(await turn.verbs.flagForm(turn.ctx, { message: from })));
}

const flag = form(
  'what',
  z.object({
    what: text(3000, 'Say what happened.'),
    model: z.string().exactOptional(),
    only: z.string().exactOptional(),
    week: z.string().exactOptional(),
    origin: z.object({ kind: z.string(), id: z.string() }).exactOptional(),
  }),
  async (turn, { model, only, ...input }) => {
    const modelId = model ?? only;
    const done = await turn.verbs.flag(turn.ctx, {
      ...input,
      clientKey: turn.view?.id ?? turn.triggerId,
      ...(modelId ? { modelId } : {}),
    });
    const { caseNumber, ownerName, promised, again, retired, masked, like } = done;
    const number = again ? `You flagged this a moment ago: it is case ${caseNumber}.` : `Thank you. This is case ${caseNumber}.`;
    const told = ownerName
      ? `${ownerName} has been told and answers${promised ? ` by ${promised}` : ''}, in a direct message.`
      : 'Nobody answers for this model yet; it stands on the list of open matters, and you hear when somebody takes it.';
    const old = retired ? ' The model is retired, so nobody should still use it: say under the message where you see it.' : '';
    return noteModal([`${number} ${told}${old}`, like].filter(Boolean).join(' '), masked);
  },
);

/** Forms of flagging by the callback_id of their view. */
export const flagForms: Record<string, Form> = { [viewIds.flag]: flag };
