import type { WriteCtx } from '../audit/write.ts';
import type { Db } from '../db/db.ts';

class TakeBack extends Error {}

/** Does something within a transaction of its own inside the caller's: a failure undoes this and nothing else. */
export const within = <T>(w: WriteCtx, work: (w: WriteCtx) => Promise<T>): Promise<T> =>
  (w.db as Nesting).transaction((tx) => work({ ...w, db: tx }));

/** Does something and takes it back, so that what the database would refuse is found before anybody is asked. */
export async function rehearse<T>(w: WriteCtx, work: (w: WriteCtx) => Promise<T>): Promise<T> {
  let result: { value: T } | undefined;
  try {
    await within(w, async (inner) => {
      result = { value: await work({ ...inner, audit: () => {}, afterCommit: () => {} }) };
      throw new TakeBack();
    });
  } catch (error) {
    if (!(error instanceof TakeBack)) throw error;
  }
  return result!.value;
}

interface Nesting {
  transaction<T>(work: (tx: Db) => Promise<T>): Promise<T>;
}
