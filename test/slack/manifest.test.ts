import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { manifestFor } from '../../src/setup/manifest.ts';
import { scopes } from '../../src/setup/scopes.ts';
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
].filter((method) => !/\.(map|flatMap)$/.test(method));

it('asks for the scopes of every method called and every event subscribed, and for few others', () => {
  expect(calledMethods.filter((method) => !(method in scopesOfMethods))).toEqual([]);
  expect(calledMethods.toSorted()).toEqual(Object.keys(scopesOfMethods).toSorted());
  const needed = new Set([
    ...calledMethods.flatMap((method) => scopesOfMethods[method]!),
    ...subscribedEvents.flatMap((event) => scopesOfEvents[event]!),
    'commands',
  ]);
  // What `leeway slack doctor` looks at.
  const doctors = ['users:read', 'users:read.email', 'channels:read', 'groups:read'];
  expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual([...needed, ...doctors].toSorted());
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

it('gives a reason for each scope, and says what is lost without it', () => {
  expect(scopes.map((one) => one.name).toSorted()).toEqual(manifest.oauth_config.scopes.bot.toSorted());
  expect(scopes.filter((one) => one.needed).map((one) => one.name)).toEqual(['chat:write', 'commands']);
});

describe('the manifest to paste', () => {
  const over = (how: Parameters<typeof manifestFor>[0]) => parse(manifestFor(how)) as Record<string, any>;

  it('names one address everywhere over HTTP', () => {
    const { features, settings } = over({ socket: false, url: 'https://leeway.example.com/' });
    const url = 'https://leeway.example.com/slack/events';
    expect(features.slash_commands[0].url).toBe(url);
    expect(settings.event_subscriptions.request_url).toBe(url);
    expect(settings.interactivity).toEqual({ is_enabled: true, request_url: url });
    expect(settings.socket_mode_enabled).toBe(false);
  });

  it('names none in Socket Mode, and differs in nothing else', () => {
    const [http, socket] = [over({ socket: false, url: 'https://leeway.example.com' }), over({ socket: true })];
    expect(manifestFor({ socket: true })).not.toContain('https://');
    expect(socket['settings'].socket_mode_enabled).toBe(true);
    for (const part of [http, socket]) {
      delete part['features'].slash_commands[0].url;
      delete part['settings'].event_subscriptions.request_url;
      delete part['settings'].interactivity.request_url;
      delete part['settings'].socket_mode_enabled;
    }
    expect(socket).toEqual(http);
  });
});
