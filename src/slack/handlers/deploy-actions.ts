import { z } from 'zod';
import { messageOf } from '../../shared/errors.ts';
import { carriedBy, parseJson } from '../arrivals.ts';
import type { Place } from '../decision-verbs.ts';
import { put, show, type Turn } from '../turn.ts';
import { note, noteModal } from '../views/note.ts';
import { servingMessage, servingModal } from '../views/serving.ts';
import { doneMessage } from '../views/serving-done.ts';
import { reasonModal, type ReasonForm } from '../views/word-modals.ts';
import { needed, type Click } from './click.ts';

export async function onServing(turn: Turn, click: Click): Promise<void> {
  const places = await turn.verbs.serving(turn.ctx, { modelId: needed(carriedBy(click.value)).id });
  if (turn.view?.type === 'modal') return put(turn, servingModal(places));
  await show(turn, servingMessage(places), { title: 'What serves' });
}

/** Slack's own dialog has asked already: the click acts, and the reason is asked for afterwards. */
export async function onRollBack(turn: Turn, click: Click): Promise<void> {
  const { place, seen } = placeOf(click);
  const done = await turn.verbs.rollBack(turn.ctx, { ...place, ...seen });
  await askWhy(turn, done);
}

export async function onPause(turn: Turn, click: Click): Promise<void> {
  await askWhy(turn, await turn.verbs.pause(turn.ctx, placeOf(click).place));
}

export async function onResume(turn: Turn, click: Click): Promise<void> {
  const { done } = await turn.verbs.resume(turn.ctx, placeOf(click).place);
  if (turn.view?.type === 'modal') return put(turn, noteModal(`${done}.`));
  await show(turn, note(`${done}.`));
}

export async function onUndoRule(turn: Turn, click: Click): Promise<void> {
  const [ruleId, windowStart] = needed(carriedBy(click.value)).id.split('|');
  await turn.verbs.undoRule(turn.ctx, { ruleId: needed(ruleId), windowStart: needed(windowStart) });
  await show(turn, note('Undone. Those concerned are told.'));
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
    await put(turn, reasonModal(form));
  } catch (error) {
    turn.ctx.log.warn(
      { code: 'form-not-opened', error: messageOf(error) },
      'the form for a reason did not open; a button stands in for it',
    );
    await show(turn, doneMessage(form));
  }
}

interface Serving {
  place: Place;
  /** What the button said: what serves, where the way back leads, and on which request's card it stood. */
  seen: { expected?: number; to?: number; requestId?: string };
}
/** `model/environment/3`, the version being the one that was seen to serve. */
function placeOf(click: Click): Serving {
  const { kind, id, revision: to } = needed(carriedBy(click.value));
  const [modelId, environment, version] = id.split('/');
  const requestId = kind.split(':')[1];
  return {
    place: { modelId: needed(modelId), environment: needed(environment) },
    seen: {
      ...(version ? { expected: Number(version) } : {}),
      ...(to === undefined ? {} : { to }),
      ...(requestId ? { requestId } : {}),
    },
  };
}
