import type { types } from '@slack/bolt';
import type { RequestView } from '../../approvals/schemas.ts';
import { viewIds } from '../action-ids.ts';
import { createBlocks, modal, type Block } from '../blocks.ts';
import { mrkdwn } from '../text.ts';
import { headlineText } from './card.ts';
import { failedText, rawText } from './failed-order.ts';
import { linesWithin } from './lines.ts';
import { gateText, labelled, seatsText } from './request-parts.ts';
import { capital, wayBackOf } from './request-words.ts';

/** All that is on record about a request, at full length. */
export function requestDetails(view: RequestView): types.ModalView {
  const make = createBlocks();
  const part = (name: string, text: string | undefined): Block[] => (text ? [make.section(name, text)] : []);
  const list = (label: string, items: readonly string[]) =>
    items.length > 0
      ? `*${label}*\n${linesWithin(
          items.map((item) => `• ${mrkdwn(item, 500)}`),
          2700,
        )}`
      : undefined;
  const blocks: Block[] = [
    make.section('headline', headlineText(view)),
    ...part('failure', failureOf(view)),
    ...part('version', labelled('Version', view.version && `${view.version.number}: ${view.version.description}`, 1400)),
    ...part('replaces', labelled('Replaces', view.replaces && `${view.replaces.number}: ${view.replaces.description}`, 1400)),
    ...part('said', view.said && list('Changes', view.said)),
    ...part('changes', list(view.said ? 'Line by line' : 'Changes', view.changes.map(inWords))),
    ...part('why', labelled('Why', view.reason, 2800)),
    ...part('effect', labelled('Expected', view.expectedEffect, 2800)),
    ...part(
      'better',
      list(
        'Better',
        view.better.map((one) => one.text),
      ),
    ),
    ...part(
      'worse',
      list(
        'Worse',
        view.worse.map((one) => one.text),
      ),
    ),
    ...part('unknown', list('Not known', view.notKnown.map(capital))),
    ...view.gates.slice(0, 20).flatMap((gate) => part(`gate:${gate.gate}`, gateLine(gate))),
    ...part('back', labelled('Way back', wayBackOf(view))),
    ...part('plan', labelled('If it goes wrong', view.rollbackPlan, 2800)),
    ...part('seats', seatsText(view)),
    make.context('policy', [
      `Policy: ${view.policy.title} (${view.policy.id}, version ${view.policy.version}, as it was when this was asked). Revision ${view.revision}.`,
    ]),
  ];
  return modal({ callbackId: viewIds.note, title: `Request ${view.number}` }, blocks);
}

function failureOf({ order }: RequestView): string | undefined {
  if (order?.state !== 'failed') return undefined;
  return `*What went wrong:* ${failedText(order)}${order.outcome ? `\n${rawText(order.outcome)}` : ''}`;
}

function gateLine(gate: RequestView['gates'][number]): string {
  const rank = gate.required ? (gate.mayBeOutvoted ? 'required, may be outvoted with a reason' : 'required') : 'for information';
  return `*${gateText(gate)}* (${rank})${gate.reason ? `\n${mrkdwn(gate.reason, 900)}` : ''}`;
}

const marks: Record<string, string> = { '+': 'new:', '~': 'changed:', '-': 'gone:' };
/** A line of a difference, its first sign as a word. */
const inWords = (line: string): string => line.replace(/^[+~-](?= )/, (mark) => marks[mark]!);
