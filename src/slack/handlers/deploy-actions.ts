import { z } from 'zod';
import { messageOf } from '../../shared/errors.ts';
import { carriedBy, parseJson } from '../arrivals.ts';
import type { Place } from '../decision-verbs.ts';
import { show, type Turn } from '../turn.ts';
import { note } from '../views/note.ts';
import { servingMessage } from '../views/serving.ts';
import { doneMessage } from '../views/serving-done.ts';
import { reasonModal, type ReasonForm } from '../views/word-modals.ts';
import { needed, type Click } from './click.ts';

export async function onServing(turn: Turn, click: Click): Promise<void> {
  const places = await turn.verbs.serving(turn.ctx, { modelId: needed(carriedBy(click.value)).id });
  await show(turn, servingMessage(places), { title: 'What serves' });
}

/** Slack's own dialog has asked already: the click acts, and the reason is asked for afterwards. */
export async function onRollBack(turn: Turn, click: Click): Promise<void> {
  const { place, version, requestId } = placeOf(click);
  const seen = { ...(version === undefined ? {} : { expected: version }), ...(requestId ? { requestId } : {}) };
  const done = await turn.verbs.rollBack(turn.ctx, { ...place, ...seen });
  await askWhy(turn, done);
}

export async function onPause(turn: Turn, click: Click): Promise<void> {
  await askWhy(turn, await turn.verbs.pause(turn.ctx, placeOf(click).place));
}

export async function onResume(turn: Turn, click: Click): Promise<void> {
  const { done } = await turn.verbs.resume(turn.ctx, placeOf(click).place);
  await show(turn, note(`${done}.`));
}

const reasonForm = z.object({
  done: z.string().max(600),
  modelId: z.string().min(1),
  environment: z.string().min(1),
  orderId: z.string().exactOptional(),
});

export async function onSayWhy(turn: Turn, click: Click): Promise<void> {
  await turn.api.openView(turn.triggerId, reasonModal(needed(parseJson(reasonForm, click.value))));
}

/** A form opens within three seconds of the click or not at all; what was done stays done, and a button asks later. */
async function askWhy(turn: Turn, form: ReasonForm): Promise<void> {
  try {
    await turn.api.openView(turn.triggerId, reasonModal(form));
  } catch (error) {
    turn.ctx.log.warn({ error: messageOf(error) }, 'the form for a reason did not open; a button stands in for it');
    await show(turn, doneMessage(form));
  }
}

/** `model/environment`, with the version that was seen and the request on whose card the button stood. */
function placeOf(click: Click): { place: Place; version: number | undefined; requestId: string | undefined } {
  const { kind, id, revision } = needed(carriedBy(click.value));
  const at = id.lastIndexOf('/');
  return {
    place: { modelId: id.slice(0, at), environment: needed(id.slice(at + 1) || undefined) },
    version: revision,
    requestId: kind.split(':')[1],
  };
}
