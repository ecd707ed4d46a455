import type { GateLine, RequestView, WeighedLine } from '../../approvals/schemas.ts';
import { actionIds } from '../action-ids.ts';
import { button, carry, createBlocks, type Block, type Blocks } from '../blocks.ts';
import { mrkdwn } from '../text.ts';
import { linesWithin } from './lines.ts';
import { andOf, capital, deadlineOf, isGoing, needsOf, requesterOf, saidOf, seatStanding, wayBackOf } from './request-words.ts';

/** Parts of a request that the card, its letters, the vote's form and the details share. */

/** Words alone: a failure is louder by its letters, never by a colour. */
const gateWords: Record<GateLine['state'], string> = {
  passed: 'passed',
  failed: 'FAILED',
  'not-run': 'not run',
  running: 'running',
  waiting: 'waiting',
};
export const gateText = (gate: Pick<GateLine, 'title' | 'state'>): string => `${mrkdwn(gate.title, 80)} ${gateWords[gate.state]}`;

/** What speaks against it is shown sooner than what speaks for it. */
const maxLines = { better: 1, worse: 2 };

/** Bold label, then text: `*Worse:* …`. Absent where there is nothing to say. */
export const labelled = (label: string, text: string | null | undefined, maxChars = 700): string | undefined =>
  text ? `*${label}:* ${mrkdwn(text, maxChars)}` : undefined;

const sentences = (label: string, items: readonly string[], maxLines: number, maxChars = 160): string | undefined => {
  const shown = items.slice(0, maxLines);
  const more = items.length > maxLines ? ` ${items.length - maxLines} more under Details.` : '';
  return shown.length > 0 ? `*${label}:* ${shown.map((text) => mrkdwn(text, maxChars)).join(' ')}${more}` : undefined;
};

/** Who asks and by when it is decided; `Request 12` is what people call it. Whose word is wanted, the seats say. */
export function askedLine(view: RequestView): string {
  const open = isGoing(view);
  return [
    `Request ${view.number}`,
    `asked by *${mrkdwn(requesterOf(view), 100)}*`,
    fromCase(view),
    open && (view.breakGlass || view.seats.length === 0) ? `needs ${mrkdwn(needsOf(view), 300)}` : '',
    open ? `decide by *${mrkdwn(deadlineOf(view), 80)}*` : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Where it comes from, for whoever wonders why it is asked; empty where nobody's case asked for it. */
export const fromCase = ({ followsFrom }: Pick<RequestView, 'followsFrom'>): string =>
  followsFrom ? `follows from case ${followsFrom.caseNumber}` : '';

/** Shows that case; absent where there is none. */
export const fromCaseButton = ({ followsFrom }: Pick<RequestView, 'followsFrom'>): ReturnType<typeof button> | undefined =>
  followsFrom &&
  button(actionIds.caseOpen, `Case ${followsFrom.caseNumber}`, carry({ kind: 'case', id: followsFrom.caseId }), {
    label: `See case ${followsFrom.caseNumber}, from which this follows`,
  });

/** What changes; a configuration's changes as lines. */
export function changeText(view: RequestView): string {
  if (view.kind === 'promotion') return labelled('Change', changeOf(view), 600) ?? '';
  const changes = saidOf(view).map((line) => `• ${mrkdwn(line, 700)}`);
  return linesWithin(['*Change:*', ...changes], 2000, (left) => `${left} more, under Details.`);
}

/** What the requester wants with it, in their words. */
export const whyText = (view: RequestView): string =>
  [labelled('Why', view.reason, 500), labelled('Expected', view.expectedEffect, 500)]
    .filter((line) => line !== undefined)
    .join('\n');

function changeOf({ version }: RequestView): string {
  const wanted = withoutStop(version?.description ?? '');
  return wanted ? `${wanted}.` : 'what is different was not recorded.';
}
const withoutStop = (text: string) => text.trim().replace(/\.$/, '');

const shortOf = ({ short, text }: WeighedLine): string => short ?? text;

/** What speaks for it, what against, what nobody knows, in the fewest words; at full length under Details. */
export function weighingText(view: RequestView): string | undefined {
  const lines = [
    sentences('Better', view.better.map(shortOf), maxLines.better),
    sentences('Worse', view.worse.map(shortOf), maxLines.worse),
    labelled('Not known', clausesOf(view.notKnown), 800),
  ].filter((line) => line !== undefined);
  return lines.length > 0 ? lines.join('\n') : undefined;
}

/** Clauses rather than sentences: `money; whether forecasts affect punctuality.` */
export const clausesOf = (items: readonly string[]): string =>
  items.length === 0 ? '' : `${capital(items.map((one) => one.trim().replace(/\.$/, '')).join('; '))}.`;

/** Each check with its state, failures last and loud. */
export function checksText(view: RequestView): string | undefined {
  if (view.kind !== 'promotion') return undefined;
  const order = (gate: GateLine) => (gate.state === 'failed' ? 2 : gate.state === 'passed' ? 0 : 1);
  const gates = view.gates.toSorted((one, other) => order(one) - order(other));
  // What the policy does not ask for and passed says nothing that anybody must weigh.
  const shown = gates.filter((gate) => gate.required || gate.state !== 'passed').slice(0, 12);
  const more = gates.length - shown.length;
  const checks = shown.length > 0 ? shown.map(gateText).join(' · ') : 'none is asked for';
  return `*Checks:* ${checks}${more > 0 ? ` · ${more} more passed` : ''}${gates.length > 0 ? ' (what each found: Details)' : ''}`;
}

/** Where one gets back to. Absent where there is nothing to come back from: it never went live, or is not there any more. */
export const wayBackText = (view: RequestView, gone = false): string | undefined =>
  view.kind === 'promotion' && !gone && (isGoing(view) || isLiveOrComing(view))
    ? labelled('Way back', wayBackOf(view), 200)
    : undefined;

const isLiveOrComing = ({ state, order }: RequestView): boolean =>
  state === 'approved' && (order === null || ['requested', 'started', 'succeeded'].includes(order.state));

/** Who has decided and who is still to, seat by seat. */
export function seatsText(view: RequestView): string {
  // Of a seat that nobody took in time there is nothing to say.
  const lines = view.seats
    .filter((seat) => isGoing(view) || seat.votes.length > 0)
    .map((seat) => {
      const { symbol, who, words } = seatStanding(seat, view);
      return `${symbol ? `${symbol} ` : ''}*${mrkdwn(who, 80)}:* ${mrkdwn(words, 320)}`;
    });
  return linesWithin(lines, 1800);
}

/** What a reader weighs: the question, what changes, what speaks for and against it. */
export function weighingBlocks(view: RequestView, make: Blocks = createBlocks()): Block[] {
  const question = questionText(view);
  const weighing = weighingText(view);
  return [
    ...(question ? [make.section('question', question)] : []),
    make.section('change', changeText(view)),
    ...(weighing ? [make.section('weighing', weighing)] : []),
  ];
}

/** What it rests on besides: what the requester wants, what was checked, where the way back leads. */
export function groundsBlocks(view: RequestView, make: Blocks = createBlocks(), gone = false): Block[] {
  const why = whyText(view);
  const checks = [checksText(view), wayBackText(view, gone)].filter((line) => line !== undefined);
  return [...(why ? [make.section('why', why)] : []), ...(checks.length > 0 ? [make.section('checks', checks.join('\n'))] : [])];
}

/** The decision as one question; absent once it is decided, and where the headline asks the same already. */
export const questionText = (view: RequestView): string | undefined =>
  view.state === 'open' && view.kind === 'promotion' ? `*You are deciding:* ${mrkdwn(view.question, 600)}` : undefined;

/** Failed gates that the policy lets people outvote. */
export const outvotable = (view: RequestView): GateLine[] =>
  view.gates.filter((gate) => gate.required && gate.mayBeOutvoted && gate.state === 'failed');
export const outvotableNames = (view: RequestView): string => andOf(outvotable(view).map((gate) => gate.title));
