import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const manifest = z.looseObject({
  features: z.looseObject({
    slash_commands: z.array(z.looseObject({ command: z.string(), description: z.string(), usage_hint: z.string().default('') })),
    shortcuts: z
      .array(z.looseObject({ callback_id: z.string(), name: z.string(), type: z.enum(['message', 'global']) }))
      .default([]),
  }),
  oauth_config: z.looseObject({ scopes: z.looseObject({ bot: z.array(z.string()) }) }),
  settings: z.looseObject({ event_subscriptions: z.looseObject({ bot_events: z.array(z.string()) }) }),
});

/** What manifest.yml asks of Slack, so that the sandbox grants just that. */
export function readSlackManifest() {
  const { features, oauth_config, settings } = manifest.parse(
    parse(readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8')),
  );
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
