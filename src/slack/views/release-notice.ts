import { actionIds } from '../action-ids.ts';
import { button, carry, createBlocks, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';
import { clausesOf, labelled } from './request-parts.ts';
import { pausedText } from './request-words.ts';

/** What is live since when, told to those who work with it. */
export interface ReleaseView {
  /** `Version 3 of Flight Delay is live since Thu 21 June, 14:05 (Chicago), in place of version 1` */
  headline: string;
  /** Whoever asks is told to do without it. */
  paused: boolean;
  /** What has taken its place: nothing is done about it from here any more. */
  since: string | null;
  change: string;
  why: string | null;
  expected: string | null;
  /** What got worse in tests, so that it is watched. */
  watch: string[];
  notKnown: string[];
  /** When expected and observed effect are compared. */
  lookBack: string;
  /** Who asked and who agreed. */
  people: string;
  /** Whom to object to. */
  contact: string | null;
  requestId: string;
  modelId: string;
}

export function releaseMessage(view: ReleaseView): Outgoing {
  const make = createBlocks();
  const lines = [
    labelled('Change', view.change, 500),
    labelled('Why', view.why, 500),
    labelled('Expected', view.expected, 400),
    labelled('Watch', view.watch.slice(0, 4).join(' '), 800),
    labelled('Not known', clausesOf(view.notKnown), 400),
  ].filter((line) => line !== undefined);
  const whom = view.contact ? `tell *${mrkdwn(view.contact, 100)}*, or flag a problem` : 'flag a problem';
  const objection = make.section('object', `*You object?* Then ${whom}: somebody answers you, and going back takes one click.`);
  return {
    text: notification(view.headline),
    blocks: [
      make.section('headline', `*${mrkdwn(view.headline, 400).replaceAll('*', '·')}*`),
      ...(view.paused ? [make.section('paused', pausedText)] : []),
      ...(lines.length > 0 ? [make.section('notice', lines.join('\n'))] : []),
      ...(view.since ? [make.section('since', `*Since then:* ${mrkdwn(view.since, 300)}`)] : [objection]),
      make.context('who', [view.people, view.lookBack]),
      make.actions('do', [
        ...(view.since ? [] : [button(actionIds.flag, 'Flag a problem', carry({ kind: 'model', id: view.modelId }))]),
        button(actionIds.requestDetails, 'Who decided, and on what?', carry({ kind: 'request', id: view.requestId })),
      ]),
    ],
  };
}
