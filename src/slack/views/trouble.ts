import { actionIds } from '../action-ids.ts';
import { button, createBlocks, type Block, type Outgoing } from '../blocks.ts';
import { confirm } from '../elements.ts';
import { mrkdwn, notification } from '../text.ts';

/** Messages that do not go out, by cause: each is one thing to do. */
export interface TroubleView {
  lines: {
    key: string;
    isHeld: boolean;
    count: number;
    doubtful: number;
    /** mrkdwn: channels and names; empty: everywhere. */
    places: string[];
    morePlaces: number;
    why: string;
    /** `since Mon 5 March, 9:00`; absent where nothing waits. */
    since?: string;
  }[];
  more: boolean;
}
type Line = TroubleView['lines'][number];

export function troubleMessage({ lines, more }: TroubleView): Outgoing {
  const make = createBlocks();
  const total = lines.reduce((sum, one) => sum + one.count, 0);
  if (lines.length === 0) {
    const text = 'Every message went out: none waits for you.';
    return { text, blocks: [make.section('none', text)] };
  }
  const text = `${messages(total)} ${total === 1 ? 'does' : 'do'} not go out`;
  return {
    text: notification(text),
    blocks: [
      make.section('title', `*${text}*`),
      ...lines.flatMap((one) => lineBlocks(make, one)),
      ...(more ? [make.context('more', ['There are more causes: settle these first.'])] : []),
    ],
  };
}

const messages = (count: number): string => (count === 1 ? '1 message' : `${count} messages`);

function lineBlocks(make: ReturnType<typeof createBlocks>, one: Line): Block[] {
  const { key, isHeld, count, doubtful, why, since } = one;
  const words = [
    `*${messages(count)}*${placesOf(one)}${since ? ` ${isHeld ? (count === 1 ? 'waits' : 'wait') : 'set aside,'} ${since}` : ''}`,
    mrkdwn(why, 1200),
    ...(doubtful > 0
      ? [
          `${doubtful === count ? (count === 1 ? 'It' : 'All') : doubtful} may have arrived: I look for ${doubtful === 1 ? 'it' : 'them'} before I send again.`,
        ]
      : []),
    ...(isHeld ? ['I keep looking, and send them in their order once it is put right.'] : []),
  ];
  const all = count === 1 ? 'it' : `all ${count}`;
  const drop = {
    ...button(`${actionIds.troubleDrop}:${key.slice(0, 200)}`, `Drop ${all}`, key, {
      style: 'danger',
      label: `Drop ${messages(count)}`,
    }),
    ...confirm({
      title: `Drop ${messages(count)}?`,
      words: `${count === 1 ? 'Whoever it was for' : 'Those they were for'} will not read ${count === 1 ? 'it' : 'them'}. You can take this back.`,
      yes: 'Drop',
    }),
  };
  const resend = button(`${actionIds.troubleResend}:${key.slice(0, 200)}`, isHeld ? 'Try again now' : `Resend ${all}`, key, {
    label: isHeld ? `Try ${messages(count)} again now` : `Resend ${messages(count)}`,
  });
  return [
    make.section(`trouble:${key}`, words.join('\n')),
    make.actions(`do:${key}`, key === 'hold:*' ? [resend] : [resend, drop]),
  ];
}

function placesOf({ places, morePlaces }: Line): string {
  // A revoked token holds all there is: there is no place to name.
  if (places.length === 0) return '';
  return ` to ${[...places, ...(morePlaces > 0 ? [`${morePlaces} more`] : [])].join(', ')}`;
}

/** What was done, to the operator alone; a drop can be taken back. */
export function droppedNote({ count, dropId }: { count: number; dropId: string }): Outgoing {
  const make = createBlocks();
  const text = `${messages(count)} ${count === 1 ? 'is' : 'are'} dropped. The audit log says that it was you.`;
  return {
    text,
    blocks: [
      make.section('dropped', text),
      ...(count > 0 ? [make.actions('undo', [button(actionIds.troubleUndo, 'Take it back', dropId)])] : []),
    ],
  };
}

export const resentWords = ({ isHeld, count }: { isHeld: boolean; count: number }): string =>
  isHeld
    ? 'I try one of them now. If Slack takes it, all go out in their order.'
    : `${messages(count)} ${count === 1 ? 'is' : 'are'} queued again.`;

export const restoredWords = ({ count }: { count: number }): string =>
  `${messages(count)} ${count === 1 ? 'is' : 'are'} back: resend ${count === 1 ? 'it' : 'them'} once the cause is put right.`;
