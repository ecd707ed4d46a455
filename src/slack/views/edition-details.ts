import { createBlocks, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification, type Said } from '../text.ts';
import { paragraphText, type Paragraph } from './paragraph.ts';

/** What an edition leaves to its thread: the findings that were not told in full. */
export interface EditionDetailsView {
  editionId: string;
  intro: string;
  paragraphs: Paragraph[];
  context?: Said[];
}

const maxSectionChars = 2800;
/** Below what a message may hold in all, so that the rest of it fits too. */
const maxAllChars = 9000;

export function editionDetailsMessage(details: EditionDetailsView): Outgoing {
  const make = createBlocks();
  const sections: string[] = [];
  let told = 0;
  let chars = 0;
  for (const text of details.paragraphs.map((paragraph) => paragraphText(paragraph, maxSectionChars))) {
    if (chars + text.length > maxAllChars) break;
    const last = sections.at(-1);
    if (last !== undefined && last.length + text.length < maxSectionChars) sections[sections.length - 1] = `${last}\n${text}`;
    else sections.push(text);
    told++;
    chars += text.length;
  }
  const left = details.paragraphs.length - told;
  const blocks = [make.section('intro', mrkdwn(details.intro, 600)), ...sections.map((text) => make.section('details', text))];
  if (left > 0) blocks.push(make.context('more', [`${left} more: ask “what changed?”, or see the full page.`]));
  if (details.context && details.context.length > 0) blocks.push(make.context('small-print', details.context));
  return { text: notification(details.intro), blocks };
}
