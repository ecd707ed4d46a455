import { actionIds } from '../action-ids.ts';
import { button, carry, createBlocks, type Outgoing } from '../blocks.ts';
import { bold, mrkdwn, notification, plain, said, type Said } from '../text.ts';
import { standingText, type MatterStanding } from './matter-standing.ts';

/** What cannot wait for the digest, as told to one person or in a channel. */
export interface AlertView {
  matterId: string;
  revision: number;
  modelId: string;
  modelName: string;
  title: string;
  lines: Said[];
  /** Who was told, or that it is the reader's own. */
  told: Said;
  /** Absent while nobody has taken it. */
  standing?: MatterStanding;
  /** It lasts no more: whoever reads it may end it without taking it first. */
  isOver?: true;
}

/** `message`: its outbox id, for its button to say where it stood. */
export function alertMessage(alert: AlertView, message: string): Outgoing {
  const make = createBlocks();
  const { matterId: id, revision, title, standing } = alert;
  const what = alert.lines.map((line) => said(line, 900)).join(' ');
  const value = carry({ kind: 'matter', id, revision, message });
  const status = button(`${actionIds.askAgain}:status`, 'How is it doing?', plain(`status ${alert.modelId}`, 2000), {
    label: `How is ${alert.modelName} doing?`,
  });
  const take = button(actionIds.takeIt, 'Take it', value, { label: `Take it: ${title}`, style: 'primary' });
  const close = button(actionIds.done, standing ? 'Done' : 'Close it', value, {
    label: `${standing ? 'Done' : 'Close it'}: ${title}`,
  });
  const act = standing?.is === 'done' ? [] : standing ? [close] : [take, ...(alert.isOver ? [close] : [])];
  return {
    text: notification({ mrkdwn: `${mrkdwn(title, 600)}. ${what}` }),
    blocks: [
      make.section('headline', bold(title, 600)),
      make.section('what', what),
      ...(standing ? [make.section(`matter:${id}`, standingText(standing))] : []),
      make.actions('actions', [...act, status]),
      make.context('told', [alert.told]),
    ],
  };
}

/** So much went wrong at once that the rest is not told one by one. */
export function alertsMoreMessage(): Outgoing {
  const make = createBlocks();
  const says = 'More is wrong at the moment than is told here one by one.';
  return {
    text: notification(`${says} The list shows it all.`),
    blocks: [
      make.section('headline', `*${says}*\nThe list shows it all, the worst first.`),
      make.actions('actions', [button(`${actionIds.askAgain}:open`, 'Show what is open', 'open', { style: 'primary' })]),
    ],
  };
}
