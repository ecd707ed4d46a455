import { carriedBy } from '../arrivals.ts';
import type { Turn } from '../turn.ts';
import { doneModal, takeModal, type MatterForm } from '../views/matter-modals.ts';
import { noteModal } from '../views/note.ts';
import { needed, type Click } from './click.ts';

export async function onTakeIt(turn: Turn, click: Click): Promise<void> {
  const form = await formOf(turn, click);
  const { title, nextStep, inHandOf } = form;
  // The button stays under a digest that was posted before somebody took it.
  const view = inHandOf ? noteModal(`Already in hand: ${inHandOf}. ${title}.`, nextStep && `Next: ${nextStep}`) : takeModal(form);
  await turn.api.openView(turn.triggerId, view);
}

export async function onDone(turn: Turn, click: Click): Promise<void> {
  await turn.api.openView(turn.triggerId, doneModal(await formOf(turn, click)));
}

/** The form remembers where it was opened: what comes of it is said in that message's thread. */
async function formOf(turn: Turn, click: Click): Promise<MatterForm> {
  const { id, message } = needed(carriedBy(click.value));
  const form = await turn.verbs.matterForm(turn.ctx, { matterId: id });
  return { ...form, fromHome: turn.view?.type === 'home', ...(message ? { message } : {}) };
}
