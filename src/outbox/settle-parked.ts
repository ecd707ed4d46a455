import { z } from 'zod';
import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import { announceWritten } from './wake.ts';
import { changeParked, findMessage, selectParked, type OutboxRow } from './store.ts';

/** A message that could not be sent, and why. */
export type ParkedMessage = Pick<OutboxRow, 'id' | 'kind' | 'destination' | 'madeAt' | 'attempts' | 'lastError' | 'cause'>;

const maxParked = 200;
const idInput = z.uuid('The id of a message, as “leeway outbox list” shows it.');
const dropInput = z.strictObject({ id: idInput, reason: z.string().trim().min(1, 'Say why it is dropped.').max(300) });

/** Messages that wait for an operator, oldest first; `more` says that there are others. */
export async function listParked(ctx: Ctx): Promise<{ messages: ParkedMessage[]; more: boolean }> {
  authorise(ctx.actor, 'outbox.operate');
  const rows = await selectParked(ctx.db, maxParked + 1);
  return {
    messages: rows.slice(0, maxParked).map(({ id, kind, destination, madeAt, attempts, lastError, cause }) => ({
      id,
      kind,
      destination,
      madeAt,
      attempts,
      lastError,
      cause,
    })),
    more: rows.length > maxParked,
  };
}

/**
 * Puts a parked message back into the queue, in its old place and with all its tries. It is sent without looking for it
 * first: the operator has looked. Throws `not-found`, or `conflict` when it is not parked.
 */
export async function resendParked(ctx: Ctx, input: { id: string }): Promise<void> {
  authorise(ctx.actor, 'outbox.operate');
  const id = parseInput(idInput, input.id);
  await write(ctx, async (w) => {
    const row = await parked(w, id);
    const anew = { state: 'queued', attempts: 0, nextTryAt: null, doubtful: false, lastError: null, cause: null } as const;
    if (!(await changeParked(w.db, id, anew))) throw movedOn();
    w.audit({ verb: 'outbox.resend', subject: `message:${id}`, detail: { kind: row.kind, why: row.lastError } });
    w.afterCommit(announceWritten);
  });
}

/** Gives a parked message up for good. Throws `not-found`, or `conflict` when it is not parked. */
export async function dropParked(ctx: Ctx, input: { id: string; reason: string }): Promise<void> {
  authorise(ctx.actor, 'outbox.operate');
  const { id, reason } = parseInput(dropInput, input);
  await write(ctx, async (w) => {
    const row = await parked(w, id);
    if (!(await changeParked(w.db, id, { state: 'dropped', lastError: `${reason} (${row.lastError ?? 'no error'})` })))
      throw movedOn();
    w.audit({ verb: 'outbox.drop', subject: `message:${id}`, detail: { kind: row.kind, reason, why: row.lastError } });
  });
}

async function parked(ctx: Pick<Ctx, 'db'>, id: string): Promise<OutboxRow> {
  const row = await findMessage(ctx.db, id);
  if (!row)
    throw new LeewayError('not-found', 'There is no such message.', { hint: '“leeway outbox list” shows those that wait.' });
  if (row.state !== 'parked') throw new LeewayError('conflict', `It is not parked but ${row.state}.`);
  return row;
}

const movedOn = () => new LeewayError('conflict', 'Somebody else has settled it meanwhile.');
