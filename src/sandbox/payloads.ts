import type { InteractiveElement } from './block-elements.ts';
import type { SlackBlock } from './block-schemas.ts';
import type { Call } from './methods/define.ts';
import { messageJson } from './message-json.ts';
import type { StateValue, StoredMessage, StoredView } from './model.ts';
import { stateOf } from './view-state.ts';
import { viewJson } from './view-json.ts';
import { nextTs, personaOf } from './workspace.ts';

/** What all interaction payloads have in common (docs.slack.dev/reference/interaction-payloads). */
export function commonPayload({ workspace }: Call, user: string): Record<string, unknown> {
  const { appId, team } = workspace.options;
  const persona = personaOf(workspace, user);
  const name = persona?.name.toLowerCase().replaceAll(' ', '.') ?? user;
  return {
    token: '',
    api_app_id: appId,
    team: { id: team.id, domain: 'sandbox' },
    user: { id: user, username: name, name, team_id: persona?.teamId ?? team.id },
    enterprise: null,
    is_enterprise_install: false,
  };
}

export function actionOf(
  call: Call,
  block: SlackBlock,
  element: InteractiveElement,
  value: StateValue | undefined,
  clicked: string | undefined,
) {
  const common = { action_id: element.action_id, block_id: block.block_id, action_ts: nextTs(call.workspace) };
  if (element.type === 'button' || element.type === 'icon_button') {
    const style = 'style' in element && element.style !== undefined ? { style: element.style } : {};
    return {
      ...common,
      type: element.type,
      text: element.text,
      ...style,
      ...(element.value === undefined ? {} : { value: element.value }),
    };
  }
  if (element.type === 'feedback_buttons') {
    const pressed = [element.positive_button, element.negative_button].find((button) => button.value === clicked);
    return pressed === undefined ? undefined : { ...common, type: element.type, text: pressed.text, value: pressed.value };
  }
  return value === undefined ? undefined : { ...common, ...value };
}

export function messageActionPayload(call: Call, user: string, message: StoredMessage, action: unknown): Record<string, unknown> {
  const { workspace, base } = call;
  const channel = workspace.channels.get(message.channel);
  const ephemeral = message.ephemeralTo !== undefined;
  const thread = message.threadTs === undefined ? {} : { thread_ts: message.threadTs };
  const original = { ts: message.ts, ephemeral, threadTs: message.threadTs };
  return {
    type: 'block_actions',
    ...commonPayload(call, user),
    container: { type: 'message', message_ts: message.ts, channel_id: message.channel, is_ephemeral: ephemeral, ...thread },
    channel: { id: message.channel, name: channel?.kind === 'im' ? 'directmessage' : channel?.name },
    // Slack does not send back the content of ephemeral messages.
    ...(ephemeral ? {} : { message: messageJson(workspace, message, base, true) }),
    state: { values: stateOf(message.blocks, message.state.get(user)) },
    trigger_id: workspace.tickets.newTrigger(user),
    response_url: `${base}/slack/response/${workspace.tickets.newResponse({ user, channel: message.channel, original })}`,
    actions: [action],
  };
}

export function viewActionPayload(call: Call, view: StoredView, action: unknown): Record<string, unknown> {
  return {
    type: 'block_actions',
    ...commonPayload(call, view.user),
    container: { type: 'view', view_id: view.id },
    view: viewJson(call.workspace, view, call.base),
    trigger_id: call.workspace.tickets.newTrigger(view.user, view.type === 'modal' ? view.id : undefined),
    actions: [action],
  };
}

export const submissionPayload = (call: Call, view: StoredView): Record<string, unknown> => ({
  type: 'view_submission',
  ...commonPayload(call, view.user),
  trigger_id: call.workspace.tickets.newTrigger(view.user, view.id),
  view: viewJson(call.workspace, view, call.base),
  response_urls: [],
});

export const closedPayload = (call: Call, view: StoredView, cleared: boolean): Record<string, unknown> => ({
  type: 'view_closed',
  ...commonPayload(call, view.user),
  view: viewJson(call.workspace, view, call.base),
  is_cleared: cleared,
});

export function shortcutPayload(
  call: Call,
  user: string,
  callbackId: string,
  message: StoredMessage | undefined,
): Record<string, unknown> {
  const { workspace, base } = call;
  const common = {
    ...commonPayload(call, user),
    callback_id: callbackId,
    trigger_id: workspace.tickets.newTrigger(user),
    action_ts: nextTs(workspace),
  };
  if (message === undefined) return { type: 'shortcut', ...common };
  const channel = workspace.channels.get(message.channel);
  const original = { ts: message.ts, ephemeral: false, threadTs: message.threadTs };
  return {
    type: 'message_action',
    ...common,
    channel: { id: message.channel, name: channel?.kind === 'im' ? 'directmessage' : channel?.name },
    message_ts: message.ts,
    message: messageJson(workspace, message, base, true),
    response_url: `${base}/slack/response/${workspace.tickets.newResponse({ user, channel: message.channel, original })}`,
  };
}

export function commandForm(call: Call, user: string, channelId: string, command: string, text: string): Record<string, string> {
  const { workspace, base } = call;
  const { team, appId } = workspace.options;
  const channel = workspace.channels.get(channelId);
  const common = commonPayload(call, user)['user'] as { name: string };
  return {
    token: '',
    team_id: personaOf(workspace, user)?.teamId ?? team.id,
    team_domain: 'sandbox',
    channel_id: channelId,
    channel_name: channel?.kind === 'im' ? 'directmessage' : (channel?.name ?? ''),
    user_id: user,
    user_name: common.name,
    command,
    text,
    api_app_id: appId,
    is_enterprise_install: 'false',
    trigger_id: workspace.tickets.newTrigger(user),
    response_url: `${base}/slack/response/${workspace.tickets.newResponse({ user, channel: channelId, original: undefined })}`,
  };
}
