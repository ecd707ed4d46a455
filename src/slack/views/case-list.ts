import { actionIds } from '../action-ids.ts';
import { button, carry, createBlocks, type Block, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';

export interface CaseListLine {
  caseId: string;
  /** `Case 12 · Flight Delay` */
  title: string;
  /** Where it stands, and since when it is open. */
  line: string;
}
export interface CaseListView {
  headline: string;
  /** Waits for the reader. */
  yours: CaseListLine[];
  /** Flagged by the reader, or of their models; each case once. */
  others: CaseListLine[];
  /** More than are shown. */
  more: boolean;
}

export function caseList(view: CaseListView): Outgoing {
  const make = createBlocks();
  const line = (one: CaseListLine): Block =>
    make.section(
      `case:${one.caseId}`,
      `*${mrkdwn(one.title, 200)}*\n${mrkdwn(one.line, 300)}`,
      button(actionIds.caseOpen, 'Open', carry({ kind: 'case', id: one.caseId }), { label: `Open ${one.title}` }),
    );
  const blocks: Block[] = [
    make.section('headline', `*${mrkdwn(view.headline, 300)}*`),
    ...view.yours.map(line),
    ...(view.yours.length > 0 && view.others.length > 0 ? [make.section('others', '*Others that concern you*')] : []),
    ...view.others.map(line),
    ...(view.more
      ? [make.context('more', ['There are more; these are the newest. /leeway case 12 shows one by its number.'])]
      : []),
    make.actions('flag', [button(actionIds.flag, 'Flag a problem', carry({ kind: 'model', id: '' }))]),
  ];
  return { text: notification(view.headline), blocks };
}
