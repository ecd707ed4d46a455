import type { FramingLine } from '../../framing/read-framing.ts';
import { actionIds } from '../action-ids.ts';
import { button, createBlocks, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification, truncate } from '../text.ts';

export interface IdeaListView {
  ideas: (Omit<FramingLine, 'at'> & { since: string })[];
  more: boolean;
}

/** Ideas, those that are open first. */
export function ideasMessage({ ideas, more }: IdeaListView): Outgoing {
  const make = createBlocks();
  const open = ideas.filter((one) => one.state === 'open');
  const says =
    ideas.length === 0
      ? 'Nobody has asked for anything yet.'
      : open.length === 0
        ? 'No idea is being thought through.'
        : open.length === 1
          ? '1 idea is being thought through.'
          : `${open.length} ideas are being thought through.`;
  const sorted = [...open, ...ideas.filter((one) => one.state !== 'open')];
  return {
    text: notification(says),
    blocks: [
      make.section('headline', `*${says}*`, button(`${actionIds.askAgain}:new`, 'A new idea', 'idea', { style: 'primary' })),
      ...sorted.map((one) =>
        make.section(
          `idea:${one.id}`,
          `${symbols[one.state]} *${one.number}. ${mrkdwn(truncate((one.words ?? 'words taken away').replace(/\s+/g, ' '), 160), 400).replaceAll('*', '·')}*\n${mrkdwn(standing(one), 300)}`,
          button(`${actionIds.askAgain}:${one.number}`, 'Open', `idea ${one.number}`, { label: `Open idea ${one.number}` }),
        ),
      ),
      ...(more ? [make.context('more', ['Older ones are not shown: say `/leeway idea 3` for one.'])] : []),
    ],
  };
}

const symbols = { open: '💡', kpi: '✓', 'not-worth': '✗', withdrawn: '↩' } as const;

function standing({ state, byName, since, answered, questions, next }: IdeaListView['ideas'][number]): string {
  const asked = `${byName}, since ${since}`;
  switch (state) {
    case 'open':
      return next
        ? `${asked} · ${answered} of ${questions} answered, next: ${next.toLowerCase()}`
        : `${asked} · all answered: is it worth a model?`;
    case 'kpi':
      return `${asked} · became a planned model`;
    case 'not-worth':
      return `${asked} · not worth a model`;
    case 'withdrawn':
      return `${asked} · withdrawn`;
  }
}
