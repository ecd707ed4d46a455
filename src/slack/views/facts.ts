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
  /** The language model that worded sentences of a digest or said what a question asks for; null where none did. */
  worded: { by: string | null; sentences: { text: string; template: string }[] };
  /** What was put to it and what became of that, for those who may see it. */
  exchanges: ExchangeShown[];
}

export interface ExchangeShown {
  model: string;
  /** `thrown away` */
  verdict: string;
  reason: string;
  /** Sentences of a digest that were not used. */
  thrownAway: { said: string; why: string }[];
  sent: string;
  received: string;
}

/** Facts a page of the modal; two blocks of twenty lines would be unreadable, one block a fact is. */
export const factsPerPage = 40;
/** Slack allows 3,000 in a section. */
const maxSectionChars = 2_900;
const maxThrownChars = 900;

export function factsModal(view: FactsView): types.ModalView {
  const make = createBlocks();
  const pages = Math.max(1, Math.ceil(view.total / factsPerPage));
  const first = view.page * factsPerPage + 1;
  const range = pages > 1 ? ` ${first}–${first + view.facts.length - 1} of ${view.total}` : ` ${view.total}`;
  const blocks: Block[] = [make.section('title', `Every figure in ${mrkdwn(view.title, 300)}. Facts:${range}.`)];
  if (view.facts.length === 0) blocks.push(make.section('none', 'No figure was used here, so there is nothing to trace.'));
  for (const fact of view.facts.slice(0, factsPerPage))
    blocks.push(make.section(`fact:${fact.what}:${fact.period}`, factText(fact)));
  if (view.page === 0) blocks.push(...wordedBlocks(make, view));
  const turn = turnButtons(view, pages);
  if (turn.length > 0) blocks.push(make.actions('pages', turn));
  return modal({ callbackId: viewIds.facts, title: 'Where this comes from' }, blocks);
}

/** Who worded it, sentence by sentence, under the facts. */
function wordedBlocks(make: ReturnType<typeof createBlocks>, { subject, worded, exchanges }: FactsView): Block[] {
  const by = mrkdwn(worded.by ?? '', 130);
  const sentences = worded.sentences.map(({ text, template }) => `• ${text}\n   _The template:_ ${template}`);
  const said =
    worded.by === null
      ? 'Worded by templates.'
      : subject.kind === 'answer'
        ? `The language model ${by} said what was asked. The answer was worded by templates.`
        : `Worded by templates, but for these sentences, which the language model ${by} rephrased. Figures and directions are stored facts.`;
  return [
    make.section('worded', wholeLines([said, ...sentences])),
    ...exchanges.map((one, index) => make.section(`exchange:${index}`, exchangeText(one))),
  ];
}

const exchangeText = ({ model, verdict, reason, thrownAway, sent, received }: ExchangeShown) =>
  [
    `*Put to ${mrkdwn(model, 130)}: ${verdict}.* ${mrkdwn(reason, 300)}`.trim(),
    thrownAway.length === 0
      ? ''
      : wholeLines(
          ['_Thrown away:_', ...thrownAway.map(({ said, why }) => `• ${mrkdwn(said, 200)} ${mrkdwn(why, 100)}`)],
          maxThrownChars,
        ),
    `_Sent:_ ${verbatim(sent, 700)}`,
    `_Received:_ ${verbatim(received, 700)}`,
  ]
    .filter(Boolean)
    .join('\n');

/** As it is, marks of emphasis included. */
const verbatim = (text: string, maxChars: number) =>
  text === '' ? 'nothing is kept' : `\`\`\`${mrkdwn(text.replaceAll('`', "'"), maxChars)}\`\`\``;

/** As many whole sentences as Slack takes; they are marked up already, so that none may be cut. */
const wholeLines = (lines: readonly string[], maxChars = maxSectionChars): string =>
  lines.reduce((text, line) => (text.length + line.length + 1 > maxChars ? text : `${text}\n${line}`));

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
