import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { LeewayError } from '../shared/errors.ts';
import { scopes } from './scopes.ts';

const address = z.looseObject({ request_url: z.string() });
/** With Slack's lengths: docs.slack.dev/reference/app-manifest. */
const manifest = z.looseObject({
  display_information: z.looseObject({
    name: z.string().max(35),
    description: z.string().max(140),
    long_description: z.string().min(175).max(4000),
  }),
  features: z.looseObject({
    bot_user: z.looseObject({ display_name: z.string().max(80) }),
    slash_commands: z.array(
      z.looseObject({
        command: z.string().max(32),
        url: z.string(),
        description: z.string().max(2000),
        usage_hint: z.string().max(1000).default(''),
      }),
    ),
    shortcuts: z
      .array(
        z.looseObject({
          callback_id: z.string().max(255),
          name: z.string().max(24),
          description: z.string().max(150),
          type: z.enum(['message', 'global']),
        }),
      )
      .default([]),
  }),
  oauth_config: z.looseObject({ scopes: z.looseObject({ bot: z.array(z.string()).max(255) }) }),
  settings: z.looseObject({
    event_subscriptions: address.extend({ bot_events: z.array(z.string()).max(100) }),
    interactivity: address.extend({ is_enabled: z.boolean() }),
    socket_mode_enabled: z.boolean(),
  }),
});
type Manifest = z.output<typeof manifest>;

const file = new URL('../../manifest.yml', import.meta.url);

/** manifest.yml as it stands in the repository, from which every other form of it is made. */
function readManifest(): Manifest {
  const parsed = manifest.safeParse(parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new LeewayError('config', `manifest.yml is not what Slack takes:\n${z.prettifyError(parsed.error)}`, {
    field: 'manifest.yml',
  });
}

/**
 * The app's manifest as YAML, for “Create an app from a manifest”. Over HTTP it names the address at which Slack reaches
 * Leeway; in Socket Mode it names none, and Slack refuses one that does.
 */
export function manifestFor(how: { socket: true } | { socket: false; url: string }): string {
  const { features, settings, ...rest } = readManifest();
  const url = how.socket ? undefined : `${how.url.replace(/\/+$/, '')}/slack/events`;
  const at = url === undefined ? {} : { request_url: url };
  const { request_url: _events, ...events } = settings.event_subscriptions;
  const { request_url: _clicks, ...clicks } = settings.interactivity;
  const text = stringify(
    {
      ...rest,
      features: {
        ...features,
        slash_commands: features.slash_commands.map(({ url: _url, ...command }) => ({ ...command, ...(url ? { url } : {}) })),
      },
      settings: {
        ...settings,
        event_subscriptions: { ...at, ...events },
        interactivity: { ...clicks, ...at },
        socket_mode_enabled: how.socket,
      },
    },
    { lineWidth: 0 },
  );
  // Whoever approves the app reads why it asks for each.
  return scopes.reduce((yaml, { name, why }) => yaml.replace(`- ${name}\n`, `- ${name} # ${why}\n`), text);
}

/** What manifest.yml asks of Slack, so that the sandbox grants just that. */
export function readSlackManifest() {
  const { features, oauth_config, settings } = readManifest();
  return {
    commands: features.slash_commands.map(({ command, description, usage_hint }) => ({
      command,
      description,
      usageHint: usage_hint,
    })),
    shortcuts: features.shortcuts.map(({ callback_id: callbackId, name, type }) => ({ callbackId, name, type })),
    scopes: oauth_config.scopes.bot,
    events: settings.event_subscriptions.bot_events,
  };
}
