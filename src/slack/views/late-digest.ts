import { actionIds } from '../action-ids.ts';
import { button, createBlocks, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';

/** A digest that was due and is not out, as it stands now. */
export interface LateDigestView {
  which: { audienceId: string; destination: string; periodStart: string };
  audienceTitle: string;
  /** `09:00` */
  hour: string;
  /** Written, and not in Slack yet; not written; or there after all. */
  standing: 'unsent' | 'missing' | 'out';
  /** A clause after “because”. */
  reason: string;
  /** How often it was tried to make it. */
  tries: number;
  /** Names of those who run Leeway and were told. */
  operators: readonly string[];
  /** Read by one of those. */
  forOperator: boolean;
}

export const lateDigestMessage = (late: LateDigestView): Outgoing => (late.forOperator ? forOperator(late) : forAudience(late));

function forAudience(late: LateDigestView): Outgoing {
  const make = createBlocks();
  if (late.standing === 'out') {
    const text = 'This week’s digest came late: it is here now.';
    return { text, blocks: [make.section('late', text)] };
  }
  const says = 'This week’s digest could not be made yet';
  const named = late.operators.join(', ');
  const told = named ? `${named} ${late.operators.length === 1 ? 'has' : 'have'} been told. ` : '';
  const more = `${mrkdwn(`${told}It comes here as soon as it is made.`, 400)}`;
  return {
    text: notification(`${says}, because ${late.reason}`),
    blocks: [make.section('late', `*${says}*, because ${mrkdwn(sentence(late.reason), 600)}\n${more}`)],
  };
}

function forOperator(late: LateDigestView): Outgoing {
  const make = createBlocks();
  const digest = `The digest for ${late.audienceTitle}, due at ${late.hour}`;
  if (late.standing === 'out') {
    const text = `${digest}, is out now.`;
    return { text: notification(text), blocks: [make.section('late', mrkdwn(text, 600))] };
  }
  if (late.standing === 'unsent') {
    // Nothing edits this letter once Slack takes the digest: it says what was so when it was looked at.
    const says = `${digest}, was not out in time`;
    const why = 'It was written and had not arrived in Slack. It goes out by itself once Slack takes it.';
    return {
      text: notification(`${says}. ${why}`),
      blocks: [
        make.section('late', `*${mrkdwn(says, 600)}*\n${why}`),
        make.actions('actions', [button(`${actionIds.askAgain}:outbox`, 'Show what waits', 'outbox', { style: 'primary' })]),
      ],
    };
  }
  const says = `${digest}, is not out`;
  const tries = late.tries === 0 ? '' : ` It was tried ${late.tries === 1 ? 'once' : `${late.tries} times`}; the log says more.`;
  const value = JSON.stringify(late.which);
  return {
    text: notification(`${says}, because ${late.reason}`),
    blocks: [
      make.section(
        'late',
        `*${mrkdwn(says, 600)}.*\nIt could not be made, because ${mrkdwn(sentence(late.reason), 600)}${tries} Its audience reads that it is late.`,
      ),
      make.actions('actions', [
        button(actionIds.digestAgain, 'Try again now', value, {
          style: 'primary',
          label: `Make the digest for ${late.audienceTitle}`,
        }),
      ]),
    ],
  };
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
