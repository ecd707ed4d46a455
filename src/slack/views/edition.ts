import { button, carry, createBlocks, type ActionElement, type Block, type Blocks, type Outgoing } from '../blocks.ts';
import { actionIds } from '../action-ids.ts';
import { type Said, bold, mrkdwn, notification } from '../text.ts';
import { standingText, type MatterStanding } from './matter-standing.ts';
import { paragraphName, paragraphText, type Paragraph } from './paragraph.ts';
import { servingButton } from './serving-buttons.ts';

export interface EditionFinding {
  title: string;
  /** Absent where nothing is to be done. */
  matter?: { id: string; revision: number };
  /** Who has it in hand or brought it to its end; absent while it is with nobody. */
  standing?: MatterStanding;
}

/** One issue of the digest, in the order in which it is read. */
export interface EditionView {
  editionId: string;
  /** The one model that its findings are about. */
  modelId?: string;
  /** The verdict: also the notification. */
  headline: Said;
  paragraphs: Paragraph[];
  findings: EditionFinding[];
  /**
   * The matter whose “Take it” is the main button: the first that nobody had when the text was written. It stays that one,
   * so that no edit puts another matter under a finger.
   */
  mainMatterId?: string;
  /** The request that the headline asks a decision on, and what became of it since. */
  decision?: { requestId: string; title: string; settled?: string };
  /** Small print: coverage, what is not measured. */
  context: Said[];
  /** The text itself names every matter, as data scientists read it. */
  namesMatters?: boolean;
  /** A preview has no buttons that change anything but “send to me first”. */
  preview?: boolean;
}
/** `imageAt` is where a chart would stand. */
export type EditionMessage = Outgoing & { imageAt: number };

const maxFindings = 8;

/** The text as it was written; what became of its matters as it is now. `message`: its outbox id. */
export function editionMessage(edition: EditionView, message?: string): EditionMessage {
  const make = createBlocks();
  const main = edition.findings.find((finding) => finding.matter && finding.matter.id === edition.mainMatterId);
  const blocks: Block[] = [make.section('headline', bold(edition.headline, 1400))];
  // The headline goes on asking; whoever reads it sees at once that somebody has answered.
  if (main?.matter && main.standing) {
    blocks.push(make.section(`matter:${main.matter.id}`, `${standingText(main.standing)}\n${mrkdwn(main.title, 600)}`));
  }
  if (edition.decision?.settled) blocks.push(make.section('decision', `*${mrkdwn(edition.decision.settled, 600)}*`));
  for (const paragraph of edition.paragraphs) blocks.push(make.section(paragraphName(paragraph), paragraphText(paragraph)));
  const imageAt = blocks.length;
  if (edition.context.length > 0) blocks.push(make.context('small-print', edition.context));
  const shown = edition.findings.slice(0, maxFindings);
  const others = shown.filter((finding) => (edition.preview ? isListed(edition, finding) : finding !== main));
  // Among others the main button stands beside the name of its matter; alone it is the headline's.
  const named = main?.matter !== undefined && !main.standing && others.length > 0 && !edition.preview;
  const style = edition.decision && !edition.decision.settled ? undefined : 'primary';
  if (named) blocks.push(findingLine(make, main, message, style));
  for (const finding of others) blocks.push(edition.preview ? previewLine(make, finding) : findingLine(make, finding, message));
  if (edition.findings.length > maxFindings) {
    blocks.push(make.context('more', [`${edition.findings.length - maxFindings} more are in the thread and in App Home.`]));
  }
  blocks.push(make.actions('actions', buttons(edition, named ? undefined : main, message)));
  const about = { kind: 'edition', id: edition.editionId, ...(message ? { message } : {}) };
  if (!edition.preview) blocks.push(make.context('useful?', ['Was this useful?']), make.useful(actionIds.useful, about));
  return { text: notification(edition.headline), blocks, imageAt };
}

function buttons(edition: EditionView, main: EditionFinding | undefined, message: string | undefined): ActionElement[] {
  const about = carry({ kind: 'edition', id: edition.editionId, ...(message ? { message } : {}) });
  const elements: ActionElement[] = [];
  const decides = edition.decision && !edition.decision.settled;
  if (edition.decision && decides) elements.push(decideButton(edition.decision));
  if (edition.preview) elements.push(button(actionIds.sendToMe, 'Send to me first', about, decides ? {} : { style: 'primary' }));
  else if (main?.matter && !main.standing)
    elements.push(takeButton(main.title, main.matter, message, decides ? undefined : 'primary'));
  elements.push(button(actionIds.whereFrom, 'Where does this come from?', about));
  if (!edition.preview) elements.push(button(actionIds.flag, 'Flag a problem', about));
  if (!edition.preview && edition.modelId && edition.findings.length > 0) elements.push(servingButton(edition.modelId));
  return elements;
}

/** In a preview nobody can take anything: what nobody has taken is named where there are several and the text names them not. */
function isListed({ findings, mainMatterId, namesMatters }: EditionView, { matter, standing }: EditionFinding): boolean {
  if (standing) return matter?.id !== mainMatterId;
  return matter !== undefined && !namesMatters && findings.filter((one) => one.matter && !one.standing).length > 1;
}

const previewLine = (make: Blocks, { title, matter, standing }: EditionFinding): Block =>
  make.section(`matter:${matter?.id ?? title}`, `${mrkdwn(title, 600)}${standing ? `\n${standingText(standing)}` : ''}`);

function findingLine(make: Blocks, finding: EditionFinding, message: string | undefined, style?: 'primary'): Block {
  const { matter, standing } = finding;
  const name = matter ? `matter:${matter.id}` : `finding:${finding.title}`;
  const title = mrkdwn(finding.title, 600);
  if (standing) return make.section(name, `${title}\n${standingText(standing)}`);
  if (!matter) return make.section(name, title);
  return make.section(name, `${title}\nNobody has taken it yet.`, takeButton(finding.title, matter, message, style));
}

function takeButton(
  title: string,
  { id, revision }: NonNullable<EditionFinding['matter']>,
  message: string | undefined,
  style?: 'primary',
) {
  const value = carry({ kind: 'matter', id, revision, ...(message ? { message } : {}) });
  return button(actionIds.takeIt, 'Take it', value, { label: `Take it: ${title}`, ...(style ? { style } : {}) });
}

/** Leads to the request's card; the vote itself is given there, on what it shows. */
const decideButton = ({ requestId, title }: NonNullable<EditionView['decision']>) =>
  button(actionIds.decide, 'Decide', carry({ kind: 'request', id: requestId }), { style: 'primary', label: `Decide: ${title}` });
