import { actionIds } from '../action-ids.ts';
import { button, carry, createBlocks, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';
import { standingText, type ChangeView } from './change-words.ts';

export interface ChangeListView {
  changes: ChangeView[];
  /** More than are shown. */
  more: boolean;
}

const emptyText =
  'No change in the business is open. If you know of one, tell: `/leeway change "new product line from 1 March"`.';

export function changeList({ changes, more }: ChangeListView): Outgoing {
  const make = createBlocks();
  if (changes.length === 0) return { text: notification(emptyText), blocks: [make.section('empty', emptyText)] };
  return {
    text: notification('Changes in the business that are open.'),
    blocks: [
      make.section('headline', '*Changes in the business that are open*'),
      ...changes.map((one) =>
        make.section(
          `change:${one.changeId}`,
          `*${mrkdwn(one.words ?? '(taken back)', 150)}*\nChange ${one.number} · ${mrkdwn(one.dates, 80)} · ${mrkdwn(standingText(one), 200)}`,
          button(actionIds.changeOpen, 'Open', carry({ kind: 'change', id: one.changeId }), {
            label: `Open change ${one.number}`,
          }),
        ),
      ),
      ...(more
        ? [make.context('more', ['There are more; these are the newest. /leeway change 4 shows one by its number.'])]
        : []),
    ],
  };
}
