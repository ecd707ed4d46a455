import type { WebClient } from '@slack/web-api';
import { messageOf } from '../shared/errors.ts';
import type { Tell } from './doctor.ts';
import { scopes } from './scopes.ts';
import { patiently, slackError } from './slack-call.ts';

export interface Look {
  client: WebClient;
  tell: Tell;
  waiting?: (seconds: number) => void;
}
/** Who the bot token speaks as, and what it may do; scopes are undefined where Slack did not say. */
export interface Token {
  teamId: string;
  botName: string;
  scopes: ReadonlySet<string> | undefined;
}

const again = 'install the app again under “Install App” and set SLACK_BOT_TOKEN to the bot token that Slack shows there.';
const remedies: Record<string, string> = {
  invalid_auth: `Slack does not accept it: copy it again from “OAuth & Permissions”, or ${again}`,
  not_authed: `No token reached Slack: ${again}`,
  token_revoked: `Slack has revoked it: ${again}`,
  token_expired: `It has run out: switch token rotation off in the app’s settings, then ${again}`,
  account_inactive: `The app was removed from the workspace: ${again}`,
  not_allowed_token_type: `It is no bot token: ${again}`,
};

export async function checkToken({ client, tell, waiting }: Look): Promise<Token | undefined> {
  try {
    const who = await patiently(() => client.auth.test(), waiting);
    if (who.is_enterprise_install) {
      tell({
        is: 'wrong',
        what: 'token: the app is installed for a whole Enterprise Grid organisation, which Leeway does not support',
        todo: 'Install it in one workspace.',
      });
      return undefined;
    }
    const botName = who.user ?? 'leeway';
    tell({ is: 'ok', what: `token: @${botName} (${who.user_id}) in the workspace ${who.team} (${who.team_id})` });
    const granted = who.response_metadata?.scopes;
    return { teamId: who.team_id ?? '', botName, scopes: granted && new Set(granted) };
  } catch (error) {
    const code = slackError(error);
    tell({
      is: 'wrong',
      what: code ? `token: Slack answers ${code}` : `token: Slack was not reached (${messageOf(error)})`,
      todo: code
        ? (remedies[code] ?? 'Look the error up in Slack’s documentation.')
        : 'Let this machine reach slack.com over HTTPS, then try again.',
    });
    return undefined;
  }
}

export function checkScopes(granted: Token['scopes'], tell: Tell): void {
  if (!granted) return tell({ is: 'wrong', what: 'scopes: Slack did not say which it grants', todo: 'Try again.' });
  for (const { name, without, needed } of scopes) {
    if (granted.has(name)) tell({ is: 'ok', what: `scope ${name}` });
    else
      tell({
        is: needed ? 'missing' : 'done-without',
        what: `scope ${name}: ${without}`,
        todo: `${needed ? 'Add' : 'To have it, add'} ${name} under “OAuth & Permissions”, install the app again, and invite it as before.`,
      });
  }
}
