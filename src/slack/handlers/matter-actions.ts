import { carriedBy } from '../arrivals.ts';
import type { Turn } from '../turn.ts';
import { doneModal, takeModal } from '../views/matter-modals.ts';
import { needed, type Click } from './click.ts';

export async function onTakeIt(turn: Turn, click: Click): Promise<void> {
  const { id } = needed(carriedBy(click.value));
  const form = await turn.verbs.matterForm(turn.ctx, { matterId: id });
  await turn.api.openView(turn.triggerId, takeModal({ ...form, fromHome: turn.view?.type === 'home' }, turn.seed));
}

export async function onDone(turn: Turn, click: Click): Promise<void> {
  const { id } = needed(carriedBy(click.value));
  const form = await turn.verbs.matterForm(turn.ctx, { matterId: id });
  await turn.api.openView(turn.triggerId, doneModal({ ...form, fromHome: turn.view?.type === 'home' }, turn.seed));
}
