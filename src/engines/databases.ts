import type { DuckDBInstance } from '@duckdb/node-api';

/**
 * Keeps the last database for the next request of the same files: opening and closing one takes as long as a week's counts.
 * Only one, lent to one request at a time and closed when nobody asks: its threads and buffers hold about 50 MB.
 */
export interface Databases {
  /** The database that was kept under this key, now the caller's own to keep again or to close. */
  take(key: string): DuckDBInstance | undefined;
  keep(key: string, database: DuckDBInstance): void;
  close(): void;
}

export function createDatabases(idleMs: number): Databases {
  let kept: { key: string; database: DuckDBInstance; timer: NodeJS.Timeout } | undefined;
  let closed = false;
  const drop = () => {
    clearTimeout(kept?.timer);
    kept?.database.closeSync();
    kept = undefined;
  };
  return {
    take: (key) => {
      if (kept?.key !== key) return undefined;
      const { database, timer } = kept;
      clearTimeout(timer);
      kept = undefined;
      return database;
    },
    keep: (key, database) => {
      drop();
      if (closed) database.closeSync();
      else kept = { key, database, timer: setTimeout(drop, idleMs).unref() };
    },
    close: () => {
      closed = true;
      drop();
    },
  };
}
