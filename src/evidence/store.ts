import { and, asc, desc, eq, gte, inArray, isNotNull, lt, or, sql } from 'drizzle-orm';
import { approvalRequest, approvalVote } from '../db/schema/approvals.ts';
import { card, cardEvent, cardLetter } from '../db/schema/cards.ts';
import { deploymentOrder } from '../db/schema/deploy.ts';
import { anchor } from '../db/schema/evidence.ts';
import { outboxMessage } from '../db/schema/outbox.ts';
import { person } from '../db/schema/people.ts';
import type { Db } from '../db/db.ts';

export type AnchorRow = typeof anchor.$inferSelect;
export type RequestRow = typeof approvalRequest.$inferSelect;
export type VoteRow = typeof approvalVote.$inferSelect;
export type OrderRow = typeof deploymentOrder.$inferSelect;

/** A stretch of domain time, the end exclusive. */
export interface Stretch {
  from: Date;
  until: Date;
}

export async function selectLastAnchor(db: Db): Promise<AnchorRow | undefined> {
  const [row] = await db.select().from(anchor).orderBy(desc(anchor.seq)).limit(1);
  return row;
}

export const insertAnchor = async (db: Db, row: typeof anchor.$inferInsert): Promise<void> =>
  void (await db.insert(anchor).values(row));

/** Requests that were made or decided in a stretch, by number; of one model, or all. */
export const selectRequests = (
  db: Db,
  modelId: string | undefined,
  { from, until }: Stretch,
  limit: number,
): Promise<RequestRow[]> =>
  db
    .select()
    .from(approvalRequest)
    .where(
      and(
        modelId === undefined ? undefined : eq(approvalRequest.modelId, modelId),
        or(
          and(gte(approvalRequest.requestedAt, from), lt(approvalRequest.requestedAt, until)),
          and(gte(approvalRequest.decidedAt, from), lt(approvalRequest.decidedAt, until)),
        ),
      ),
    )
    .orderBy(asc(approvalRequest.number))
    .limit(limit);

export const selectVotes = (db: Db, requestIds: string[], limit: number): Promise<VoteRow[]> =>
  requestIds.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(approvalVote)
        .where(inArray(approvalVote.requestId, requestIds))
        .orderBy(asc(approvalVote.at))
        .limit(limit);

export const selectOrders = (db: Db, modelId: string, { from, until }: Stretch, limit: number): Promise<OrderRow[]> =>
  db
    .select()
    .from(deploymentOrder)
    .where(and(eq(deploymentOrder.modelId, modelId), gte(deploymentOrder.orderedAt, from), lt(deploymentOrder.orderedAt, until)))
    .orderBy(asc(deploymentOrder.orderedAt))
    .limit(limit);

export async function selectNames(db: Db, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.select({ id: person.id, name: person.name }).from(person).where(inArray(person.id, ids));
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** What was said in a card's thread, for a pack: words that were erased are null. */
export const selectEventsOf = (db: Db, requestIds: string[], limit: number) =>
  requestIds.length === 0
    ? Promise.resolve([])
    : db
        .select({
          requestId: card.subjectId,
          id: cardEvent.id,
          at: cardEvent.at,
          personId: cardEvent.personId,
          kind: cardEvent.kind,
          words: cardEvent.words,
        })
        .from(cardEvent)
        .innerJoin(card, eq(card.id, cardEvent.cardId))
        .where(and(eq(card.kind, 'approval'), inArray(card.subjectId, requestIds)))
        .orderBy(asc(cardEvent.at), asc(cardEvent.id))
        .limit(limit);

/** Every version of the cards and letters of some requests that was sent, with the exact text. */
export const selectShownMessages = (db: Db, requestIds: string[], limit: number) =>
  requestIds.length === 0
    ? Promise.resolve([])
    : db
        .select({
          id: outboxMessage.id,
          kind: outboxMessage.kind,
          destination: outboxMessage.destination,
          updates: outboxMessage.updates,
          revision: outboxMessage.revision,
          madeAt: outboxMessage.madeAt,
          slackChannel: outboxMessage.slackChannel,
          slackTs: outboxMessage.slackTs,
          payload: outboxMessage.payload,
          payloadHash: outboxMessage.payloadHash,
        })
        .from(outboxMessage)
        .where(
          and(
            isNotNull(outboxMessage.payloadHash),
            inArray(
              sql`coalesce(${outboxMessage.updates}, ${outboxMessage.id}::text)`,
              db
                .select({ id: card.messageId })
                .from(card)
                .where(and(eq(card.kind, 'approval'), inArray(card.subjectId, requestIds)))
                .unionAll(
                  db
                    .select({ id: cardLetter.messageId })
                    .from(cardLetter)
                    .innerJoin(card, eq(card.id, cardLetter.cardId))
                    .where(and(eq(card.kind, 'approval'), inArray(card.subjectId, requestIds))),
                ),
            ),
          ),
        )
        .orderBy(asc(outboxMessage.seq))
        .limit(limit);
