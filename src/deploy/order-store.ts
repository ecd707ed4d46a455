import { and, asc, desc, eq, inArray, isNotNull, lte, sql } from 'drizzle-orm';
import { deploymentOrder, type OrderState } from '../db/schema/deploy.ts';
import type { Db } from '../db/db.ts';
import type { Place } from './schemas.ts';

export type Order = typeof deploymentOrder.$inferSelect;
const open: OrderState[] = ['requested', 'started'];

/**
 * Holds a model's environment until the transaction ends: orders, rollbacks, pauses and call-backs of one place come one
 * after another. Taken before any row of it, so that they cannot wait for one another.
 */
export const lockPlace = async (db: Db, { modelId, environment }: Place): Promise<void> =>
  void (await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`deploy ${modelId} ${environment}`}, 0))`));

export const insertOrder = async (db: Db, row: typeof deploymentOrder.$inferInsert): Promise<void> =>
  void (await db.insert(deploymentOrder).values(row));

const isAt = ({ modelId, environment }: Place) =>
  and(eq(deploymentOrder.modelId, modelId), eq(deploymentOrder.environment, environment));

export async function selectOrder(db: Db, id: string): Promise<Order | undefined> {
  const [row] = await db.select().from(deploymentOrder).where(eq(deploymentOrder.id, id));
  return row;
}

export async function selectOpenOrder(db: Db, place: Place): Promise<Order | undefined> {
  const [row] = await db
    .select()
    .from(deploymentOrder)
    .where(and(isAt(place), inArray(deploymentOrder.state, open)));
  return row;
}

/** Changes an order that is in one of some states; undefined when it is not, or not any more. */
export async function changeOrder(
  db: Db,
  id: string,
  from: readonly OrderState[],
  change: Partial<Order>,
): Promise<Order | undefined> {
  const [row] = await db
    .update(deploymentOrder)
    .set({ ...change, revision: sql`${deploymentOrder.revision} + 1` })
    .where(and(eq(deploymentOrder.id, id), inArray(deploymentOrder.state, [...from])))
    .returning();
  return row;
}

/** The newest order that brought about what runs: by its deployer the next one goes too. */
export async function selectLastDone(db: Db, place: Place): Promise<Order | undefined> {
  const [row] = await db
    .select()
    .from(deploymentOrder)
    .where(and(isAt(place), eq(deploymentOrder.state, 'succeeded')))
    .orderBy(desc(deploymentOrder.finishedAt), desc(deploymentOrder.id))
    .limit(1);
  return row;
}

/** A promotion changes what serves when it has succeeded, a rollback at once, whatever its deployer does afterwards. */
const tookEffect = sql<Date>`case when ${deploymentOrder.kind} = 'rollback' then ${deploymentOrder.orderedAt} else ${deploymentOrder.finishedAt} end`;

/** The first order after an instant that changed what serves in a place. */
export async function selectNextOrder(db: Db, place: Place, after: Date): Promise<Order | undefined> {
  const [row] = await db
    .select()
    .from(deploymentOrder)
    .where(
      and(
        isAt(place),
        sql`(${deploymentOrder.state} = 'succeeded' or (${deploymentOrder.kind} = 'rollback' and ${deploymentOrder.state} <> 'cancelled'))`,
        sql`${tookEffect} > ${after.toISOString()}::timestamptz`,
      ),
    )
    .orderBy(asc(tookEffect), asc(deploymentOrder.id))
    .limit(1);
  return row;
}

export interface OrderFilter {
  modelIds?: string[];
  environment?: string;
  states?: OrderState[];
  requestId?: string;
}

export const selectOrders = (db: Db, filter: OrderFilter, limit: number): Promise<Order[]> =>
  db
    .select()
    .from(deploymentOrder)
    .where(
      and(
        filter.modelIds && inArray(deploymentOrder.modelId, filter.modelIds),
        filter.environment === undefined ? undefined : eq(deploymentOrder.environment, filter.environment),
        filter.states && inArray(deploymentOrder.state, filter.states),
        filter.requestId === undefined ? undefined : eq(deploymentOrder.requestId, filter.requestId),
      ),
    )
    .orderBy(desc(deploymentOrder.orderedAt), desc(deploymentOrder.id))
    .limit(limit);

export const selectOverdue = (db: Db, now: Date, limit: number): Promise<{ id: string }[]> =>
  db
    .select({ id: deploymentOrder.id })
    .from(deploymentOrder)
    .where(and(inArray(deploymentOrder.state, open), lte(deploymentOrder.deadlineAt, now)))
    .orderBy(asc(deploymentOrder.deadlineAt))
    .limit(limit);

export async function selectNextDeadline(db: Db): Promise<Date | undefined> {
  const [row] = await db
    .select({ at: deploymentOrder.deadlineAt })
    .from(deploymentOrder)
    .where(inArray(deploymentOrder.state, open))
    .orderBy(asc(deploymentOrder.deadlineAt))
    .limit(1);
  return row?.at;
}

export async function eraseOrderWords(db: Db, personId: string): Promise<number> {
  const rows = await db
    .update(deploymentOrder)
    .set({ reason: null })
    .where(and(eq(deploymentOrder.orderedById, personId), isNotNull(deploymentOrder.reason)))
    .returning({ id: deploymentOrder.id });
  return rows.length;
}
