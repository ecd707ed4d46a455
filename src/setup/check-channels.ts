import { messageOf } from '../shared/errors.ts';
import type { Look, Token } from './check-token.ts';
import type { Finding, Named } from './doctor.ts';
import { patiently, slackError } from './slack-call.ts';

const maxChannels = 500;

/** For each channel that leeway.yml names, by its id: whether Leeway can post there, or the invitation that is missing. */
export async function checkChannels(look: Look, token: Token, channels: Named['channels']): Promise<void> {
  for (const channel of channels.slice(0, maxChannels)) look.tell(await checkChannel(look, token, channel));
  if (channels.length > maxChannels)
    look.tell({
      is: 'wrong',
      what: `channels: only ${maxChannels} of ${channels.length} were looked at`,
      todo: 'Look at the others by hand.',
    });
}

async function checkChannel(
  { client, waiting }: Look,
  { botName }: Token,
  { id, usedFor }: Named['channels'][number],
): Promise<Finding> {
  const places = `(${usedFor.slice(0, 3).join(', ')}${usedFor.length > 3 ? `, ${usedFor.length - 3} more` : ''})`;
  const invite = `/invite @${botName}`;
  const clean = /^<?#?([CG][A-Z0-9]{1,30})\|/.exec(id)?.[1];
  if (clean) return { is: 'wrong', what: `channel ${id} ${places}`, todo: `Write only its id in leeway.yml: ${clean}` };
  try {
    const { channel } = await patiently(() => client.conversations.info({ channel: id }), waiting);
    const named = `channel #${channel?.name ?? id} (${id}) ${places}`;
    if (channel?.is_archived)
      return {
        is: 'wrong',
        what: `${named} is archived`,
        todo: 'Restore it in Slack, or name another one in leeway.yml and apply it.',
      };
    if (!channel?.is_member)
      return { is: 'missing', what: `${named}: Leeway is not in it`, todo: `Write in #${channel?.name}: ${invite}` };
    const shared = channel.is_ext_shared ? '; it is shared with another organisation, whose people read it too' : '';
    return { is: 'ok', what: `${named}${channel.is_private ? ', private' : ''}${shared}` };
  } catch (error) {
    const code = slackError(error);
    const what = `channel ${id} ${places}`;
    if (code === 'channel_not_found')
      return {
        is: 'missing',
        what: `${what}: Slack shows Leeway no such channel`,
        todo: `If it is private, write in it: ${invite}. If not, correct the id: it stands at the foot of the channel’s details.`,
      };
    if (code === 'missing_scope')
      return {
        is: 'done-without',
        what: `${what}: not looked at, for the scope channels:read or groups:read is missing`,
        todo: `See yourself that Leeway is in it; if not, write in it: ${invite}`,
      };
    return { is: 'wrong', what: `${what}: ${code ? `Slack answers ${code}` : messageOf(error)}`, todo: 'Try again.' };
  }
}
