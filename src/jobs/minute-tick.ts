import { schedule } from 'node-cron';
import type { Log } from '../shared/log.ts';
import { messageOf } from '../shared/errors.ts';

/**
 * Looks every minute of real time whether something is due in domain time, and at once, for what came due while nothing
 * ran. Returns the way to stop.
 */
export function startMinuteTick(look: () => Promise<unknown>, log: Log): () => void {
  const lookQuietly = () =>
    look().catch((error: unknown) =>
      log.warn(
        { code: 'schedule-unreadable', error: messageOf(error) },
        'the schedule cannot be read; it is tried again in a minute',
      ),
    );
  const task = schedule('* * * * *', lookQuietly, { timezone: 'Etc/UTC', noOverlap: true });
  void lookQuietly();
  return () => void task.stop();
}
