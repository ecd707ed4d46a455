import { outsideTransaction } from '../db/db.ts';

const listeners = new Set<() => void>();

/** Hears that something was written to the outbox by this process; other processes' rows are found by polling. */
export function onWritten(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function announceWritten(): void {
  outsideTransaction(() => listeners.forEach((listener) => listener()));
}
