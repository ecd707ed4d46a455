import { mrkdwn } from '../text.ts';

/** Where a matter stands that is not with nobody. `due`: `by Thu 21 June`, or `due Thu 3 May, overdue`. */
export type MatterStanding =
  | { is: 'taken'; who: string; nextStep?: string; due?: string }
  | { is: 'done'; who?: string; outcome?: string };

/** `*Priya Raman* has it in hand, by Thu 21 June. _Next:_ compare the week with the weather` */
export function standingText(standing: MatterStanding): string {
  if (standing.is === 'done') {
    const who = standing.who ? ` (${mrkdwn(standing.who, 100)})` : '';
    // Of a step of a case nothing more is said than this word.
    const outcome = standing.outcome === 'Done.' ? '' : standing.outcome;
    return `*Done*${who}${outcome ? `: ${mrkdwn(outcome, 1000)}` : ''}`;
  }
  const { who, nextStep, due } = standing;
  const next = nextStep ? ` _Next:_ ${mrkdwn(nextStep, 600)}` : '';
  return `*${mrkdwn(who, 100)}* has it in hand${due ? `, ${mrkdwn(due, 60)}` : ''}.${next}`;
}
