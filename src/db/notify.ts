import { sql } from 'drizzle-orm';
import type { Db } from './db.ts';

/** Told of each place whose answer may have changed, as `model environment`; sent when the transaction commits. */
export const servingChannel = 'leeway_serving';

/** Says that what a model's environment serves may have changed. Part of the transaction that changed it. */
export const notifyServing = async (db: Db, place: { modelId: string; environment: string }): Promise<void> =>
  void (await db.execute(sql`select pg_notify(${servingChannel}, ${`${place.modelId} ${place.environment}`})`));
