import type { RequestView } from '../../approvals/schemas.ts';
import { createBlocks, type Block, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';
import { cardButtons, detailsButton } from './card-buttons.ts';
import { askedLine, questionText, seatsText, summaryBlocks } from './request-parts.ts';
import { askedOf, deadlineOf, standingOf } from './request-words.ts';

/** The card in its channel. `message`: the outbox id under which it stands; `servesNow`: what serves where it went live. */
export function cardMessage(view: RequestView, message: string, servesNow?: number | null): Outgoing & { revision: number } {
  const make = createBlocks();
  const open = view.state === 'open';
  const gone = servesNow !== undefined && servesNow !== view.version?.number;
  const blocks: Block[] = [
    make.section('headline', headlineText(view)),
    ...(view.breakGlass ? [make.section('emergency', emergencyText)] : []),
    ...(view.held && open ? [make.section('held', heldText(view.held))] : []),
    ...(gone ? [make.section('gone', `↩ *${servesNow === null ? 'Nothing' : `Version ${servesNow}`} serves there now.*`)] : []),
    ...endText(view).map((text) => make.section('end', text)),
    ...summaryBlocks(view, make),
    ...(view.seats.length > 0 ? [make.section('seats', seatsText(view))] : []),
    ...(open ? [make.section('question', questionText(view))] : []),
    make.actions('decide', gone ? [detailsButton(view, message)] : cardButtons(view, message)),
  ];
  return { text: cardText(view), blocks, revision: view.revision };
}

const emergencyText =
  '🚨 *Emergency (break-glass):* two people decide instead of everybody whom the policy names. Compliance has been told.';

export const heldText = (held: string): string => `⏸ *Nobody may approve now:* ${mrkdwn(held, 500)}`;

export function headlineText(view: RequestView): string {
  const { symbol, words } = standingOf(view);
  return `${symbol ? `${symbol} ` : ''}*${mrkdwn(words, 500).replaceAll('*', '·')}*\n${askedLine(view)}`;
}

/** What came of it, where there is more to say than the headline does. */
export function endText(view: RequestView): string[] {
  const url = view.order?.url;
  const told = [view.order?.outcome, view.outcome].flatMap((text) => text || []);
  const lines = [...new Set(told)].map((text) => mrkdwn(text, 500));
  if (url && /^https?:\/\/[^\s<>|]+$/.test(url)) lines.push(`<${url}|See the run>`);
  return lines.length > 0 && view.state !== 'open' ? [lines.join('\n')] : [];
}

/** The notification: what is asked and by when, or how it ended. */
export function cardText(view: RequestView): string {
  const { symbol, words } = standingOf(view);
  if (view.state === 'open') return notification(`Decision wanted by ${deadlineOf(view)}: ${askedOf(view)}`);
  return notification(`${symbol} ${words}`.trim());
}
