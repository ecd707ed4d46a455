import type { App } from '@slack/bolt';
import { commandArrival } from './arrivals.ts';
import { attend, type Desk } from './attend.ts';
import type { Outgoing } from './blocks.ts';
import { onCommand } from './handlers/commands.ts';
import { patient, respondTo } from './respond.ts';
import { typed } from './text.ts';

export const commandName = '/leeway';

export function listenToCommands(app: App, desk: Desk): void {
  app.command(commandName, async ({ ack, command }) => {
    await ack();
    await desk.afterAck(() => answerCommand(desk, command));
  });
}

async function answerCommand(desk: Desk, command: unknown): Promise<void> {
  const arrival = commandArrival.safeParse(command);
  if (!arrival.success) return void desk.counters.malformed++;
  const { team_id: teamId, user_id: userId, channel_id: channel, trigger_id: triggerId, response_url: url } = arrival.data;
  const respond = patient(respondTo(url, desk.tuning.callTimeoutMs), desk.tuning.patienceMs);
  const tell = (message: Outgoing) => respond.with(message);
  const work = attend(desk, { key: `command:${triggerId}`, kind: 'command', teamId, userId, tell }, (ctx) =>
    onCommand(
      {
        ctx,
        verbs: desk.deps.verbs,
        api: desk.api,
        home: desk.home,
        userId,
        triggerId,
        channel,
        view: undefined,
        isEphemeral: false,
        respond: (message) => respond.with(message),
      },
      typed(arrival.data.text),
    ),
  );
  await work.finally(() => respond.end());
}
