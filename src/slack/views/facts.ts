import type { types } from '@slack/bolt';
import { button, carry, createBlocks, modal, type ActionElement, type Block } from '../blocks.ts';
import { actionIds, viewIds } from '../action-ids.ts';
import { mrkdwn } from '../text.ts';

/** A fact in words and figures that somebody else formatted. */
export interface FactRow {
  /** `Typical miss (MAE) of flight-delay, version 1` */
  what: string;
  value: string;
  unit: string;
  period: string;
  /** `18.2 the week before`; absent where it was compared with nothing. */
  comparison?: string;
  /** Source and window: `flights-3m.parquet, 11–17 June 2001, 116,493 rows` */
  source: string;
  computed: string;
}
export interface FactsView {
  subject: { kind: 'edition' | 'answer'; id: string };
  /** What the facts belong to: `the digest of 11–17 June 2001`. */
  title: string;
  facts: FactRow[];
  total: number;
  /** From 0. */
  page: number;
}

/** Facts a page of the modal; two blocks of twenty lines would be unreadable, one block a fact is. */
export const factsPerPage = 40;

export function factsModal(view: FactsView): types.ModalView {
  const make = createBlocks();
  const pages = Math.max(1, Math.ceil(view.total / factsPerPage));
  const first = view.page * factsPerPage + 1;
  const range = pages > 1 ? ` ${first}–${first + view.facts.length - 1} of ${view.total}` : ` ${view.total}`;
  const blocks: Block[] = [make.section('title', `Every figure in ${mrkdwn(view.title, 300)}. Facts:${range}.`)];
  if (view.facts.length === 0) blocks.push(make.section('none', 'No figure was used here, so there is nothing to trace.'));
  for (const fact of view.facts.slice(0, factsPerPage))
    blocks.push(make.section(`fact:${fact.what}:${fact.period}`, factText(fact)));
  const turn = turnButtons(view, pages);
  if (turn.length > 0) blocks.push(make.actions('pages', turn));
  return modal({ callbackId: viewIds.facts, title: 'Where this comes from' }, blocks);
}

const factText = (fact: FactRow) =>
  [
    `*${mrkdwn(fact.what, 300)}*: ${mrkdwn(fact.value, 60)} ${mrkdwn(fact.unit, 40)}`.trim(),
    `${mrkdwn(fact.period, 100)}${fact.comparison ? ` · compared with ${mrkdwn(fact.comparison, 200)}` : ''}`,
    `_From:_ ${mrkdwn(fact.source, 500)} · _computed_ ${mrkdwn(fact.computed, 60)}`,
  ].join('\n');

function turnButtons(view: FactsView, pages: number): ActionElement[] {
  const to = (page: number) => carry({ ...view.subject, revision: page });
  return [
    ...(view.page > 0 ? [button(`${actionIds.factsPage}:back`, 'Page before', to(view.page - 1))] : []),
    ...(view.page + 1 < pages ? [button(`${actionIds.factsPage}:next`, 'Next page', to(view.page + 1))] : []),
  ];
}
