import { actionIds } from '../action-ids.ts';
import { button, carry, createBlocks, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';

export const usefulChoices = ['shorter', 'less-often', 'elsewhere', 'as-is'] as const;
export type UsefulChoice = (typeof usefulChoices)[number];

/** After three texts of no use: what should change? */
export interface UsefulAskView {
  personId: string;
  /** Where the digest comes to now: `#model-health`, or to oneself. */
  place: { direct: boolean; channel: string };
  /** Nothing can be set for somebody who is in no audience. */
  hasDigest: boolean;
  chosen?: { choice: UsefulChoice; next: string };
}

export function usefulAsk(view: UsefulAskView): Outgoing {
  const make = createBlocks();
  const { chosen, place, personId } = view;
  const value = carry({ kind: 'useful', id: personId });
  if (chosen) {
    const text = saidOf(chosen.choice, place);
    return {
      text: notification(text),
      blocks: [
        make.section(
          'chosen',
          `*${mrkdwn(text, 400)}*${chosen.choice === 'as-is' ? '' : `\nThe next one: ${mrkdwn(chosen.next, 80)}.`}`,
        ),
        make.actions('do', [
          button(`${actionIds.usefulChoice}:undo`, chosen.choice === 'as-is' ? 'Choose again' : 'Take it back', value),
        ]),
      ],
    };
  }
  const text = 'Three times now a text of mine was of no use to you. What should change?';
  const choices: [UsefulChoice, string][] = view.hasDigest
    ? [
        ['shorter', 'Make it shorter'],
        ['less-often', 'Once a month is enough'],
        ['elsewhere', place.direct ? `I read it in ${place.channel}` : 'Send it to me alone'],
        ['as-is', 'Leave it as it is'],
      ]
    : [['as-is', 'Leave it as it is']];
  return {
    text: notification(text),
    blocks: [
      make.section('question', `*${text}*`),
      make.actions(
        'choices',
        choices.map(([choice, label]) => button(`${actionIds.usefulChoice}:${choice}`, label, value)),
      ),
      make.context('more', [
        !view.hasDigest
          ? 'No digest of mine comes to you, so there is none to change. What you wrote to your votes goes to the people who write these texts.'
          : place.direct
            ? 'What you wrote to your votes goes to the people who write these texts.'
            : `${place.channel} stays as it is for the others: a shorter or rarer one comes to you alone.`,
      ]),
    ],
  };
}

function saidOf(choice: UsefulChoice, place: UsefulAskView['place']): string {
  switch (choice) {
    case 'shorter':
      return 'From now on the short one comes to you alone: what it comes to, and what is open. The rest stands in its thread.';
    case 'less-often':
      return 'From now on one a month comes to you alone, early in the month. It tells of the newest week, and of what is open by then; the weeks between stand under /leeway digest.';
    case 'elsewhere':
      return place.direct ? 'From now on it comes to you alone.' : `From now on you read it in ${place.channel}.`;
    case 'as-is':
      return 'It stays as it is. Thank you for saying what was of no use.';
  }
}
