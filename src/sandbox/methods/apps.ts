import { Refusal } from '../refusal.ts';
import { method } from './define.ts';

const openConnection = method({
  forApp: true,
  // Slack documents one a minute and takes more: https://docs.slack.dev/reference/methods/apps.connections.open
  perMinute: 20,
  args: {},
  run({ sockets, base }) {
    if (sockets === undefined) throw new Refusal('not_allowed_token_type');
    return { url: sockets.newAddress(base) };
  },
});

export const appsMethods = { 'apps.connections.open': openConnection };
