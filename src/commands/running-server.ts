import { directoryHolder } from '../db/directory-lock.ts';
import { LeewayError, messageOf, type ErrorCode } from '../shared/errors.ts';
import type { Where } from './open-database.ts';

const timeoutMs = 120_000;

export type AskServer = (path: string, body?: object) => Promise<unknown>;

/** The server that holds the embedded directory and answers for it; undefined when there is none to ask. */
export function runningServer(where: Where): AskServer | undefined {
  if (where.databaseUrl !== undefined || where.dataDir === 'memory:') return undefined;
  const holder = directoryHolder(where.dataDir);
  if (!holder || !URL.canParse(holder.url)) return undefined;
  return (path, body) => ask(new URL(path, holder.url), holder.secret, body);
}

async function ask(url: URL, secret: string, body: object | undefined): Promise<unknown> {
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  const sent = body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) };
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(url, { ...sent, signal: AbortSignal.timeout(timeoutMs) });
    answer = await response.json();
  } catch (cause) {
    throw new LeewayError('unavailable', `The running Leeway at ${url.origin} did not answer (${messageOf(cause)}).`, {
      hint: 'Look at its log, or stop it and try again.',
      cause,
    });
  }
  if (response.ok) return answer;
  const { error } = answer as { error?: { code?: ErrorCode; message?: string; field?: string; hint?: string } };
  throw new LeewayError(error?.code ?? 'unavailable', error?.message ?? `The running Leeway answered ${response.status}.`, {
    ...(error?.field === undefined ? {} : { field: error.field }),
    ...(error?.hint === undefined ? {} : { hint: error.hint }),
  });
}
