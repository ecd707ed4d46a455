import { AsyncLocalStorage } from 'node:async_hooks';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/** The one client type: postgres.js and PGlite both fit it, and so does a transaction of either. */
export type Db = Pick<
  PgDatabase<PgQueryResultHKT, Record<string, never>>,
  | 'select'
  | 'selectDistinct'
  | 'selectDistinctOn'
  | 'insert'
  | 'update'
  | 'delete'
  | 'execute'
  | 'transaction'
  | '$with'
  | 'with'
  | '$count'
>;

const insideTransaction = new AsyncLocalStorage<boolean>();
const listeners = new Set<(statement: string) => void>();

/** Hears every SQL statement that drizzle sends, for tests that count them. Returns the way to stop. */
export function onStatement(listener: (statement: string) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const statementLogger = {
  logQuery(query: string) {
    for (const listener of listeners) listener(query);
  },
};

/**
 * Guards the root handle: used inside a transaction it would wait for itself on PGlite's single connection for ever, and
 * pass unseen on a pool. So it throws there, on both.
 */
export function guardRoot(root: PgDatabase<PgQueryResultHKT, Record<string, never>>): Db {
  return new Proxy(root, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== 'function') return value;
      if (insideTransaction.getStore()) {
        throw new Error(
          `The root database handle was used inside a transaction (${String(property)}): use the transaction's own.`,
        );
      }
      if (property !== 'transaction') return value.bind(target);
      return (work: (tx: Db) => Promise<unknown>, config?: object) =>
        target.transaction((tx) => insideTransaction.run(true, () => work(tx)), config);
    },
  });
}

/** Runs something that a transaction only sets off, such as waking a worker, without counting as part of it. */
export const outsideTransaction = <T>(work: () => T): T => insideTransaction.exit(work);

/** The SQLSTATE of a failed statement, the same on both drivers; undefined for anything else. */
export function sqlState(error: unknown): string | undefined {
  const cause = (error as { cause?: { code?: unknown } } | undefined)?.cause;
  return typeof cause?.code === 'string' ? cause.code : undefined;
}

/** The rows of a raw statement, whichever driver answered. */
export function rowsOf<T>(result: unknown): T[] {
  return (Array.isArray(result) ? result : (result as { rows: unknown[] }).rows) as T[];
}
