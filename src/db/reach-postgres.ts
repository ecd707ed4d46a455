import { setTimeout as sleep } from 'node:timers/promises';
import { LeewayError, messageOf } from '../shared/errors.ts';

/** How long a Postgres that does not answer is asked again; nobody waits without it. */
export interface Patience {
  forMs: number;
  /** Hears, once, that it is being waited for. */
  waiting(line: string): void;
}

const firstPauseMs = 250;
const longestPauseMs = 4_000;

/** What a server says while it starts or has no room, and what the network says when nobody answers. */
const passing = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  // admin_shutdown, crash_shutdown, cannot_connect_now, too_many_connections, connection failures.
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08000',
  '08003',
  '08006',
]);

/** Whether a statement failed because the database could not be reached, whichever layer wrapped it. */
export function isUnreachable(error: unknown): boolean {
  for (let one = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth++) {
    const { code } = one as { code?: unknown };
    if (typeof code === 'string' && passing.has(code)) return true;
  }
  return false;
}

/**
 * Asks Postgres a first question, again and again while it cannot be reached and patience lasts. Throws `unavailable` when
 * it was not reached, and `config` at once when it answered that the address, user, password or database is wrong. What is
 * thrown names host and database, never the password.
 */
export async function reachPostgres(url: string, ask: () => Promise<unknown>, patience?: Patience): Promise<void> {
  const end = Date.now() + (patience?.forMs ?? 0);
  const { host, database, user } = partsOf(url);
  for (let pauseMs = firstPauseMs, tries = 1; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2), tries++) {
    try {
      await ask();
      return;
    } catch (error) {
      if (!isUnreachable(error)) throw refused(error, { host, database, user });
      const why = (error as { code?: string }).code ?? messageOf(error);
      if (Date.now() + pauseMs > end) {
        const tried = patience ? ` Leeway tried for ${Math.round(patience.forMs / 1000)} s.` : '';
        throw new LeewayError('unavailable', `DATABASE_URL: Postgres at ${host} cannot be reached (${why}).${tried}`, {
          field: 'DATABASE_URL',
          hint: 'Start it, or correct the address.',
          cause: error,
        });
      }
      if (tries === 1)
        patience?.waiting(
          `Postgres at ${host} cannot be reached (${why}). Trying again for ${Math.round(patience.forMs / 1000)} s …`,
        );
      await sleep(pauseMs);
    }
  }
}

interface Parts {
  host: string;
  database: string;
  user: string;
}

function partsOf(url: string): Parts {
  const { host, pathname, username } = new URL(url);
  return { host, database: decodeURIComponent(pathname.slice(1)), user: decodeURIComponent(username) };
}

function refused(error: unknown, { host, database, user }: Parts): LeewayError {
  const { code } = error as { code?: string };
  const more = { field: 'DATABASE_URL', cause: error };
  if (code === '28P01' || code === '28000')
    return new LeewayError(
      'config',
      `DATABASE_URL: Postgres at ${host} does not let “${user}” in: user or password is wrong.`,
      more,
    );
  if (code === '3D000')
    return new LeewayError('config', `DATABASE_URL: Postgres at ${host} has no database “${database}”.`, {
      ...more,
      hint: `Create it (createdb ${database}), or correct the address.`,
    });
  return new LeewayError('config', `DATABASE_URL: Postgres at ${host} cannot be used (${messageOf(error)}).`, more);
}
