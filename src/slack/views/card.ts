import type { RequestView } from '../../approvals/schemas.ts';
import { createBlocks, type Block, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';
import { cardButtons, detailsButton, moreOptions } from './card-buttons.ts';
import { emergencyText } from './emergency.ts';
import { askedLine, groundsBlocks, seatsText, weighingBlocks } from './request-parts.ts';
import { askedOf, deadlineOf, standingOf } from './request-words.ts';

/** What there is now where the request's version went live. */
export interface ServesThere {
  version: number | null;
  paused: boolean;
}

/**
 * The card in its channel. What one has to know to decide comes first and fits a phone's screen, buttons included; what it
 * rests on stands below them. `message`: the outbox id under which it stands; `there`: absent before it went live.
 */
export function cardMessage(view: RequestView, message: string, there?: ServesThere): Outgoing & { revision: number } {
  const make = createBlocks();
  const open = view.state === 'open';
  const gone = there !== undefined && there.version !== view.version?.number;
  const blocks: Block[] = [
    make.section('headline', headlineText(view)),
    ...(view.breakGlass ? [make.section('emergency', emergencyText(view))] : []),
    ...(view.held && open ? [make.section('held', heldText(view.held))] : []),
    ...(there ? thereText(there, gone).map((text) => make.section('gone', text)) : []),
    ...endText(view).map((text) => make.section('end', text)),
    ...weighingBlocks(view, make),
    ...(view.seats.length > 0 ? [make.section('seats', seatsText(view))] : []),
    make.actions('decide', gone ? [detailsButton(view, message)] : cardButtons(view, message, moreOptions, there?.paused)),
    ...groundsBlocks(view, make, gone),
  ];
  return { text: cardText(view), blocks, revision: view.revision };
}

/** Nothing where all is as the headline says. */
function thereText({ version, paused }: ServesThere, gone: boolean): string[] {
  const now = `↩ *${version === null ? 'Nothing serves there now.' : `Version ${version} serves there now.`}*`;
  const stopped = '⏸ *Paused: systems that ask are told to do without it, until somebody resumes it.*';
  return gone || paused ? [[...(gone ? [now] : []), ...(paused ? [stopped] : [])].join('\n')] : [];
}

export const heldText = (held: string): string => `⏸ *Nobody may approve now:* ${mrkdwn(held, 500)}`;

export const headlineText = (view: RequestView): string => `${titleText(view)}\n${askedLine(view)}`;

export function titleText(view: RequestView): string {
  const { symbol, words } = standingOf(view);
  return `${symbol ? `${symbol} ` : ''}*${mrkdwn(words, 500).replaceAll('*', '·')}*`;
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
