import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commandName } from '../../src/slack/listen-commands.ts';
import { messageShortcut } from '../../src/slack/listen-shortcuts.ts';
import { subscribedEvents } from '../../src/slack/listen-events.ts';
import { manifest } from './support.ts';

const root = new URL('../../src/slack/', import.meta.url).pathname;
const source = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n');

/** What each Web API method and event needs, from docs.slack.dev/reference/methods and /events. */
const scopesOfMethods: Record<string, string[]> = {
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'files.getUploadURLExternal': ['files:write'],
  'files.completeUploadExternal': ['files:write'],
  'files.info': ['files:read'],
  'views.open': [],
  'views.update': [],
  'views.publish': [],
};
const scopesOfEvents: Record<string, string[]> = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
};

const calledMethods = [
  ...new Set(
    [...source.matchAll(/\b(chat|conversations|files|views|users|usergroups|auth|reactions)\.([a-z][A-Za-z]+)\(/g)].map(
      (hit) => `${hit[1]}.${hit[2]}`,
    ),
  ),
].filter((method) => method !== 'views.map');

it('asks for the scopes of every method called and every event subscribed, and for few others', () => {
  expect(calledMethods.filter((method) => !(method in scopesOfMethods))).toEqual([]);
  expect(calledMethods.toSorted()).toEqual(Object.keys(scopesOfMethods).toSorted());
  const needed = new Set([
    ...calledMethods.flatMap((method) => scopesOfMethods[method]!),
    ...subscribedEvents.flatMap((event) => scopesOfEvents[event]!),
    'commands',
  ]);
  // People and user groups are read when roles come from Slack.
  const ahead = ['users:read', 'users:read.email', 'usergroups:read'];
  expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual([...needed, ...ahead].toSorted());
});

it('subscribes to the events that are listened to', () => {
  expect(manifest.settings.event_subscriptions.bot_events.toSorted()).toEqual([...subscribedEvents].toSorted());
});

it('registers the command that is listened to', () => {
  expect(manifest.features.slash_commands.map((one) => one.command)).toEqual([commandName]);
});

it('puts into the menu of a message what is listened to', () => {
  expect(manifest.features.shortcuts.map((one) => [one.callback_id, one.type])).toEqual([[messageShortcut, 'message']]);
  expect(manifest.features.shortcuts.every((one) => one.name.length <= 24 && one.description.length <= 150)).toBe(true);
});

it('keeps Slack’s lengths and says why channels are read', () => {
  const { name, description, long_description: long } = manifest.display_information;
  expect(name.length).toBeLessThanOrEqual(35);
  expect(description.length).toBeLessThanOrEqual(140);
  expect(long.length).toBeGreaterThanOrEqual(175);
  expect(long.length).toBeLessThanOrEqual(4000);
  expect(long).toContain('channels:history');
});
