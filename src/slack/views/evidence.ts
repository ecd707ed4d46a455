import { createBlocks, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';
import { linesWithin } from './lines.ts';

/** What is known of a case's week, each part as sentences that are safe to show. */
export interface EvidenceView {
  caseNumber: number;
  /** `the week of 11 June`; undefined where no week was checked. */
  week: string | undefined;
  /** Why another week is shown than the one meant. */
  instead: string | undefined;
  /** Something moved, or lies near in time: a reader may take one for the cause of the other. */
  near: boolean;
  parts: { heading: string; lines: string[] }[];
}

const maxChars = 2_800;

/** The line under a case's card. A reader with ten seconds sees what moved; what lies near it follows. */
export function evidenceMessage(view: EvidenceView): Outgoing {
  const make = createBlocks();
  const head = view.week ? `*What is known of ${mrkdwn(view.week, 80)}*` : '*What is known*';
  const lines = view.parts.flatMap(({ heading, lines: own }) =>
    own.length === 1 ? [`*${heading}:* ${own[0]}`] : [`*${heading}:*`, ...own.map((line) => `• ${line}`)],
  );
  const text = [head, ...(view.instead ? [view.instead] : []), ...lines];
  return {
    text: notification(`What is known about case ${view.caseNumber}: ${view.parts[0]?.lines[0] ?? 'nothing yet'}`),
    blocks: [
      make.section(
        'line',
        linesWithin(text, maxChars, (left) => `${left} more.`),
      ),
      ...(view.near
        ? [make.context('cause', ['These lie close to each other in time. Whether one caused the other is not measured.'])]
        : []),
    ],
  };
}
