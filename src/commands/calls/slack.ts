import { manifestFor } from '../../setup/manifest.ts';
import { exits, flag, print, quietLog, readOptions, text, wrongCall, type Answer, type Call } from '../call.ts';
import { slackDoctor } from '../slack-doctor.ts';

export const answer: Answer = (call) => (call.name === 'slack manifest' ? manifest(call) : doctor(call));

function manifest(call: Call): number {
  const { socket = false, url } = readOptions(call, { socket: flag, url: text });
  if (socket) {
    if (url !== undefined) throw wrongCall(call.name, 'With --socket Slack needs no address: leave --url out.');
    next(socketSteps);
    return print(manifestFor({ socket }).trimEnd());
  }
  const address = url ?? call.settings().publicUrl;
  if (address === undefined)
    throw wrongCall(call.name, 'Say where Slack reaches Leeway, with --url https://… or PUBLIC_URL; or use --socket.');
  if (!URL.canParse(address) || new URL(address).protocol !== 'https:' || /\s/.test(address))
    throw wrongCall(call.name, 'Slack takes only an address that begins with https://.');
  next(httpSteps);
  return print(manifestFor({ socket, url: address }).trimEnd());
}

const create = [
  'Next:',
  '1. https://api.slack.com/apps → “Create New App” → “From a manifest”: choose the workspace and paste what is printed here.',
  '2. “Install App”: install it, and set SLACK_BOT_TOKEN to the “Bot User OAuth Token”.',
];
const socketSteps = [
  ...create,
  '3. “Basic Information” → “App-Level Tokens”: make one with the scope connections:write, and set SLACK_APP_TOKEN to it.',
  '4. leeway serve; then leeway slack doctor says what is still missing.',
];
const httpSteps = [
  ...create,
  '3. “Basic Information” → “Signing Secret”: set SLACK_SIGNING_SECRET to it, and PUBLIC_URL to the address above.',
  '4. leeway serve; then “Event Subscriptions” → “Retry” beside the address, and leeway slack doctor says what is still missing.',
];
/** Beside the manifest and not in it, so that it can be written to a file. */
const next = (steps: readonly string[]) => process.stderr.write(`${steps.join('\n')}\n\n`);

async function doctor(call: Call): Promise<number> {
  const { to } = readOptions(call, { to: text });
  if (to !== undefined && !/^[UWCDG][A-Z0-9]{1,30}$/.test(to))
    throw wrongCall(call.name, '--to takes the id of a user or channel, such as U0123ABCD or C0123ABCD.');
  const settings = call.settings();
  const log = quietLog();
  const isWell = await slackDoctor({ where: settings, settings, configFile: settings.configFile, testTo: to, log, print });
  return isWell ? exits.ok : exits.failed;
}
