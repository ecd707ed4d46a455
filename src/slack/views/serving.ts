import type { types } from '@slack/bolt';
import { viewIds } from '../action-ids.ts';
import { createBlocks, modal, type ActionElement, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';
import { ruleButton, rulesButton } from './rules.ts';
import { undoButton } from './serving-buttons.ts';
import { pauseButton, resumeButton, rollBackButton } from './serving-buttons.ts';

/** What serves in one place, and what the reader may do about it. */
export interface ServingView {
  modelId: string;
  modelName: string;
  environment: string;
  version: number | null;
  fallback: number | null;
  paused: boolean;
  /** The switch answers that version, and its deployment did not come about. */
  unfollowed?: boolean;
  /** `since Thu 21 June, 14:05 (Chicago), by Tom Okafor: too many misses` */
  since: string;
  mayRollBack: boolean;
  mayPause: boolean;
  /** Whether the reader may ask for a standing rule. */
  mayAskRule: boolean;
}

export const servingSentence = ({ modelName, environment, version, paused }: ServingView): string =>
  paused
    ? `${modelName} is PAUSED in ${environment}${version === null ? '' : ` (version ${version})`}`
    : version === null
      ? `Nothing of ${modelName} serves in ${environment}`
      : `Version ${version} of ${modelName} serves in ${environment}`;

export function servingButtons(view: ServingView): ActionElement[] {
  const { fallback } = view;
  const back = view.mayRollBack && fallback !== null && fallback !== view.version ? [rollBackButton({ ...view, fallback })] : [];
  if (!view.mayPause || view.version === null) return back;
  return [...back, view.paused ? resumeButton(view) : pauseButton(view)];
}

export function servingMessage(places: readonly ServingView[]): Outgoing {
  const make = createBlocks();
  const blocks = places.slice(0, 10).flatMap((view) => {
    const buttons = servingButtons(view);
    const back = view.fallback === null ? 'No way back was agreed.' : `Way back: version ${view.fallback}.`;
    const doubt = view.unfollowed
      ? `\n*Going back to version ${view.version ?? '?'} FAILED on the way:* look whether it runs.`
      : '';
    const may = buttons.length > 0 ? '' : ' You may not change this; its owners and engineers may.';
    const name = `serving:${view.environment}`;
    return [
      make.section(
        name,
        `*${mrkdwn(servingSentence(view), 300)}*${view.since ? `, ${mrkdwn(view.since.replace(/[.!?]$/, ''), 400)}` : ''}.${doubt}\n${back}${may}`,
      ),
      ...(buttons.length > 0 ? [make.actions(`${name}:do`, buttons)] : []),
    ];
  });
  const [first] = places;
  if (first)
    blocks.push(make.actions('rules', [rulesButton(first.modelId), ...(first.mayAskRule ? [ruleButton(first.modelId)] : [])]));
  const none = 'Nothing of this model serves anywhere.';
  return {
    text: notification(first ? servingSentence(first) : none),
    blocks: blocks.length > 0 ? blocks : [make.section('none', none)],
  };
}

/** The same in the place of a form: what is chosen there is done from there. */
export const servingModal = (places: readonly ServingView[]): types.ModalView =>
  modal(
    { callbackId: viewIds.note, title: 'What serves', close: 'Close' },
    servingMessage(places).blocks.filter((one) => one.block_id !== 'rules'),
  );

/** What has changed about serving, told to those concerned. */
export interface ServingChange {
  /** `Version 1 of Flight Delay is back in production` */
  what: string;
  /** Who or what did it, and when. */
  by: string;
  /** Their reason, once they gave it. */
  why: string | null;
  /** A rule did it, and nobody is asked why. */
  byRule: boolean;
  /** What a rule did can be undone still. */
  undo?: { ruleId: string; windowStart: string };
  place: ServingView;
  /** What has become of it: it holds no longer, and nothing is done about it from here. */
  since: string | null;
}

export function servingChangedMessage({ what, by, why, byRule, undo, place, since }: ServingChange): Outgoing {
  const make = createBlocks();
  const buttons = since ? [] : [...(undo ? [undoButton(undo)] : []), ...servingButtons(place)];
  const reason = why ? `\n*Why:* ${mrkdwn(why, 1500)}` : byRule || since ? '' : '\n_No reason has been given yet._';
  return {
    text: notification(`${what}. ${by}`),
    blocks: [
      make.section('what', `*${mrkdwn(what, 400)}*\n${mrkdwn(by, 500)}${reason}`),
      ...(since ? [make.section('since', `*Since then:* ${mrkdwn(since, 300)}`)] : []),
      ...(buttons.length > 0 ? [make.actions('do', buttons)] : []),
    ],
  };
}
