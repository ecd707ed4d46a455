import { createBlocks, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';

/** How useful people found Leeway's texts, for those who write them. Every figure was a fact before it was a word. */
export interface VotesView {
  period: string;
  /** Those with the most “not useful” first. `on`: `Executives, led by error outside`. */
  tallies: { on: string; yes: string; no: string }[];
  reasons: { on: string; vote: 'yes' | 'no'; why: string }[];
}

export function votesMessage({ period, tallies, reasons }: VotesView): Outgoing {
  const make = createBlocks();
  const text = tallies.length === 0 ? 'Nobody has said yet whether my texts were useful.' : `Was it useful? ${period}`;
  const lines = tallies.map(({ on, yes, no }) => `• ${mrkdwn(on, 200)}: *${no}* not useful, *${yes}* useful`);
  const said = reasons.map(
    ({ on, vote, why }) =>
      `> ${mrkdwn(why, 300).replaceAll('\n', '\n> ')}\n${vote === 'no' ? 'Not useful' : 'Useful'}: ${mrkdwn(on, 120)}`,
  );
  return {
    text: notification(text),
    blocks: [
      make.section('title', `*${mrkdwn(text, 200)}*`),
      ...(lines.length > 0 ? [make.section('tallies', lines.join('\n').slice(0, 2900))] : []),
      ...chunks(said, 5).map((some, index) => make.section(`said:${index}`, some.join('\n').slice(0, 2900))),
      make.context('how', [
        tallies.length === 0
          ? 'Under every digest and answer stands “Was this useful?”.'
          : 'The last vote of each person on each text, by what it led with and for whom it was written. Texts stand in reports/digest.yml, thresholds in leeway.yml.',
      ]),
    ],
  };
}

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
