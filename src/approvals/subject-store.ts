import { and, asc, desc, eq, gte, inArray, isNull, ne, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { approvalRequest } from '../db/schema/approvals.ts';
import { outboxMessage } from '../db/schema/outbox.ts';
import { deployment, model, modelOwner, modelVersion } from '../db/schema/registry.ts';

export type ModelRow = typeof model.$inferSelect;
export type VersionRow = typeof modelVersion.$inferSelect;

export async function selectModel(db: Db, id: string): Promise<ModelRow | undefined> {
  const [row] = await db.select().from(model).where(eq(model.id, id));
  return row;
}

export const selectOwners = (db: Db, modelId: string) =>
  db.select({ kind: modelOwner.kind, personId: modelOwner.personId }).from(modelOwner).where(eq(modelOwner.modelId, modelId));

/** Newest first. */
export const selectVersions = (db: Db, modelId: string, limit: number): Promise<VersionRow[]> =>
  db.select().from(modelVersion).where(eq(modelVersion.modelId, modelId)).orderBy(desc(modelVersion.number)).limit(limit);

export const selectVersionsOf = (db: Db, modelId: string, numbers: number[]): Promise<VersionRow[]> =>
  db
    .select()
    .from(modelVersion)
    .where(and(eq(modelVersion.modelId, modelId), inArray(modelVersion.number, numbers)));

export async function selectRunning(db: Db, modelId: string, environment: string): Promise<number | null> {
  const [row] = await db
    .select({ version: deployment.version })
    .from(deployment)
    .where(and(eq(deployment.modelId, modelId), eq(deployment.environment, environment), isNull(deployment.until)));
  return row?.version ?? null;
}

/** Who asked for the same version in the same environment since an instant, in another request. */
export const selectEarlierRequests = (
  db: Db,
  same: { modelId: string; environment: string; version: number; exceptId: string; since: Date },
  limit: number,
) =>
  db
    .select({ number: approvalRequest.number, requestedById: approvalRequest.requestedById })
    .from(approvalRequest)
    .where(
      and(
        eq(approvalRequest.modelId, same.modelId),
        eq(approvalRequest.environment, same.environment),
        eq(approvalRequest.version, same.version),
        ne(approvalRequest.id, same.exceptId),
        gte(approvalRequest.requestedAt, same.since),
      ),
    )
    .orderBy(asc(approvalRequest.number))
    .limit(limit);

/** Who asked for the same change of configuration or the same rule since an instant, in another request. */
export const selectEarlierChanges = (
  db: Db,
  same: { subjectKey: string; payload: unknown; exceptId: string; since: Date },
  limit: number,
) =>
  db
    .select({ number: approvalRequest.number, requestedById: approvalRequest.requestedById })
    .from(approvalRequest)
    .where(
      and(
        eq(approvalRequest.subjectKey, same.subjectKey),
        // A file with another comment in it asks for the same: its governed parts have the same hash.
        sql`(${approvalRequest.payload} = ${JSON.stringify(same.payload)}::jsonb
          or ${approvalRequest.payload} #>> '{payload,hash}' = ${JSON.stringify(same.payload)}::jsonb #>> '{payload,hash}')`,
        ne(approvalRequest.id, same.exceptId),
        gte(approvalRequest.requestedAt, same.since),
      ),
    )
    .orderBy(asc(approvalRequest.number))
    .limit(limit);

/** The messages that told audiences of what an order put live. */
export const selectReleaseNotices = (db: Db, orderId: string) =>
  db
    .select({ id: outboxMessage.id, destination: outboxMessage.destination })
    .from(outboxMessage)
    .where(and(eq(outboxMessage.kind, 'release-notice'), sql`${outboxMessage.data} ->> 'orderId' = ${orderId}`))
    .orderBy(asc(outboxMessage.id))
    .limit(100);

/** SHA-256 of the payload that showed a revision of a card, in its channel or in a person's letter. */
export async function selectShownHash(db: Db, messageIds: string[], revision: number): Promise<string | null> {
  const [row] = await db
    .select({ hash: outboxMessage.payloadHash })
    .from(outboxMessage)
    .where(
      and(
        sql`coalesce(${outboxMessage.updates}, ${outboxMessage.id}::text) in (${sql.join(
          messageIds.map((id) => sql`${id}`),
          sql`, `,
        )})`,
        eq(outboxMessage.revision, revision),
        eq(outboxMessage.state, 'sent'),
      ),
    )
    .orderBy(desc(outboxMessage.seq))
    .limit(1);
  return row?.hash ?? null;
}

/** The request with which a version was put live last; it carries the history of that change. */
export async function selectLastPromoted(
  db: Db,
  { modelId, environment, version }: { modelId: string; environment: string; version: number },
): Promise<string | undefined> {
  const [row] = await db
    .select({ id: approvalRequest.id })
    .from(approvalRequest)
    .where(
      and(
        eq(approvalRequest.modelId, modelId),
        eq(approvalRequest.environment, environment),
        eq(approvalRequest.version, version),
        eq(approvalRequest.state, 'approved'),
      ),
    )
    .orderBy(desc(approvalRequest.number))
    .limit(1);
  return row?.id;
}
