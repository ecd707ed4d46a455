import { noticePart, type GateLine, type RequestView, type SeatLine } from '../../approvals/schemas.ts';
import { createBlocks, type Block, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';
import { askedButtons, cardButtons } from './card-buttons.ts';
import { complianceParts, toldButtons } from './compliance-letter.ts';
import { endButtons, endText, heldText, thereText, titleText, type ServesThere } from './card.ts';
import { linesWithin } from './lines.ts';
import {
  changeText,
  checksText,
  fromCase,
  fromCaseButton,
  gateText,
  labelled,
  questionText,
  seatsText,
  wayBackText,
  weighingText,
  whyText,
} from './request-parts.ts';
import { askedOf, deadlineOf, isGoing, requesterOf, settledBy, standingOf } from './request-words.ts';

/** A card as one person gets it: in the words of their part, with what they are asked to tick. */
export interface LetterView {
  request: RequestView;
  /** A seat of the policy, `requester`, or `notice` for who is only told. */
  part: string;
  /** Whom they stand in for, where they do. */
  standsInFor?: string;
  /** Who decides in their place, where they handed it on. */
  delegatedTo?: string;
  /** Who built the version, for those who look after duties. */
  builtBy?: string;
  /** The reader has voted already. */
  hasVoted: boolean;
  /** What there is now where the request's version went live; absent before it did. */
  there?: ServesThere;
}

/** Whom it asks and for what comes first, then the question, then what their part has to know of it. */
export function cardLetter(letter: LetterView, message: string): Outgoing & { revision: number } {
  const { request, part } = letter;
  const make = createBlocks();
  const settled = settledBy(request);
  const seat = seatOf(letter);
  // Whoever is only told, such as compliance of an emergency, sits in no seat.
  const decides = seat !== undefined && request.state === 'open' && !isDone(letter);
  const question = decides ? questionText(request) : undefined;
  const blocks: Block[] = [
    make.section('headline', letterHead(request), fromCaseButton(request)),
    make.section('part', settled && seat ? `*${mrkdwn(settled, 300)}*` : introOf(letter, seat)),
    ...(decides && request.held ? [make.section('held', heldText(request.held))] : []),
    ...thereText(letter.there, request).map((text) => make.section('gone', text)),
    ...endText(request).map((text) => make.section('end', text)),
    ...(question ? [make.section('question', question)] : []),
    ...bodyOf(letter, seat).map((text, index) => make.section(`words:${index}`, text)),
    ...(decides && seat && seat.checklist.length > 0 ? [make.section('checklist', checklistText(seat))] : []),
  ];
  if (decides) blocks.push(make.actions('decide', cardButtons(request, message, ['delegate', 'details'])));
  else if (part === noticePart) blocks.push(make.actions('decide', toldButtons(request, message)));
  else if (part === 'requester') blocks.push(make.actions('decide', requesterButtons(letter, message)));
  return { text: letterText(letter, settled), blocks, revision: request.revision };
}

/** By when stands with whom it asks. */
const letterHead = (request: RequestView): string =>
  [
    `${titleText(request)}\nRequest ${request.number}`,
    `asked by *${mrkdwn(requesterOf(request), 100)}*`,
    ...(request.followsFrom ? [fromCase(request)] : []),
  ].join(' · ');

/** The requester decides nothing here: a question to answer stands in the thread, the rest is under the card. */
const requesterButtons = ({ request, there }: LetterView, message: string) =>
  request.state === 'open' || isAsked(request)
    ? [
        ...(isAsked(request) ? askedButtons(request, message) : []),
        ...cardButtons(request, message, ['details', 'withdraw']).filter((element) => element.type === 'overflow'),
      ]
    : endButtons(request, message, there);

/** Its requester is still to say whether it was they. */
const isAsked = ({ unconfirmed, state }: RequestView): boolean =>
  unconfirmed === true && (state === 'open' || state === 'queued');

export const seatOf = ({ request, part }: Pick<LetterView, 'request' | 'part'>): SeatLine | undefined =>
  request.seats.find((seat) => seat.seat === part);

/** Nothing is asked of them any more. */
const isDone = ({ hasVoted, delegatedTo }: LetterView): boolean => hasVoted || delegatedTo !== undefined;

function introOf({ request, part, standsInFor, delegatedTo, hasVoted }: LetterView, seat: SeatLine | undefined): string {
  if (part === 'requester' && isAsked(request))
    return '*Was it you?* This was asked in your name at the command line. Until you say that it was you, nobody can agree to it.';
  if (part === 'requester') return 'You asked for this; you hear every step here.';
  if (part === 'escalation') return 'Nobody has decided yet, and it is late: you are told so that you can see to it.';
  if (!seat)
    return request.breakGlass
      ? '*You are told because it is an emergency.* Others decide; you look at it afterwards.'
      : '*You are told; others decide.*';
  if (delegatedTo !== undefined && !hasVoted) return `You let *${mrkdwn(delegatedTo, 80)}* decide this one.`;
  if (hasVoted) return 'You have decided. This stays here until the others have.';
  const instead = standsInFor ? ` for ${mrkdwn(standsInFor, 80)}` : '';
  const as = ` as ${mrkdwn(seat.phrase, 80)}`;
  return request.state === 'open'
    ? `You are asked${as}${instead}, by *${mrkdwn(deadlineOf(request), 80)}*.`
    : `You would be asked${as}${instead}.`;
}

/** Whoever has nothing to decide any more reads how it stands, and not again what it rested on. */
function bodyOf(letter: LetterView, seat: SeatLine | undefined): string[] {
  const { request, part } = letter;
  const words = part === 'requester' ? 'requester' : (seat?.words ?? 'compliance');
  return parts(letter, words, isDone(letter) || !isGoing(request)).filter(
    (text) => text !== undefined && text !== '',
  ) as string[];
}

function parts(letter: LetterView, words: SeatLine['words'] | 'requester', over: boolean): (string | undefined)[] {
  const { request } = letter;
  if (words === 'compliance' && request.kind === 'promotion')
    return complianceParts({ request, builtBy: letter.builtBy, decides: seatOf(letter) !== undefined }, over);
  // Who settled it stands above already; whoever asked reads who said what.
  if (over) return isGoing(request) || words === 'requester' ? [seatsText(request)] : [];
  if (request.kind !== 'promotion') return [changeText(request), whyText(request), seatsText(request)];
  if (words === 'requester') return [checksText(request), seatsText(request)];
  return words === 'business' ? business(request) : engineering(request);
}

/** The effect, and on whom. */
const business = (request: RequestView) => [
  [labelled('It is there for', request.model?.companyGoal, 300), labelled('Expected', request.expectedEffect, 500)]
    .filter((line) => line !== undefined)
    .join('\n'),
  weighingText(request),
  [
    changeText(request),
    labelled(
      'If it goes wrong',
      request.fallback === null ? 'no way back was named.' : `version ${request.fallback} returns, in one click.`,
    ),
  ].join('\n'),
];

/** What was tried, the failures first and with what they found, and how one gets back. */
const engineering = (request: RequestView) => [
  linesWithin(
    [
      ...notPassed(request).map((gate) => `• *${gateText(gate)}*${gate.reason ? `. ${mrkdwn(gate.reason, 220)}` : ''}`),
      ...passedTogether(request),
    ],
    2400,
    (left) => `${left} more, under Details.`,
  ),
  [wayBackText(request), labelled('Plan', request.rollbackPlan, 900)].filter((line) => line !== undefined).join('\n'),
];

const notPassed = ({ gates }: RequestView): GateLine[] => gates.filter((gate) => gate.state !== 'passed');

/** What holds is named; what each found is a click away. */
function passedTogether({ gates }: RequestView): string[] {
  const names = gates.filter((gate) => gate.state === 'passed').map((gate) => mrkdwn(gate.title, 80));
  return names.length > 0 ? [`• passed: ${names.join(', ')} (what each found: Details)`] : [];
}

const checklistText = (seat: SeatLine): string =>
  `*Before you agree:*\n${seat.checklist.map((item) => `• ${mrkdwn(item, 210)}`).join('\n')}`;

function letterText(letter: LetterView, settled: string | undefined): string {
  const { request } = letter;
  if (letter.part === 'requester' && isAsked(request)) return notification(`Did you ask for this? ${askedOf(request)}`);
  if (!seatOf(letter) || isDone(letter)) return notification(`${standingOf(request).words}`);
  if (settled) return notification(`${settled} ${standingOf(request).words}`);
  return notification(`You are asked by ${deadlineOf(request)}: ${askedOf(request)}`);
}
