import { carriedBy } from '../arrivals.ts';
import type { Turn } from '../turn.ts';
import { whyModal } from '../views/why-modal.ts';
import { needed, subjectOf, type Click } from './click.ts';

/** The vote is stored before anything is asked: a modal that is closed, or opens too late, loses nothing. */
export async function onUseful(turn: Turn, click: Click): Promise<void> {
  const carried = needed(carriedBy(click.value));
  const [vote, kind = ''] = carried.kind.split(':', 2);
  const cast = { subject: subjectOf({ ...carried, kind }), vote: vote === 'yes' ? ('yes' as const) : ('no' as const) };
  await turn.verbs.vote(turn.ctx, cast);
  await turn.api.openView(turn.triggerId, whyModal(cast));
}
