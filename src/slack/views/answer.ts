import { button, carry, createBlocks, type ActionElement, type Block, type Outgoing } from '../blocks.ts';
import { actionIds } from '../action-ids.ts';
import { type Said, bold, mrkdwn, notification, plain } from '../text.ts';
import { paragraphName, paragraphText, type Paragraph } from './paragraph.ts';
import { servingButton } from './serving-buttons.ts';

export interface AnswerView {
  /** Absent where nothing was stored: an answer that says only that it is none. */
  answerId?: string;
  /** False when the question was not understood: then `suggestions` say what can be asked. */
  understood: boolean;
  /** The one model that it is about. */
  modelId?: string;
  headline: Said;
  paragraphs: Paragraph[];
  context: Said[];
  /** Questions that a click asks. */
  suggestions: string[];
  /** Has figures, so that their source can be shown and a problem flagged. */
  hasFacts: boolean;
  /** Open matters that nobody has in hand yet. */
  matters?: { id: string; revision: number; title: string }[];
}
export type AnswerMessage = Outgoing & { imageAt: number };

const maxSuggestions = 5;
const maxMatters = 3;

export function answerMessage(answer: AnswerView, options: { message?: string; shareable?: boolean } = {}): AnswerMessage {
  const make = createBlocks();
  const blocks: Block[] = [make.section('headline', bold(answer.headline, 1400))];
  for (const paragraph of answer.paragraphs) blocks.push(make.section(paragraphName(paragraph), paragraphText(paragraph)));
  const imageAt = blocks.length;
  if (answer.context.length > 0) blocks.push(make.context('small-print', answer.context));
  // Two buttons side by side would not say which takes what.
  const free = answer.answerId ? (answer.matters ?? []).slice(0, maxMatters) : [];
  if (free.length > 1)
    for (const one of free)
      blocks.push(make.section(`matter:${one.id}`, mrkdwn(one.title, 600), takeButton(one, options.message)));
  const elements = answer.answerId ? buttons(answer, answer.answerId, options) : [];
  if (elements.length > 0) blocks.push(make.actions('actions', elements));
  const asks = answer.suggestions.slice(0, maxSuggestions);
  if (asks.length > 0) {
    blocks.push(
      make.actions(
        'asks',
        asks.map((ask, index) => button(`${actionIds.askAgain}:${index}`, plain(ask, 75), plain(ask, 2000))),
      ),
    );
  }
  if (answer.answerId && answer.hasFacts) {
    blocks.push(
      make.useful(actionIds.useful, {
        kind: 'answer',
        id: answer.answerId,
        ...(options.message ? { message: options.message } : {}),
      }),
    );
  }
  return { text: notification(answer.headline), blocks, imageAt };
}

function buttons(answer: AnswerView, id: string, options: { message?: string; shareable?: boolean }): ActionElement[] {
  const about = carry({ kind: 'answer', id, ...(options.message ? { message: options.message } : {}) });
  const [only, ...others] = answer.matters ?? [];
  return [
    ...(only && others.length === 0 ? [takeButton(only, options.message, 'primary')] : []),
    ...(answer.hasFacts
      ? [button(actionIds.whereFrom, 'Where does this come from?', about), button(actionIds.flag, 'Flag a problem', about)]
      : []),
    ...(answer.hasFacts && answer.modelId ? [servingButton(answer.modelId)] : []),
    ...(options.shareable ? [button(actionIds.share, 'Share in channel', about)] : []),
  ];
}

function takeButton({ id, revision, title }: NonNullable<AnswerView['matters']>[number], message?: string, style?: 'primary') {
  const value = carry({ kind: 'matter', id, revision, ...(message ? { message } : {}) });
  return button(`${actionIds.takeIt}:${id}`, 'Take it', value, { label: `Take it: ${title}`, ...(style ? { style } : {}) });
}
