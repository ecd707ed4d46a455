import { setTimeout as sleep } from 'node:timers/promises';
import { isDiskFull } from './disk-room.ts';
import { isUnreachable } from './reach-postgres.ts';

const pauseMs = 500;

/**
 * Writes down what has happened already, such as the end of a job: while the database cannot be reached, or its disk is
 * full, it is tried again,
 * for as long as given. Only for what does no harm when it is done twice.
 */
export async function insist<T>(work: () => Promise<T>, forMs: number): Promise<T> {
  const end = performance.now() + forMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(isUnreachable(error) || isDiskFull(error)) || performance.now() > end) throw error;
      await sleep(pauseMs);
    }
  }
}
