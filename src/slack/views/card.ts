import type { RequestView } from '../../approvals/schemas.ts';
import { createBlocks, type ActionElement, type Block, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';
import { cardButtons, detailsButton, moreOptions } from './card-buttons.ts';
import { emergencyText } from './emergency.ts';
import { failedText } from './failed-order.ts';
import { askedLine, fromCaseButton, groundsBlocks, seatsText, weighingBlocks } from './request-parts.ts';
import { askedOf, deadlineOf, isGoing, pausedText, standingOf } from './request-words.ts';

/** What there is now where the request's version went live. */
export interface ServesThere {
  version: number | null;
  paused: boolean;
  /** The switch answers that version, and its deployment did not come about. */
  unfollowed?: boolean;
}

/**
 * The card in its channel. What one has to know to decide comes first and fits a phone's screen, buttons included; what it
 * rests on stands below them. `message`: the outbox id under which it stands; `there`: absent before it went live.
 */
export function cardMessage(view: RequestView, message: string, there?: ServesThere): Outgoing & { revision: number } {
  const make = createBlocks();
  const open = view.state === 'open';
  const seats = seatsText(view);
  const blocks: Block[] = [
    make.section('headline', headlineText(view), fromCaseButton(view)),
    ...(view.breakGlass ? [make.section('emergency', emergencyText(view))] : []),
    ...(view.held && open ? [make.section('held', heldText(view.held))] : []),
    ...thereText(there, view).map((text) => make.section('gone', text)),
    ...endText(view).map((text) => make.section('end', text)),
    ...weighingBlocks(view, make),
    ...(seats ? [make.section('seats', seats)] : []),
    make.actions('decide', endButtons(view, message, there)),
    // What came to nothing is on record under Details.
    ...(isGoing(view) || view.state === 'approved' ? groundsBlocks(view, make, isGone(there, view)) : []),
  ];
  return { text: cardText(view), blocks, revision: view.revision };
}

/** Another version than the one that went live is there by now. */
const isGone = (there: ServesThere | undefined, { version }: RequestView): boolean =>
  there !== undefined && there.version !== version?.number;

/** From what is not there any more nothing leads back. */
export const endButtons = (view: RequestView, message: string, there?: ServesThere): ActionElement[] =>
  isGone(there, view) ? [detailsButton(view, message)] : cardButtons(view, message, moreOptions, there?.paused);

/** Nothing where all is as the headline says. */
export function thereText(there: ServesThere | undefined, view: RequestView): string[] {
  if (!there || (!there.paused && !isGone(there, view))) return [];
  // Of another version, whether it is paused is said where its own story is told.
  return isGone(there, view)
    ? [
        `↩ *${there.version === null ? 'Nothing' : `Version ${there.version}`} is in its place now${there.unfollowed ? ' for systems that ask Leeway, but its deployment FAILED:* look whether it runs.' : '.*'}`,
      ]
    : [pausedText];
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
  const { order } = view;
  const failed = order?.state === 'failed';
  const told = [failed ? null : order?.outcome, view.outcome].flatMap((text) => text || []);
  const lines = [
    ...(failed ? [`*What went wrong:* ${failedText(order)}`] : []),
    ...[...new Set(told)].map((text) => mrkdwn(text, 500)),
  ];
  const went = wentOn(view);
  if (went) lines.push(went);
  if (url && /^https?:\/\/[^\s<>|]+$/.test(url)) lines.push(`<${url}|See the run>`);
  return lines.length > 0 && view.state !== 'open' ? [lines.join('\n')] : [];
}

/** What serves after a deployment that did not come about. */
function wentOn({ order, replaces }: RequestView): string | undefined {
  if (!replaces || (order?.state !== 'failed' && order?.state !== 'timed-out')) return undefined;
  return order.state === 'failed'
    ? `Version ${replaces.number} went on serving. To try again takes a new request.`
    : `Systems that ask Leeway were told version ${replaces.number} as before.`;
}

/** The notification: what is asked and by when, or how it ended. */
export function cardText(view: RequestView): string {
  const { symbol, words } = standingOf(view);
  if (view.state === 'open') return notification(`Decision wanted by ${deadlineOf(view)}: ${askedOf(view)}`);
  return notification(`${symbol} ${words}`.trim());
}
