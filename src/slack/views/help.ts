import { button, createBlocks, type Outgoing } from '../blocks.ts';
import { actionIds } from '../action-ids.ts';
import { mrkdwn, notification, plain } from '../text.ts';

export interface HelpView {
  /** `You read the digest and decide.` */
  intro: string;
  /** What this role does first. */
  lines: { say: string; does: string }[];
  /** Questions that a click asks. */
  tries: string[];
}

export function helpMessage(help: HelpView): Outgoing {
  const make = createBlocks();
  const lines = help.lines
    .slice(0, 24)
    .map((line) => `\`${mrkdwn(line.say, 80).replaceAll('`', '')}\` ${mrkdwn(line.does, 100)}`);
  const blocks = [make.section('intro', mrkdwn(help.intro, 600)), make.section('commands', lines.join('\n'))];
  const tries = help.tries.slice(0, 5);
  if (tries.length > 0) {
    blocks.push(
      make.actions(
        'tries',
        tries.map((ask, index) => button(`${actionIds.askAgain}:${index}`, plain(ask, 75), plain(ask, 2000))),
      ),
    );
  }
  blocks.push(make.context('threads', ['In a thread, mention me instead: Slack has no commands there.']));
  return { text: notification(help.intro), blocks };
}
