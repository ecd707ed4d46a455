import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { isDiskFull } from '../db/disk-room.ts';
import { isUnreachable } from '../db/reach-postgres.ts';
import { isLeewayError, messageOf, type LeewayError } from '../shared/errors.ts';

/** What a failed send means for its message. */
export type SendFailure =
  | { is: 'rate-limited'; afterMs: number; why: string }
  /** Trying again may help; `doubtful`: it may have arrived all the same. `isFault`: nobody is away, so it hardly will. */
  | { is: 'passing'; doubtful: boolean; why: string; isFault?: true }
  /** This message alone can never go. */
  | { is: 'permanent'; error: string; why: string }
  /** No message can go there, or anywhere, until a person has acted. */
  | { is: 'held'; scope: 'workspace' | 'destination'; error: string; why: string };

/** The field of an error that says that a destination does not exist in Slack, as far as Leeway knows. */
export const noPlace = 'destination';

/** The field of an error that says that it is not known what became of a call. */
export const noOutcome = 'outcome';

/** Slack's errors that no waiting cures, with what an operator does. */
const remedies: Record<string, string> = {
  channel_not_found: 'Slack knows no such channel: correct its id in leeway.yml, or invite Leeway if it is private.',
  not_in_channel: 'Leeway is not in the channel: invite it there with /invite @Leeway.',
  is_archived: 'The channel is archived: restore it, or name another one in leeway.yml.',
  token_revoked: 'Slack has revoked the token: install the app again and set SLACK_BOT_TOKEN.',
  token_expired: 'The token has run out: install the app again and set SLACK_BOT_TOKEN.',
  account_inactive: 'The app was removed from the workspace: install it again and set SLACK_BOT_TOKEN.',
  invalid_auth: 'Slack does not accept SLACK_BOT_TOKEN: copy it again from the app’s settings.',
  not_authed: 'No token reached Slack: set SLACK_BOT_TOKEN.',
  missing_scope: 'The app lacks a permission: install it again with the scopes of manifest.yml.',
  user_not_found: 'Slack knows no such user: correct the person’s Slack id in leeway.yml.',
  user_disabled: 'The person’s Slack account is switched off: take them out of leeway.yml.',
  restricted_action: 'The workspace does not let Leeway post there: ask its administrator.',
  invalid_blocks: 'Slack refuses how the message is built: report it with its id, which the log has (message-parked).',
  msg_blocks_too_long: 'The message is longer than Slack takes: report it with its id, which the log has (message-parked).',
  msg_too_long: 'The message is longer than Slack takes: report it with its id, which the log has (message-parked).',
  thread_not_found: 'The thread it belongs to was deleted: nothing is left to do.',
  message_not_found: 'The message it replaces was deleted: nothing is left to do.',
  cant_update_message: 'Slack does not let Leeway change that message: it stays as it was.',
  edit_window_closed: 'The workspace does not allow messages to be changed so late: it stays as it was.',
};
/** Refusals that are no message's own: what follows would meet the same. */
const refusesAll = new Set(['token_revoked', 'token_expired', 'account_inactive', 'invalid_auth', 'not_authed', 'missing_scope']);
const refusesPlace = new Set([
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'restricted_action',
  'user_not_found',
  'user_disabled',
]);
/** The message that was to be edited is out of reach for good; nobody can do anything about that. */
export const goneErrors: ReadonlySet<string> = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);
const passing = new Set(['service_unavailable', 'team_added_to_org', 'access_limited']);
/** Slack's own “something went wrong”: the message may have been taken in. */
const doubtfulErrors = new Set(['internal_error', 'fatal_error', 'request_timeout']);
/** Causes of a failed fetch in which no request can have left. */
const neverLeft = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

export function failureOf(error: unknown): SendFailure {
  if (error instanceof WebAPIRateLimitedError) {
    return { is: 'rate-limited', afterMs: error.retryAfter * 1000, why: `Slack asks to wait ${error.retryAfter} s.` };
  }
  if (error instanceof WebAPIPlatformError) return platformFailure(error.data.error);
  if (error instanceof WebAPIHTTPError)
    return { is: 'passing', doubtful: error.statusCode >= 500, why: `Slack answered ${error.statusCode}.` };
  if (error instanceof WebAPIRequestError) {
    const cause = (error.original as { cause?: { code?: string } }).cause?.code;
    return {
      is: 'passing',
      doubtful: !cause || !neverLeft.has(cause),
      why: `Slack was not reached or did not answer: ${error.message}`,
    };
  }
  if (isLeewayError(error)) {
    if (error.field === noPlace) return { is: 'held', scope: 'destination', error: 'no_place', why: said(error) };
    if (error.code === 'unavailable') return { is: 'passing', doubtful: error.field === noOutcome, why: error.message };
    return { is: 'permanent', error: error.code, why: said(error) };
  }
  const why = messageOf(error);
  return isUnreachable(error) || isDiskFull(error)
    ? { is: 'passing', doubtful: false, why }
    : { is: 'passing', doubtful: false, why, isFault: true };
}

const said = ({ message, hint }: LeewayError): string => [message, hint].filter(Boolean).join(' ');

function platformFailure(error: string): SendFailure {
  if (error === 'ratelimited' || error === 'rate_limited')
    return { is: 'rate-limited', afterMs: 30_000, why: 'Slack asks to wait.' };
  if (doubtfulErrors.has(error)) return { is: 'passing', doubtful: true, why: `Slack answered ${error}.` };
  if (passing.has(error)) return { is: 'passing', doubtful: false, why: `Slack answered ${error}.` };
  const why = `Slack refused it (${error}). ${remedies[error] ?? 'Look the error up in Slack’s documentation.'}`;
  if (refusesAll.has(error)) return { is: 'held', scope: 'workspace', error, why };
  if (refusesPlace.has(error)) return { is: 'held', scope: 'destination', error, why };
  return { is: 'permanent', error, why };
}
