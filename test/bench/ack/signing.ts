import { createHmac } from 'node:crypto';

export const signingSecret = 'bench-signing-secret';
let count = 0;

/** A signed slash command with a trigger of its own. */
export function signedCommand(responseUrl: string): { body: string; headers: Record<string, string> } {
  const body = new URLSearchParams({
    token: 'x',
    team_id: 'T0LEEWAY',
    team_domain: 'bench',
    channel_id: 'C0HEALTH',
    channel_name: 'model-health',
    user_id: 'U0EXEC',
    user_name: 'dana',
    command: '/leeway',
    text: 'status flight-delay',
    api_app_id: 'A0LEEWAY',
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: `1.${process.pid}.${count++}`,
  }).toString();
  const seconds = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', signingSecret).update(`v0:${seconds}:${body}`).digest('hex');
  return {
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(body)),
      'x-slack-request-timestamp': seconds,
      'x-slack-signature': `v0=${signature}`,
    },
  };
}
