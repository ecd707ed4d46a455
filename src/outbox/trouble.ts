import { z } from 'zod';
import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { parseInput } from '../shared/parse.ts';
import { deleteHold, everywhere, findHold, lookNow, selectHolds } from './hold-store.ts';
import { refreshShowing } from './refresh-messages.ts';
import { dropCause, dropWaiting, parkDropped, requeueCause, selectCauses } from './trouble-store.ts';
import { announceWritten } from './wake.ts';

/** Messages that do not go out for one cause, which is one thing for an operator to do. */
export interface Trouble {
  /** `hold:<destination>`, `hold:*` or `parked:<cause>`. */
  key: string;
  /** They wait and go out by themselves once it is put right; parked ones do not. */
  isHeld: boolean;
  /** Slack's name of the error, or Leeway's. */
  cause: string;
  /** A sentence, with what to do. */
  why: string;
  count: number;
  /** How many of them may have arrived. */
  doubtful: number;
  /** Some of the places they were to go to; empty: everywhere. */
  places: string[];
  placeCount: number;
  /** When the oldest was made; undefined where nothing waits at the moment. */
  since: Date | undefined;
}

/** What messages that show the trouble are said with. */
export const showsTrouble = 'outbox';
const maxTroubles = 40;

const keyInput = z.string().regex(/^(?:hold|parked):.{1,300}$/s, 'A cause, as “leeway outbox list” shows it.');
const dropInput = z.strictObject({ key: keyInput, reason: z.string().trim().min(1, 'Say why they are dropped.').max(300) });

/** What does not go out, by cause: the whole workspace first, then places, then what was set aside. */
export async function listTrouble(ctx: Ctx): Promise<{ troubles: Trouble[]; more: boolean }> {
  authorise(ctx.actor, 'outbox.operate');
  const holds = (await selectHolds(ctx.db, maxTroubles + 1)).map(({ hold, waiting, oldest }): Trouble => ({
    key: `hold:${hold.scope}`,
    isHeld: true,
    cause: hold.error,
    why: hold.why,
    count: waiting,
    doubtful: 0,
    places: hold.scope === everywhere ? [] : [hold.scope],
    placeCount: hold.scope === everywhere ? 0 : 1,
    since: oldest ? new Date(oldest) : undefined,
  }));
  const parked = (await selectCauses(ctx.db, maxTroubles + 1)).map(
    ({ cause, why, count, doubtful, oldest, places, placeCount }): Trouble => ({
      key: `parked:${cause}`,
      isHeld: false,
      cause,
      why: why ?? 'No reason is known.',
      count,
      doubtful,
      places,
      placeCount,
      since: new Date(oldest),
    }),
  );
  const all = [...holds, ...parked];
  return { troubles: all.slice(0, maxTroubles), more: all.length > maxTroubles };
}

/** What is held, a sentence each, without naming places or people: anybody may ask after a process's health. */
export async function troubleWarnings(ctx: Ctx): Promise<string[]> {
  const { troubles } = await listTrouble(ctx);
  const all = troubles.find((one) => one.key === `hold:${everywhere}`);
  const others = troubles.filter((one) => one !== all).reduce((sum, one) => sum + one.count, 0);
  const wait = (count: number) => (count === 1 ? '1 message waits' : `${count} messages wait`);
  return [
    ...(all ? [`Slack takes no message at all (${all.cause}): ${wait(all.count)}. “leeway outbox list” says what to do.`] : []),
    ...(others > 0 ? [`${wait(others)} for an operator. “leeway outbox list” says why.`] : []),
  ];
}

/**
 * Tries what is held now, or queues all parked messages of a cause again, in their old order: what may have arrived is
 * looked for first. Returns how many. Throws `not-found` when there is nothing of it any more.
 */
export async function resendTrouble(ctx: Ctx, input: { key: string }): Promise<{ isHeld: boolean; count: number }> {
  authorise(ctx.actor, 'outbox.operate');
  const key = parseInput(keyInput, input.key);
  const [isHeld, name] = parts(key);
  return write(ctx, async (w) => {
    const count = isHeld ? await lookNow(w.db, new Date(), name) : await requeueCause(w.db, name);
    if (count === 0) throw over();
    w.audit({ verb: 'outbox.resend-all', subject: `outbox:${key}`, detail: { count } });
    await refreshShowing(w, showsTrouble);
    w.afterCommit(announceWritten);
    return { isHeld, count };
  });
}

/** Gives up all messages of a cause. `dropId` undoes it. Throws `not-found` when there is nothing of it any more. */
export async function dropTrouble(ctx: Ctx, input: { key: string; reason: string }): Promise<{ count: number; dropId: string }> {
  authorise(ctx.actor, 'outbox.operate');
  const { key, reason } = parseInput(dropInput, input);
  const [isHeld, name] = parts(key);
  if (key === `hold:${everywhere}`)
    throw new LeewayError('invalid', 'Everything that Leeway has to say waits there: it is not dropped as a whole.', {
      hint: 'Put right what holds it back; the messages go out by themselves.',
    });
  const dropId = newId();
  return write(ctx, async (w) => {
    const hold = isHeld ? await findHold(w.db, name) : undefined;
    if (isHeld && !hold) throw over();
    const count = hold ? await dropWaiting(w.db, name, hold.error, reason, dropId) : await dropCause(w.db, name, reason, dropId);
    if (!hold && count === 0) throw over();
    if (hold) await deleteHold(w.db, name);
    w.audit({ verb: 'outbox.drop-all', subject: `outbox:${key}`, detail: { reason, count, dropId } });
    await refreshShowing(w, showsTrouble);
    return { count, dropId };
  });
}

/** Takes a drop back: the messages are parked again, to be looked at and sent. Throws `not-found` when none is left of it. */
export async function undoDrop(ctx: Ctx, input: { dropId: string }): Promise<{ count: number }> {
  authorise(ctx.actor, 'outbox.operate');
  const dropId = parseInput(z.uuid('The number of a drop.'), input.dropId);
  return write(ctx, async (w) => {
    const count = await parkDropped(w.db, dropId);
    if (count === 0) throw over();
    w.audit({ verb: 'outbox.undo-drop', subject: `outbox:${dropId}`, detail: { count } });
    await refreshShowing(w, showsTrouble);
    return { count };
  });
}

const parts = (key: string): [isHeld: boolean, name: string] => [key.startsWith('hold:'), key.slice(key.indexOf(':') + 1)];

const over = () =>
  new LeewayError('not-found', 'Nothing waits for that reason any more.', {
    hint: 'Somebody else has settled it, or it was sent.',
  });
