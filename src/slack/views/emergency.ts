import type { RequestView } from '../../approvals/schemas.ts';
import { mrkdwn } from '../text.ts';
import { andOf } from './request-words.ts';

/** What an emergency sets aside, and who was told of it. */
export function emergencyText({ told = [] }: Pick<RequestView, 'told'>): string {
  const watched =
    told.length > 0
      ? `Compliance has been told: ${mrkdwn(andOf(told), 200)}.`
      : 'Nobody here has the part of compliance, so nobody was told.';
  return `🚨 *Emergency (break-glass):* two people are enough, whoever asks and one more, and no check has to have passed. ${watched}`;
}
