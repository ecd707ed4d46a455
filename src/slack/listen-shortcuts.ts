import type { App } from '@slack/bolt';
import { messageActionArrival, teamOf } from './arrivals.ts';
import { attend, type Desk } from './attend.ts';
import type { Outgoing } from './blocks.ts';
import { onFlagMessage } from './handlers/flag-forms.ts';
import { respondTo } from './respond.ts';

/** What manifest.yml puts into the menu of every message. */
export const messageShortcut = 'flag-message';

export function listenToShortcuts(app: App, desk: Desk): void {
  app.shortcut({ type: 'message_action', callback_id: messageShortcut }, async ({ ack, body }) => {
    await ack();
    await desk.afterAck(() => answerShortcut(desk, body));
  });
}

async function answerShortcut(desk: Desk, body: unknown): Promise<void> {
  const parsed = messageActionArrival.safeParse(body);
  if (!parsed.success) return void desk.counters.malformed++;
  const arrival = parsed.data;
  const { user, team, trigger_id: triggerId, response_url: url } = arrival;
  const respond = url ? respondTo(url, desk.tuning.callTimeoutMs) : undefined;
  const tell = async (message: Outgoing) => respond?.(message);
  const teamId = teamOf({ user, team });
  await attend(desk, { key: `shortcut:${triggerId}`, kind: 'message_action', teamId, userId: user.id, tell }, (ctx) =>
    onFlagMessage(
      {
        ctx,
        verbs: desk.deps.verbs,
        api: desk.api,
        home: desk.home,
        userId: user.id,
        triggerId,
        channel: arrival.channel.id,
        view: undefined,
        isEphemeral: false,
        respond,
      },
      arrival,
    ),
  );
}
