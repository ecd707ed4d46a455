import type { MatterKind } from '../../db/schema/matters.ts';
import { actionIds } from '../action-ids.ts';
import { button, carry, createBlocks, type Accessory, type Block, type Blocks, type Outgoing } from '../blocks.ts';
import { overflow } from '../elements.ts';
import { mrkdwn, notification } from '../text.ts';
import type { CaseListLine } from './case-list.ts';
import { capital } from './request-words.ts';
import { waitingBlocks, type RequestLine } from './requests.ts';

/** Something open, in a list. */
export interface ToDoLine {
  matterId: string;
  revision: number;
  kind: MatterKind;
  title: string;
  /** `Alert · Flight Delay · open for 12 days · due Thu 3 May, 4 days late` */
  line: string;
  nextStep?: string;
  /** Who has it, where it is not the reader. */
  who?: string;
  /** Nobody has it in hand. */
  free: boolean;
  /** The reader has it, or stands in for whoever has. */
  mine: boolean;
  late: boolean;
  /** The case that it came from. */
  caseId?: string;
  /** It is others' turn. */
  waits: boolean;
}
export interface ToDoView {
  /** Whose list: the reader's own, or what is open of a model or team by its name. */
  of: { is: 'mine' } | { is: 'open'; name: string; about: { modelId: string } | { teamId: string } };
  /** `Three things wait for you, one of them is late.` */
  headline: string;
  /** Requests that wait for the reader's decision; only in their own list. */
  requests: RequestLine[];
  /** Cases that wait for the reader's word; only in their own list. */
  cases: CaseListLine[];
  items: ToDoLine[];
  total: number;
  /** The first item's place in the list, from 1. */
  from: number;
}

const maxRequests = 5;
export const toDoPageSize = 8;

/** What comes of it when nobody does anything. */
const otherwise: Record<MatterKind, string> = {
  alert: 'it comes back in every weekly digest until somebody ends it',
  'data-quality': 'the weeks it concerns stay unchecked, and each digest says so',
  case: 'after the promised day the deputy is reminded, then those above',
  action: 'the case stays open, and whoever flagged it sees the day pass',
  change: 'nobody will have looked at what it does to the model',
  review: 'after two weeks the business owner is told',
  framing: 'it is brought back until it ends in a measure or in “not worth a model”',
  contact: 'it comes up again next quarter',
  sample: 'the experts who answered hear nothing',
};

/** The same while it is others' turn. */
const otherwiseWaiting: Partial<Record<MatterKind, string>> = {
  case: 'after two weeks it goes on, or is closed, without their word',
  action: 'the request runs out, and can be asked again',
};

/** What one chooses under ⋯ of a row; the value has to fit Slack's 150 characters. */
export const toDoOptions = ['done', 'plan', 'hand', 'take', 'case'] as const;
export type ToDoOption = (typeof toDoOptions)[number];
const labels: Record<ToDoOption, string> = {
  done: 'It is done…',
  plan: 'Change step or date…',
  hand: 'Hand over…',
  take: 'Take it or name someone…',
  case: 'See the case',
};
/** These are brought to an end where they stand: their card has the buttons. */
export const withCard = new Set<string>(['case', 'action', 'change', 'framing']);

export function toDoMessage(view: ToDoView): Outgoing {
  const make = createBlocks();
  const blocks: Block[] = [make.section('headline', `*${mrkdwn(view.headline, 600)}*`)];
  if (view.from === 1) {
    blocks.push(...view.requests.slice(0, maxRequests).flatMap((one) => waitingBlocks(make, one)));
    const more = view.requests.length - maxRequests;
    if (more > 0) blocks.push(make.context('requests:more', [`${more} more wait for your decision: /leeway requests`]));
    blocks.push(...view.cases.map((one) => wordBlock(make, one)));
  }
  blocks.push(...view.items.map((one) => row(make, one)));
  const last = view.from + view.items.length - 1;
  if (last < view.total) {
    const value = carry(pageOf(view, last));
    const next = Math.min(toDoPageSize, view.total - last);
    blocks.push(
      make.actions('more', [button(actionIds.toDoPage, next === 1 ? 'Show the last one' : `Show ${next} more`, value)]),
    );
  }
  return { text: notification(view.headline), blocks };
}

/** Which page a button asks for: the list, and how many come before it. */
function pageOf({ of }: ToDoView, offset: number) {
  if (of.is === 'mine') return { kind: 'mine', id: '', revision: offset };
  return 'modelId' in of.about
    ? { kind: 'model', id: of.about.modelId, revision: offset }
    : { kind: 'team', id: of.about.teamId, revision: offset };
}

/** The reader flagged it, and is asked something: it ends without them, but not as they wish. */
const wordBlock = (make: Blocks, { caseId, title, line }: CaseListLine): Block =>
  make.section(
    `case:${caseId}`,
    `*${mrkdwn(title, 300)}*\n${mrkdwn(line, 300)}\n_Otherwise:_ after two weeks it goes on, or ends, without your word.`,
    button(actionIds.caseOpen, 'Open', carry({ kind: 'case', id: caseId }), { label: `Open: ${title}` }),
  );

function row(make: Blocks, one: ToDoLine): Block {
  const who = one.who ? `*${mrkdwn(one.who, 100)}* · ` : one.free ? '*Nobody has it yet* · ' : '';
  const next = one.nextStep ? `\n_Next:_ ${mrkdwn(capital(one.nextStep), 500)}` : '';
  const end = (one.waits ? otherwiseWaiting[one.kind] : undefined) ?? otherwise[one.kind];
  const words = `${one.late ? '⏰ ' : ''}*${mrkdwn(one.title, 300)}*\n${who}${mrkdwn(one.line, 300)}${next}\n_Otherwise:_ ${end}.`;
  return make.section(`matter:${one.matterId}`, words, accessoryOf(one));
}

function accessoryOf(one: ToDoLine): Accessory | undefined {
  if (withCard.has(one.kind))
    return button(actionIds.toDoOpen, 'Open', carry({ kind: 'matter', id: one.matterId }), { label: `Open: ${one.title}` });
  const options: ToDoOption[] = one.free ? ['take'] : one.mine ? ['done', 'plan', 'hand'] : [];
  if (one.caseId) options.push('case');
  if (options.length === 0) return undefined;
  return overflow(
    actionIds.toDoMore,
    options.map((option) => ({ label: labels[option], value: `${option}|${option === 'case' ? one.caseId : one.matterId}` })),
  );
}
