import { createHmac, randomBytes } from 'node:crypto';
import { messageOf } from '../shared/errors.ts';
import type { DoctorDeps, Tell } from './doctor.ts';
import { patiently, slackClient, slackError } from './slack-call.ts';

type Settings = DoctorDeps['settings'];
const timeoutMs = 10_000;

/** How what people do gets to Leeway: over a connection that it opens, or to an address at which Slack reaches it. */
export const checkConnection = (settings: Settings, tell: Tell): Promise<void> =>
  settings.appToken ? checkSocketMode(settings.appToken, settings.apiUrl, tell) : checkHttp(settings, tell);

const newToken = 'make one under “Basic Information”, “App-Level Tokens”, with the scope connections:write.';
const remedies: Record<string, string> = {
  invalid_auth: `Slack does not accept SLACK_APP_TOKEN: copy it again, or ${newToken}`,
  not_allowed_token_type: `SLACK_APP_TOKEN is no app-level token: ${newToken}`,
  missing_scope: `SLACK_APP_TOKEN lacks connections:write: ${newToken}`,
  link_disabled: 'Switch Socket Mode on under “Socket Mode” in the app’s settings.',
};

/** Only an address is asked for: a connection would take events from the Leeway that runs. */
async function checkSocketMode(appToken: string, apiUrl: string | undefined, tell: Tell): Promise<void> {
  try {
    await patiently(() => slackClient(appToken, apiUrl).apps.connections.open({}));
    tell({ is: 'ok', what: 'Socket Mode: Slack gives an address to connect to; no address of yours has to be reachable' });
  } catch (error) {
    const code = slackError(error);
    tell({
      is: 'wrong',
      what: `Socket Mode: ${code ? `Slack answers ${code}` : `Slack was not reached (${messageOf(error)})`}`,
      todo: (code && remedies[code]) ?? 'Look at SLACK_APP_TOKEN, and try again.',
    });
  }
}

async function checkHttp({ signingSecret = '', publicUrl, apiUrl }: Settings, tell: Tell): Promise<void> {
  if (/^[0-9a-f]{32}$/.test(signingSecret)) tell({ is: 'ok', what: 'signing secret: it has the form of one' });
  else
    tell({
      is: 'wrong',
      what: 'signing secret: Slack’s have 32 characters, 0 to 9 and a to f',
      todo: 'Copy “Signing Secret” from “Basic Information” to SLACK_SIGNING_SECRET; it is neither the client secret nor a token.',
    });
  if (publicUrl === undefined) {
    return tell({
      is: 'missing',
      what: 'event address: PUBLIC_URL is not set',
      todo: 'Set it to the address at which Slack reaches Leeway, such as https://leeway.example.com; or use Socket Mode.',
    });
  }
  const url = `${publicUrl}/slack/events`;
  // Another Slack than the real one, such as the sandbox, also reaches what is on this machine.
  if (!publicUrl.startsWith('https://') && !apiUrl) {
    return tell({
      is: 'wrong',
      what: `event address: ${url} is not https`,
      todo: 'Slack sends nothing there: put TLS before it.',
    });
  }
  tell(await askMyself(url, signingSecret));
}

/** The request with which Slack itself checks an address, signed as Slack signs. */
async function askMyself(url: string, signingSecret: string): Promise<Parameters<Tell>[0]> {
  const challenge = randomBytes(12).toString('hex');
  const body = JSON.stringify({ type: 'url_verification', challenge });
  const seconds = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', signingSecret).update(`v0:${seconds}:${body}`).digest('hex');
  const what = `event address: ${url}`;
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-slack-request-timestamp': String(seconds),
        'x-slack-signature': `v0=${signature}`,
      },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    if (response.ok && text.includes(challenge)) return { is: 'ok', what: `${what} answers as Slack wants it` };
    return { is: 'wrong', what: `${what} answers ${response.status}`, todo: todoFor(response.status) };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return {
      is: 'wrong',
      what: `${what} was not reached (${messageOf(cause)})`,
      todo: 'Start Leeway (leeway serve), and let the proxy before it hand POST /slack/events on; or use Socket Mode.',
    };
  }
}

function todoFor(status: number): string {
  if (status === 401)
    return 'The Leeway there has another SLACK_SIGNING_SECRET, or its clock is more than five minutes off: set both right.';
  if (status === 404) return 'What answers there is no Leeway, or one in Socket Mode: look at PUBLIC_URL and at its settings.';
  if (status >= 300 && status < 400) return 'Slack follows no redirect: set PUBLIC_URL to the address that it leads to.';
  if (status >= 500) return 'The proxy does not reach Leeway, or Leeway is starting or stopping: look at their logs.';
  return 'Let the proxy before Leeway hand POST /slack/events on unchanged, body and headers.';
}
