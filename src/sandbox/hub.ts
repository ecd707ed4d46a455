import { LeewayError } from '../shared/errors.ts';
import type { StreamEvent } from './contract.ts';

type Listener = (event: StreamEvent) => void;
const maxListeners = 200;

export interface Hub {
  /** Tells the named persons, or everybody. */
  tell(event: StreamEvent, users?: readonly string[]): void;
  /** Returns the function that ends it. Throws `unavailable` beyond 200 listeners. */
  listen(user: string, listener: Listener): () => void;
}

/** Who is to be told that something changed, so that an open page fetches it again. */
export function createHub(): Hub {
  const listeners = new Set<{ user: string; listener: Listener }>();
  return {
    tell(event, users) {
      for (const entry of listeners) if (users === undefined || users.includes(entry.user)) entry.listener(event);
    },
    listen(user, listener) {
      if (listeners.size >= maxListeners) {
        throw new LeewayError('unavailable', `${maxListeners} pages are listening already. Close some of them.`);
      }
      const entry = { user, listener };
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
  };
}
