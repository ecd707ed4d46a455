import { parse } from 'node:querystring';
import { z } from 'zod';

/** Slack's own payloads stay below 100 kB; what is larger is not from Slack. */
export const maxBodyBytes = 1024 * 1024;

/** The raw body, or undefined when it is larger than `maxBodyBytes`; one without a length is counted while it is read. */
export async function readBody(request: Request): Promise<Buffer | undefined> {
  const declared = request.headers.get('content-length');
  if (declared !== null) {
    return Number(declared) > maxBodyBytes ? undefined : Buffer.from(await request.arrayBuffer());
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const text = z.string().min(1).max(300);
const named = z.looseObject({ id: text });
const bodies = {
  command: z.looseObject({ command: text, team_id: text, user_id: text, trigger_id: text, text: z.string().max(20_000) }),
  interaction: z.looseObject({
    type: z.enum(['block_actions', 'view_submission', 'view_closed', 'shortcut', 'message_action']),
    user: named,
    team: named.nullish(),
  }),
  event: z.looseObject({ type: z.literal('event_callback'), event_id: text, event: z.looseObject({ type: text }) }),
  verification: z.looseObject({ type: z.literal('url_verification'), challenge: z.string().max(1000) }),
};
export type EventBody = z.infer<typeof bodies.event>;
export type SlackBody = { [K in keyof typeof bodies]: { is: K; body: z.infer<(typeof bodies)[K]> } }[keyof typeof bodies];

/** The body of a request of Slack's, or undefined when it is nothing that Slack sends. */
export const parseBody = (raw: string, contentType: string): SlackBody | undefined => parseSent(decode(raw, contentType));

/** The same for what was sent over a connection, as an object. */
export function parseSent(sent: unknown): SlackBody | undefined {
  if (typeof sent !== 'object' || sent === null) return undefined;
  for (const is of Object.keys(bodies) as (keyof typeof bodies)[]) {
    const parsed = bodies[is].safeParse(sent);
    if (parsed.success) return { is, body: parsed.data } as SlackBody;
  }
  return undefined;
}

function decode(raw: string, contentType: string): unknown {
  try {
    if (!contentType.startsWith('application/x-www-form-urlencoded')) return JSON.parse(raw);
    const form = parse(raw);
    return typeof form['payload'] === 'string' ? JSON.parse(form['payload']) : { ...form };
  } catch {
    return undefined;
  }
}
