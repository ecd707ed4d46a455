import { Hono } from 'hono';
import { isDiskFull } from '../db/disk-room.ts';
import { messageOf } from '../shared/errors.ts';
import type { HttpDeps } from './deps.ts';

/** /healthz: the process answers. /readyz: it can also do its work; 503 says what is missing, warnings what does not go out. */
export function healthRoutes(
  deps: Pick<HttpDeps, 'pingDatabase' | 'queueStarted' | 'pingTimeoutMs' | 'outboxTrouble' | 'log'>,
): Hono {
  const routes = new Hono();
  routes.get('/healthz', (c) => c.json({ status: 'alive' }));
  routes.get('/readyz', async (c) => {
    const reasons: string[] = [];
    try {
      await within(deps.pingTimeoutMs ?? 2_000, deps.pingDatabase());
    } catch (error) {
      // The driver's own words may name hosts and users: they are for the log.
      deps.log.warn({ code: 'database-silent', error: messageOf(error) }, 'the database did not answer');
      if (error instanceof Overdue) reasons.push(error.message);
      else reasons.push(isDiskFull(error) ? 'The disk is full.' : 'The database cannot be reached.');
    }
    if (!deps.queueStarted()) reasons.push('The queue has not started.');
    if (reasons.length > 0) return c.json({ status: 'not ready', reasons }, 503);
    // Taking the process out of service would not help: what Slack refuses it refuses to every process.
    const warnings = (await deps.outboxTrouble?.().catch(() => [])) ?? [];
    return c.json({ status: 'ready', ...(warnings.length > 0 ? { warnings } : {}) });
  });
  return routes;
}

class Overdue extends Error {}

async function within(timeoutMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Overdue(`The database did not answer within ${timeoutMs / 1000} s.`)), timeoutMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
