import type { types } from '@slack/bolt';
import { actionIds, viewIds } from '../action-ids.ts';
import { button, carry, createBlocks, modal } from '../blocks.ts';
import { mrkdwn } from '../text.ts';

/** What was said of each decision of a round, a page of them. */
export interface DecisionListView {
  roundId: string;
  phrase: string;
  from: number;
  total: number;
  decisions: { number: number; values: string[]; said: string; words?: string }[];
}
export const decisionsAPage = 10;

export function decisionsModal({ roundId, phrase, from, total, decisions }: DecisionListView): types.ModalView {
  const make = createBlocks();
  const next = from + decisions.length;
  const page = (label: string, start: number) =>
    button(
      `${actionIds.sampleDecisions}:${start < from ? 'back' : 'on'}`,
      label,
      carry({ kind: 'sample', id: roundId, revision: start }),
      { label: `${label}: ${phrase}` },
    );
  const turns = [
    ...(from > 1 ? [page('Earlier ones', Math.max(1, from - decisionsAPage))] : []),
    ...(next <= total ? [page('Next ones', next)] : []),
  ];
  return modal({ callbackId: viewIds.note, title: 'Each decision' }, [
    make.section('about', `${mrkdwn(phrase, 100)}, ${from} to ${next - 1} of ${total}`),
    ...decisions.map(({ number, values, said, words }) =>
      make.section(
        `decision:${number}`,
        [
          `*${number}: ${mrkdwn(said, 200)}*`,
          values.map((one) => mrkdwn(one, 120)).join(' · '),
          ...(words ? [`> ${mrkdwn(words, 500).replaceAll('\n', '\n> ')}`] : []),
        ].join('\n'),
      ),
    ),
    ...(turns.length > 0 ? [make.actions('turn', turns)] : []),
  ]);
}
