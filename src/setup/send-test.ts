import { messageOf } from '../shared/errors.ts';
import type { Look } from './check-token.ts';
import { patiently, slackError } from './slack-call.ts';

const remedies: Record<string, string> = {
  not_in_channel: 'Write in the channel: /invite @Leeway',
  channel_not_found: 'Correct the id. If the channel is private, write in it first: /invite @Leeway',
  is_archived: 'Restore the channel, or name another one.',
  missing_scope: 'Add chat:write under “OAuth & Permissions” and install the app again.',
  restricted_action: 'The workspace does not let Leeway post there: ask its administrator.',
  messages_tab_disabled: 'Switch “Messages Tab” on under “App Home” in the app’s settings.',
};

/** Sends one message, because it was asked for. */
export async function sendTest({ client, tell, waiting }: Look, to: string): Promise<void> {
  const text = 'This is a test by `leeway slack doctor`: messages of Leeway arrive here. Nothing is to be done.';
  try {
    await patiently(() => client.chat.postMessage({ channel: to, text }), waiting);
    tell({ is: 'ok', what: `test message: sent to ${to}` });
  } catch (error) {
    const code = slackError(error);
    tell({
      is: 'wrong',
      what: `test message to ${to}: ${code ? `Slack answers ${code}` : messageOf(error)}`,
      todo: (code && remedies[code]) ?? 'Look the error up in Slack’s documentation.',
    });
  }
}
