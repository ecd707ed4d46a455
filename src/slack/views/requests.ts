import { actionIds } from '../action-ids.ts';
import { button, createBlocks, type ActionElement, type Block, type Blocks, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';
import { carryRequest } from './card-buttons.ts';

/** A request in a list. */
export interface RequestLine {
  requestId: string;
  revision: number;
  number: number;
  /** What is asked, or what came of it. */
  title: string;
  /** `asked by Priya Raman · by Thu 21 June, 17:00 (Chicago)` */
  line: string;
}
export interface RequestListView {
  waiting: RequestLine[];
  mine: RequestLine[];
}

const maxRows = 8;

export function requestsMessage({ waiting, mine }: RequestListView): Outgoing {
  const make = createBlocks();
  const text =
    waiting.length === 0
      ? 'No request waits for your decision.'
      : waiting.length === 1
        ? '1 request waits for your decision.'
        : `${waiting.length} requests wait for your decision.`;
  const blocks: Block[] = [
    make.section('waiting', `*${text}*`),
    ...waiting.slice(0, maxRows).flatMap((one) => waitingBlocks(make, one)),
    ...rest(make, 'waiting', waiting.length),
    make.section('mine', mine.length === 0 ? 'You have asked for nothing lately.' : '*You asked for*'),
    ...mine.slice(0, maxRows).map((one) => make.section(`mine:${one.requestId}`, rowText(one), detailsButton(one))),
    ...rest(make, 'mine', mine.length),
  ];
  return { text: notification(text), blocks };
}

const rowText = ({ number, title, line }: RequestLine) =>
  `*${number}. ${mrkdwn(title, 300).replaceAll('*', '·')}*\n${mrkdwn(line, 300)}`;

/** A request that the reader may decide, with its buttons; App Home shows the same. */
export function waitingBlocks(make: Blocks, one: RequestLine): Block[] {
  const value = carryRequest(one);
  const elements: ActionElement[] = [
    button(actionIds.approve, 'Approve', value, { label: `Approve: ${one.title}` }),
    button(actionIds.refuse, 'Refuse', value, { label: `Refuse: ${one.title}` }),
    detailsButton(one),
  ];
  return [make.section(`request:${one.requestId}`, rowText(one)), make.actions(`request:${one.requestId}:do`, elements)];
}

const detailsButton = (one: RequestLine) =>
  button(actionIds.requestDetails, 'Details', carryRequest(one), { label: `Details of request ${one.number}` });

const rest = (make: Blocks, name: string, count: number): Block[] =>
  count > maxRows ? [make.context(`${name}:more`, [`${count - maxRows} more are not shown here.`])] : [];
