import { createBlocks, type Outgoing } from '../blocks.ts';
import { actionIds } from '../action-ids.ts';
import { button, carry } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';
import { labelled } from './request-parts.ts';

/** What is live since when, told to those who work with it. */
export interface ReleaseView {
  /** `Version 3 of Flight Delay is live since Thu 21 June, 14:05 (Chicago)` */
  headline: string;
  why: string | null;
  expected: string | null;
  /** What is better and what is worse, so that both are watched. */
  watch: string[];
  /** When expected and observed effect are compared. */
  lookBack: string | null;
  requestId: string;
  modelId: string;
}

export function releaseMessage(view: ReleaseView): Outgoing {
  const make = createBlocks();
  const lines = [
    labelled('Why', view.why, 900),
    labelled('Expected', view.expected, 600),
    labelled('Watch', view.watch.slice(0, 4).join(' '), 900),
    view.lookBack ? mrkdwn(view.lookBack, 300) : undefined,
  ].filter((line) => line !== undefined);
  return {
    text: notification(view.headline),
    blocks: [
      make.section('headline', `*${mrkdwn(view.headline, 400)}*`),
      ...(lines.length > 0 ? [make.section('notice', lines.join('\n'))] : []),
      make.section('object', 'You see harm in it? Flag a problem: its owner answers you, and can go back in one click.'),
      make.actions('do', [
        button(actionIds.flag, 'Flag a problem', carry({ kind: 'model', id: view.modelId })),
        button(actionIds.requestDetails, 'Who decided, and on what?', carry({ kind: 'request', id: view.requestId })),
      ]),
    ],
  };
}
