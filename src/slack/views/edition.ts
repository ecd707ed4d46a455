import { button, carry, createBlocks, type ActionElement, type Block, type Blocks, type Outgoing } from '../blocks.ts';
import { actionIds } from '../action-ids.ts';
import { type Said, bold, mrkdwn, notification } from '../text.ts';
import { paragraphText, type Paragraph } from './paragraph.ts';

export interface EditionFinding {
  title: string;
  /** Absent where nothing is to be done. */
  matter?: { id: string; revision: number };
  /** `Lee Brandt, by Thu 21 June`; absent: nobody has it in hand. */
  takenBy?: string;
}

/** One issue of the digest, in the order in which it is read. */
export interface EditionView {
  editionId: string;
  /** The verdict: also the notification. */
  headline: Said;
  paragraphs: Paragraph[];
  findings: EditionFinding[];
  /** Small print: coverage, what is not measured. */
  context: Said[];
  /** A preview has no buttons that change anything but “send to me first”. */
  preview?: boolean;
}
/** `imageAt` is where a chart would stand. */
export type EditionMessage = Outgoing & { imageAt: number };

const maxFindings = 8;

export function editionMessage(edition: EditionView, seed: string, message?: string): EditionMessage {
  const make = createBlocks(seed);
  const blocks: Block[] = [make.section(bold(edition.headline, 1400))];
  for (const paragraph of edition.paragraphs) blocks.push(make.section(paragraphText(paragraph)));
  const imageAt = blocks.length;
  if (edition.context.length > 0) blocks.push(make.context(edition.context));
  const open = edition.findings.slice(0, maxFindings);
  const firstFree = open.find((finding) => finding.matter && !finding.takenBy);
  for (const finding of open)
    if (finding !== firstFree) blocks.push(findingLine(make, finding, edition.preview === true, message));
  if (edition.findings.length > maxFindings) {
    blocks.push(make.context([`${edition.findings.length - maxFindings} more are in the thread and in App Home.`]));
  }
  blocks.push(make.actions(buttons(edition, firstFree, message)));
  const about = { kind: 'edition', id: edition.editionId, ...(message ? { message } : {}) };
  if (!edition.preview) blocks.push(make.context(['Was this useful?']), make.useful(actionIds.useful, about));
  return { text: notification(edition.headline), blocks, imageAt };
}

function buttons(edition: EditionView, free: EditionFinding | undefined, message: string | undefined): ActionElement[] {
  const about = carry({ kind: 'edition', id: edition.editionId, ...(message ? { message } : {}) });
  const elements: ActionElement[] = [];
  if (edition.preview) elements.push(button(actionIds.sendToMe, 'Send to me first', about, { style: 'primary' }));
  else if (free?.matter) {
    const value = carry({ kind: 'matter', id: free.matter.id, revision: free.matter.revision, ...(message ? { message } : {}) });
    elements.push(button(actionIds.takeIt, 'Take it', value, { style: 'primary', label: `Take it: ${free.title}` }));
  }
  elements.push(button(actionIds.whereFrom, 'Where does this come from?', about));
  if (!edition.preview) elements.push(button(actionIds.flag, 'Flag a problem', about));
  return elements;
}

function findingLine(make: Blocks, finding: EditionFinding, preview: boolean, message: string | undefined): Block {
  const title = mrkdwn(finding.title, 600);
  if (finding.takenBy) return make.section(`${title}\n_In hand:_ ${mrkdwn(finding.takenBy, 200)}`);
  if (!finding.matter || preview) return make.section(title);
  const value = carry({
    kind: 'matter',
    id: finding.matter.id,
    revision: finding.matter.revision,
    ...(message ? { message } : {}),
  });
  return make.section(
    `${title}\nNobody has taken it yet.`,
    button(actionIds.takeIt, 'Take it', value, { label: `Take it: ${finding.title}` }),
  );
}
