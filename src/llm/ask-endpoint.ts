import type { OpenAI as Client } from 'openai';
import { boundedFetch, ReplyTooLarge } from './bounded-fetch.ts';

export interface Endpoint {
  baseUrl: string;
  /** Undefined: the endpoint wants none. */
  apiKey: string | undefined;
  model: string;
}

/** How an answer's shape is asked for, the surest first; not every endpoint knows each. */
export const formats = ['json_schema', 'json_object', 'plain'] as const;
export type Format = (typeof formats)[number];

export interface Wish {
  system: string;
  user: string;
  jsonSchema: Record<string, unknown>;
  format: Format;
}

export type Reply =
  | { text: string }
  /** `again`: a second try may help. `simpler`: the endpoint may not know the format. `waitMs`: it wishes to be left alone. */
  | { failure: string; again?: true; simpler?: true; waitMs?: number };

/** The client is read only where an endpoint is configured: elsewhere it would be memory for nothing. */
export const loadClient = () => import('openai');

/** One request to the endpoint, given up with the signal. Never throws. */
export async function askEndpoint(endpoint: Endpoint, wish: Wish, signal: AbortSignal): Promise<Reply> {
  const { OpenAI } = await loadClient();
  const client = new OpenAI({
    baseURL: endpoint.baseUrl,
    apiKey: endpoint.apiKey ?? 'none',
    // What is left out here the client would look for in the environment.
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    maxRetries: 0,
    fetch: boundedFetch(signal),
  });
  const asked = create(client, endpoint, wish, signal);
  // Given up when the time is over, whatever the client still waits for.
  const over = new Promise<Reply>((resolve) => {
    const give = () => resolve({ failure: 'It did not answer in time.' });
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });
  return Promise.race([asked, over]);
}

async function create(client: Client, { model }: Endpoint, wish: Wish, signal: AbortSignal): Promise<Reply> {
  try {
    const done = await client.chat.completions.create(
      {
        model,
        messages: [
          { role: 'system', content: wish.system },
          { role: 'user', content: wish.user },
        ],
        ...formatOf(wish),
      },
      { signal },
    );
    // The client checks nothing of what came: the shape is whatever the endpoint sent.
    const text: unknown = done?.choices?.[0]?.message?.content;
    return typeof text === 'string' && text !== '' ? { text } : { failure: 'Its answer had no text.' };
  } catch (error) {
    return failureOf(error, signal);
  }
}

function formatOf({ format, jsonSchema }: Wish) {
  if (format === 'plain') return {};
  if (format === 'json_object') return { response_format: { type: 'json_object' as const } };
  return {
    response_format: { type: 'json_schema' as const, json_schema: { name: 'answer', strict: true, schema: jsonSchema } },
  };
}

/** Statuses with which endpoints say that they do not know a response format. */
const notKnown = new Set([400, 404, 415, 422, 501]);

function failureOf(error: unknown, signal: AbortSignal): Reply {
  if (signal.aborted) return { failure: 'It did not answer in time.' };
  const { status, headers } = error as { status?: number; headers?: Headers };
  if (status === undefined) {
    if (causes(error).some((one) => one instanceof ReplyTooLarge)) return { failure: 'Its answer was too long to read.' };
    if (error instanceof SyntaxError) return { failure: 'It did not answer in JSON.' };
    return { failure: 'It could not be reached, or cut the connection.', again: true };
  }
  if (status === 401 || status === 403) return { failure: `It refused the key (status ${status}).`, waitMs: Infinity };
  if (status === 429) return { failure: 'It has too much to do (status 429).', again: true, waitMs: waitOf(headers) };
  if (status >= 500 && status !== 501) return { failure: `It failed (status ${status}).`, again: true, waitMs: waitOf(headers) };
  return { failure: `It refused the request (status ${status}).`, ...(notKnown.has(status) ? { simpler: true } : {}) };
}

function* chain(error: unknown): Generator<unknown> {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) yield at;
}
const causes = (error: unknown): unknown[] => [...chain(error)];

function waitOf(headers: Headers | undefined): number {
  const seconds = Number(headers?.get('retry-after') ?? 0);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
}
