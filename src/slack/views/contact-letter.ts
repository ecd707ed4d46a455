import type { ContactLetter } from '../../contact/read-contact.ts';
import { actionIds } from '../action-ids.ts';
import { button, carry, createBlocks, type ActionElement, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';

/** Why the two should talk, and about what. */
export function contactLetter(letter: ContactLetter, message: string): Outgoing {
  const make = createBlocks();
  const whom = letter.withName ?? (letter.isBusiness ? 'those who build it' : 'its business owner');
  const says = `You and ${whom} exchanged nothing about ${letter.modelName} in ${letter.quarter}.`;
  const why = letter.isBusiness
    ? 'A model that nobody talks about comes to serve nobody. Half an hour is enough:'
    : 'Whoever decides by it may have stopped, or work around it. Half an hour is enough:';
  const { matter } = letter;
  const buttons: ActionElement[] = [
    ...(matter && !matter.done
      ? [
          button(
            actionIds.done,
            'We talked',
            carry({ kind: 'matter', id: matter.id, revision: matter.revision, ...(message ? { message } : {}) }),
            {
              style: 'primary',
              label: `We talked about ${letter.modelName}`,
            },
          ),
        ]
      : []),
    button(`${actionIds.askAgain}:how`, 'How is it doing?', `how is ${letter.modelName} doing?`),
    button(`${actionIds.askAgain}:idea`, 'A new idea', 'idea', { label: `A new idea out of ${letter.modelName}` }),
  ];
  return {
    text: notification(says),
    blocks: [
      make.section('headline', `*${mrkdwn(says, 500)}*\n${matter?.done ? 'You have talked since.' : why}`),
      ...letter.topics.map((topic, index) =>
        make.section(`topic:${index}`, `*${index + 1}.* ${mrkdwn(topic.known, 700)}\n_${mrkdwn(topic.ask, 300)}_`),
      ),
      make.actions('do', buttons),
      make.context('why', [`${whom} got the same letter.`]),
    ],
  };
}
