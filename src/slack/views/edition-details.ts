import { createBlocks, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';
import { paragraphText, type Paragraph } from './paragraph.ts';

/** What an edition leaves to its thread: the findings that were not told in full. */
export interface EditionDetailsView {
  editionId: string;
  intro: string;
  sections: { title: string; paragraphs: Paragraph[] }[];
  context: string[];
}

const maxSections = 12;
const maxParagraphs = 3;

export function editionDetailsMessage(details: EditionDetailsView, seed: string): Outgoing {
  const make = createBlocks(seed);
  const blocks = [make.section(mrkdwn(details.intro, 600))];
  for (const section of details.sections.slice(0, maxSections)) {
    const body = section.paragraphs
      .slice(0, maxParagraphs)
      .map((paragraph) => paragraphText(paragraph, 850))
      .join('\n');
    blocks.push(make.section(`*${mrkdwn(section.title, 200)}*\n${body}`));
  }
  const left = details.sections.length - maxSections;
  if (left > 0) blocks.push(make.context([`${left} more: ask “what changed?” or open App Home.`]));
  if (details.context.length > 0) blocks.push(make.context(details.context));
  return { text: notification(details.intro), blocks };
}
