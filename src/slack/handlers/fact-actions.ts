import { carriedBy } from '../arrivals.ts';
import type { Turn } from '../turn.ts';
import { factsModal, factsPerPage } from '../views/facts.ts';
import { needed, subjectOf, type Click } from './click.ts';

export async function onWhereFrom(turn: Turn, click: Click): Promise<void> {
  const subject = subjectOf(needed(carriedBy(click.value)));
  const facts = await turn.verbs.facts(turn.ctx, { subject, page: 0, pageSize: factsPerPage });
  await turn.api.openView(turn.triggerId, factsModal(facts));
}

/** Turns a page of the modal; the page stands where elsewhere the revision does. */
export async function onFactsPage(turn: Turn, click: Click): Promise<void> {
  const carried = needed(carriedBy(click.value));
  const view = needed(turn.view);
  const facts = await turn.verbs.facts(turn.ctx, {
    subject: subjectOf(carried),
    page: carried.revision ?? 0,
    pageSize: factsPerPage,
  });
  await turn.api.updateView(view.id, factsModal(facts), view.hash);
}
