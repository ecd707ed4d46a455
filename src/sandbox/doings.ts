import type { z } from 'zod';
import { findElement } from './block-parts.ts';
import type { actionBody, commandBody, FormValues, reactionBody, sayBody, shortcutBody } from './contract.ts';
import type { Answer } from './deliver.ts';
import { tellPosted, tellReaction, wants } from './message-events.ts';
import { addMessage, findMessage, react, revisionOf, tellOf, visibleTo } from './messages.ts';
import { assertThread } from './methods/lookup.ts';
import type { Call } from './methods/define.ts';
import type { StoredChannel, StoredMessage } from './model.ts';
import { actionOf, commandForm, messageActionPayload, shortcutPayload, viewActionPayload } from './payloads.ts';
import { fileFor } from './person-files.ts';
import { Refusal } from './refusal.ts';
import { respond, responseBody } from './response-url.ts';
import { toMarkup } from './user-text.ts';
import { enter, stateOf, valueOf } from './view-state.ts';
import { findView } from './views.ts';
import { imOf, nextTs, personaOf, type Workspace } from './workspace.ts';

// What a persona does. Refusals carry a `message` for a person; those that wait for the app answer once it acknowledged.

export function assertPersona(workspace: Workspace, user: string): void {
  if (personaOf(workspace, user) !== undefined) return;
  const names = workspace.options.personas.map((persona) => persona.userId).join(', ');
  throw new Refusal('user_not_found', { message: `There is no persona ${user}. Use one of ${names}.` });
}

/** A channel that the persona is in. */
export function memberChannel(workspace: Workspace, id: string, user: string): StoredChannel {
  assertPersona(workspace, user);
  const channel = workspace.channels.get(id);
  if (channel?.members.includes(user)) return channel;
  throw new Refusal('channel_not_found', { message: `There is no channel ${id} that ${user} is in.` });
}

export function seenMessage(workspace: Workspace, channelId: string, ts: string, user: string): StoredMessage {
  const message = findMessage(memberChannel(workspace, channelId, user), ts);
  if (message !== undefined && visibleTo(message, user)) return message;
  throw new Refusal('message_not_found', { message: `There is no message ${ts} in ${channelId} that ${user} sees.` });
}

export function say(call: Call, body: z.infer<typeof sayBody>): StoredMessage {
  const channel = memberChannel(call.workspace, body.channel, body.as);
  assertThread(channel, body.threadTs);
  const text = toMarkup(call.workspace, body.text);
  const files = body.files.map((id) => fileFor(call.workspace, id, body.as));
  for (const file of files) file.channels.push(channel.id);
  const ids = files.map((file) => file.id);
  const message = addMessage(call.workspace, { channel, user: body.as, text, threadTs: body.threadTs, files: ids });
  tellPosted(call, message);
  return message;
}

export async function runCommand(call: Call, body: z.infer<typeof commandBody>): Promise<number> {
  const { workspace, delivery } = call;
  const channel = memberChannel(workspace, body.channel, body.as);
  if (body.command === '/invite') return invite(workspace, channel, body.text);
  const known = workspace.options.commands?.map((one) => one.command);
  if (known !== undefined && !known.includes(body.command)) {
    throw new Refusal('unknown_command', {
      message: `${body.command} is not a command of this workspace. There are: ${known.join(', ')}.`,
    });
  }
  if (!workspace.scopes.has('commands')) throw new Refusal('missing_scope', { message: 'The app lacks the scope commands.' });
  const answer = await delivery.command(commandForm(call, body.as, channel.id, body.command, body.text));
  const target = { user: body.as, channel: channel.id, original: undefined };
  if (!answer.ok) {
    const text = `${body.command} failed with the error “${answer.error}”: the app did not respond.`;
    addMessage(workspace, { channel, user: 'USLACKBOT', text, ephemeralTo: body.as });
    throw notAcknowledged(answer);
  }
  if (answer.body.trim() !== '') {
    const isJson = answer.contentType.includes('json') || answer.body.startsWith('{');
    respond(call, target, responseBody.parse(isJson ? JSON.parse(answer.body) : { text: answer.body }));
  }
  return answer.ackMs;
}

/** Slack's own command, as far as it is about the app. */
function invite({ options: { bot } }: Workspace, channel: StoredChannel, text: string): number {
  if (channel.kind === 'im' || text.trim().toLowerCase() !== `@${bot.name.toLowerCase()}`)
    throw new Refusal('invalid_arguments', { message: `Only /invite @${bot.name}, in a channel, is understood here.` });
  if (!channel.members.includes(bot.userId)) channel.members.push(bot.userId);
  return 0;
}

export async function act(call: Call, body: z.infer<typeof actionBody>): Promise<number> {
  const { workspace } = call;
  assertPersona(workspace, body.as);
  const { container } = body;
  const place =
    container.kind === 'message'
      ? placeOfMessage(seenMessage(workspace, container.channel, container.ts, body.as), body.as)
      : placeOfView(workspace, body.as, container.kind === 'home' ? undefined : container.viewId);
  const found = elementClicked(place, body);
  if (found === undefined) {
    throw new Refusal('action_not_found', { message: `There is no element ${body.actionId} in block ${body.blockId}.` });
  }
  const entered = enter(place.blocks, place.state, stillThere(place, body.values ?? {}));
  const value = valueOf(found.element, body.value ?? null);
  const clicked = typeof body.value === 'string' ? body.value : undefined;
  const action = actionOf(call, found.block, found.element, value, clicked);
  if (action === undefined || Object.keys(entered).length > 0) {
    throw new Refusal('invalid_value', { message: Object.values(entered)[0] ?? `${body.actionId} does not take this value.` });
  }
  const current = findElement(place.blocks, body.blockId, body.actionId);
  if (current && value !== undefined && found.element.type !== 'overflow')
    (place.state[body.blockId] ??= {})[body.actionId] = value;
  const payload =
    'view' in place ? viewActionPayload(call, place.view, action) : messageActionPayload(call, body.as, place.message, action);
  return acknowledged(await call.delivery.interaction(payload)).ackMs;
}

function placeOfMessage(message: StoredMessage, user: string) {
  const state = stateOf(message.blocks, message.state.get(user));
  message.state.set(user, state);
  return { blocks: message.blocks, revision: revisionOf(message), earlier: message.earlier, state, message };
}

function placeOfView(workspace: Workspace, user: string, viewId: string | undefined) {
  const view =
    viewId === undefined ? workspace.homes.get(user) : findView(workspace, (one) => one.id === viewId && one.user === user);
  if (view === undefined) throw new Refusal('view_not_found', { message: 'That view is not open any more.' });
  return { blocks: view.blocks, revision: view.hash, earlier: view.earlier, state: view.state, view };
}

type Place = ReturnType<typeof placeOfMessage> | ReturnType<typeof placeOfView>;

/**
 * What was clicked, as the person saw it: an edit may have changed or taken it while the click was on its way, and Slack
 * delivers such a click all the same, with the message as it is now.
 */
function elementClicked(place: Place, { blockId, actionId, seen }: z.infer<typeof actionBody>) {
  const newestFirst = [{ revision: place.revision, blocks: place.blocks }, ...place.earlier.toReversed()];
  const asSeen = newestFirst.filter((shown) => shown.revision === seen);
  return [...asSeen, ...newestFirst].map(({ blocks }) => findElement(blocks, blockId, actionId)).find((found) => found);
}

/** Without what was put into elements that an edit has taken away. */
function stillThere(place: Place, values: FormValues): FormValues {
  const gone = (blockId: string, actionId: string) =>
    !findElement(place.blocks, blockId, actionId) && place.earlier.some(({ blocks }) => findElement(blocks, blockId, actionId));
  return Object.fromEntries(
    Object.entries(values).map(([blockId, block]) => [
      blockId,
      Object.fromEntries(Object.entries(block).filter(([actionId]) => !gone(blockId, actionId))),
    ]),
  );
}

export async function useShortcut(call: Call, body: z.infer<typeof shortcutBody>): Promise<number> {
  const { workspace } = call;
  assertPersona(workspace, body.as);
  const type = body.ts === undefined ? 'global' : 'message';
  const known = workspace.options.shortcuts;
  if (known !== undefined && !known.some((one) => one.callbackId === body.callbackId && one.type === type)) {
    throw new Refusal('unknown_shortcut', { message: `The app has no ${type} shortcut ${body.callbackId}.` });
  }
  const message = body.ts === undefined ? undefined : seenMessage(workspace, body.channel ?? '', body.ts, body.as);
  return acknowledged(await call.delivery.interaction(shortcutPayload(call, body.as, body.callbackId, message))).ackMs;
}

export function reactTo(call: Call, body: z.infer<typeof reactionBody>): void {
  const message = seenMessage(call.workspace, body.channel, body.ts, body.as);
  if (react(call.workspace, message, body.as, body.name, body.remove))
    tellReaction(call, message, body.as, body.name, body.remove);
}

export async function openHome(call: Call, user: string, tab: 'home' | 'messages'): Promise<number> {
  const { workspace, delivery } = call;
  assertPersona(workspace, user);
  if (!wants(workspace, 'app_home_opened')) return 0;
  const answer = await delivery.eventNow('app_home_opened', { user, channel: imOf(user), tab, event_ts: nextTs(workspace) });
  return acknowledged(answer).ackMs;
}

export function markRead(workspace: Workspace, user: string, channelId: string): void {
  const newest = memberChannel(workspace, channelId, user).messages.at(-1);
  if (newest === undefined) return;
  workspace.read.set(`${user} ${channelId}`, newest.ts);
  tellOf(workspace, 'update', newest);
}

/** The answer, or what Slack would show: the app did not respond. */
export function acknowledged(answer: Answer): Answer & { ok: true } {
  if (!answer.ok) throw notAcknowledged(answer);
  return answer;
}

const notAcknowledged = (answer: Answer & { ok: false }): Refusal =>
  new Refusal(answer.error, { message: `The app did not acknowledge (${answer.reason}, after ${answer.ackMs} ms).` });
