import { input, type Block, type Blocks } from '../blocks.ts';
import { checkboxes } from '../elements.ts';
import { mrkdwn } from '../text.ts';

/** Slack shows 75 characters of a box and ten boxes at once. */
const shownChars = 75;
const boxes = 10;

/** Boxes to tick; items that are too long for a box stand in full above them. The value is the item's place, from 0. */
export function checklistBlocks(make: Blocks, label: string, items: readonly string[]): Block[] {
  if (items.length === 0) return [];
  const long = items.some((item) => item.length > shownChars);
  const full = items.map((item, index) => `${index + 1}. ${mrkdwn(item, 210)}`).join('\n');
  const options = items.map((item, index) => ({ label: long ? `${index + 1}. ${item}` : item, value: String(index) }));
  const pages = Array.from({ length: Math.ceil(options.length / boxes) }, (_, page) =>
    options.slice(page * boxes, (page + 1) * boxes),
  );
  return [
    ...(long ? [make.section('checklist:full', full)] : []),
    ...pages.map((page, index) =>
      input(index === 0 ? 'checklist' : `checklist-${index}`, index === 0 ? label : `${label} (more)`, checkboxes('value', page)),
    ),
  ];
}
