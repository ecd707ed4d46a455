import { LeewayError } from '../shared/errors.ts';
import { diskFull, isDiskFull } from './disk-room.ts';
import { isUnreachable } from './reach-postgres.ts';

/** An error as whoever asked is told it: a database that is away, or has no room, is not their mistake. Others stay as they are. */
export function inWords(error: unknown): unknown {
  if (isDiskFull(error)) return diskFull(error);
  if (!isUnreachable(error)) return error;
  return new LeewayError('unavailable', 'I cannot reach my records at the moment, so this was not done.', {
    hint: 'Nothing that was there is lost. Please try again in a minute.',
    cause: error,
  });
}
