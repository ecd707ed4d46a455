import { WebAPIPlatformError } from '@slack/web-api';
import { LeewayError } from '../shared/errors.ts';

const newToken =
  'make an app-level token with the scope connections:write under “Basic Information” and set SLACK_APP_TOKEN to it.';

/** Slack's refusals of a connection that no waiting cures, with what an operator does. */
const remedies: Record<string, string> = {
  invalid_auth: `Slack does not accept SLACK_APP_TOKEN: ${newToken}`,
  not_authed: `No app-level token reached Slack: ${newToken}`,
  token_revoked: `Slack has revoked SLACK_APP_TOKEN: ${newToken}`,
  not_allowed_token_type: `SLACK_APP_TOKEN is no app-level token: ${newToken}`,
  missing_scope: `SLACK_APP_TOKEN lacks the scope connections:write: ${newToken}`,
  account_inactive: 'The app was removed from the workspace: install it again and set its tokens.',
  team_disabled: 'The workspace is switched off: ask its administrator.',
  link_disabled: 'Socket Mode is switched off for the app: switch it on under “Socket Mode” in the app’s settings.',
  too_many_websockets:
    'Ten connections are open already, which is the most that Slack gives an app: stop other programs that use SLACK_APP_TOKEN.',
};

/** What an operator does about a failed connection; undefined for what heals by trying again. */
export function socketRemedy(error: unknown): string | undefined {
  const code = error instanceof WebAPIPlatformError ? error.data.error : error instanceof LeewayError ? error.field : undefined;
  return code === undefined ? undefined : remedies[code];
}

/** A frame in which Slack takes the connection away for a reason that a person must put right; the client only logs it. */
export function noteDisconnect(frame: unknown): LeewayError | undefined {
  if (typeof frame !== 'string' || frame.length > 500 || !frame.includes('"disconnect"')) return undefined;
  const reason = /"reason"\s*:\s*"(\w+)"/.exec(frame)?.[1];
  const remedy = reason && remedies[reason];
  return remedy ? new LeewayError('unavailable', remedy, { field: reason }) : undefined;
}
