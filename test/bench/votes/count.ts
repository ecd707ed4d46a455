import { eq } from 'drizzle-orm';
import type { Db } from '../../../src/db/db.ts';
import { approvalRequest, approvalVote } from '../../../src/db/schema/approvals.ts';
import { auditEntry } from '../../../src/db/schema/audit.ts';
import { deploymentOrder } from '../../../src/db/schema/deploy.ts';
import { seatCount } from './people.ts';
import type { Answer } from './worker.ts';

export interface Count {
  state: string;
  /** Answered with yes, and there is no such row, or no such entry. */
  lost: number;
  /** Rows or entries beyond the one of a yes; and people who were told yes twice. */
  twice: number;
  /** Entries that say that the request came to its end: one, and the last of a vote. */
  outcomes: number;
  /** The outcome is not what the rows say, or was decided before the rows that are there, or has not its one order. */
  wrong: number;
  accepted: number;
  refused: number;
  refusedRecorded: number;
}

interface Entry {
  verb: string;
  actor: { id: string };
  detail: { decision?: string; after?: { state: string } };
}

/** Holds what people were told against the votes' rows, the audit's entries, the request and its orders. */
export async function countVotes(db: Db, requestId: string, answers: readonly Answer[]): Promise<Count> {
  const rows = await db.select().from(approvalVote).where(eq(approvalVote.requestId, requestId));
  const entries = await entriesOf(db, requestId);
  const cast = entries.filter(({ verb }) => verb === 'approvals.approve' || verb === 'approvals.refuse');
  const deciding = cast.filter(({ detail }) => detail.after?.state !== 'open');
  const [request] = await db.select().from(approvalRequest).where(eq(approvalRequest.id, requestId));
  const orders = await db.select().from(deploymentOrder).where(eq(deploymentOrder.requestId, requestId));
  const yes = answers.filter(({ told }) => told === 'yes');
  const told = tally(yes.map((one) => `${one.personId} ${one.decision}`));
  const kept = [
    tally(rows.map((one) => `${one.personId} ${one.decision}`)),
    tally(cast.map((one) => `${one.actor.id} ${one.detail.decision}`)),
  ];
  const people = tally(yes.map((one) => one.personId));
  const agreed = rows.filter((one) => one.decision === 'approve').length;
  const state = request?.state ?? 'none';
  const wrong = [
    (agreed >= seatCount ? 'approved' : rows.length - agreed > 200 - seatCount ? 'refused' : 'open') !== state,
    agreed > seatCount,
    cast.at(-1) !== deciding.at(-1),
    orders.length !== (state === 'approved' ? 1 : 0),
  ];
  return {
    state,
    lost: kept.reduce((sum, one) => sum + missing(told, one), 0),
    twice: kept.reduce((sum, one) => sum + missing(one, told), 0) + [...people.values()].filter((times) => times > 1).length,
    outcomes: deciding.length,
    wrong: wrong.filter(Boolean).length,
    accepted: yes.length,
    refused: answers.filter((one) => one.told === 'no').length,
    refusedRecorded: entries.filter(({ verb }) => verb === 'approvals.refused').length,
  };
}

async function entriesOf(db: Db, requestId: string): Promise<Entry[]> {
  const subject = eq(auditEntry.subject, `request:${requestId}`);
  const rows = await db.select().from(auditEntry).where(subject).orderBy(auditEntry.seq);
  return rows.map(({ body }) => JSON.parse(body) as Entry);
}

function tally(keys: readonly string[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const key of keys) times.set(key, (times.get(key) ?? 0) + 1);
  return times;
}

/** How many of the first the second has not. */
const missing = (these: ReadonlyMap<string, number>, those: ReadonlyMap<string, number>): number =>
  [...these].reduce((sum, [key, times]) => sum + Math.max(0, times - (those.get(key) ?? 0)), 0);
