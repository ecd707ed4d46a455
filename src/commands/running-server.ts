import { directoryHolder } from '../db/directory-lock.ts';
import { LeewayError, messageOf, type ErrorCode } from '../shared/errors.ts';
import type { Where } from './open-database.ts';

const timeoutMs = 120_000;
/** A large file may take a while. */
const downloadTimeoutMs = 3_600_000;

export type AskServer = (path: string, body?: object) => Promise<unknown>;

/** The server that holds the embedded directory and answers for it; undefined when there is none to ask. */
export function runningServer(where: Where): AskServer | undefined {
  if (where.databaseUrl !== undefined || where.dataDir === 'memory:') return undefined;
  const holder = directoryHolder(where.dataDir);
  if (!holder || !URL.canParse(holder.url)) return undefined;
  return (path, body) => ask(new URL(path, holder.url), holder.secret, body);
}

/** A file that the running server makes; undefined when there is no server to ask. */
export async function downloadFrom(where: Where, path: string): Promise<Response | undefined> {
  const holder = where.databaseUrl === undefined && where.dataDir !== 'memory:' ? directoryHolder(where.dataDir) : undefined;
  if (!holder || !URL.canParse(holder.url)) return undefined;
  const url = new URL(path, holder.url);
  const headers = { authorization: `Bearer ${holder.secret}` };
  const response = await fetch(url, { method: 'POST', headers, signal: AbortSignal.timeout(downloadTimeoutMs) }).catch(
    (cause: unknown) => {
      throw noAnswer(url, cause);
    },
  );
  if (!response.ok) throw refused(response, await response.json().catch(() => ({})));
  return response;
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
    throw noAnswer(url, cause);
  }
  if (response.ok) return answer;
  throw refused(response, answer);
}

const noAnswer = (url: URL, cause: unknown) =>
  new LeewayError('unavailable', `The running Leeway at ${url.origin} did not answer (${messageOf(cause)}).`, {
    hint: 'Look at its log, or stop it and try again.',
    cause,
  });

function refused(response: Response, answer: unknown): LeewayError {
  const { error } = answer as { error?: { code?: ErrorCode; message?: string; field?: string; hint?: string } };
  return new LeewayError(error?.code ?? 'unavailable', error?.message ?? `The running Leeway answered ${response.status}.`, {
    ...(error?.field === undefined ? {} : { field: error.field }),
    ...(error?.hint === undefined ? {} : { hint: error.hint }),
  });
}
