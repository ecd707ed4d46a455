import type { Ctx } from '../db/ctx.ts';
import { findHold, sayersBehind } from './hold-store.ts';
import { sayersOf } from './trouble-store.ts';

/** Messages that did not get there: all behind a hold, or one that is parked. */
export interface Undelivered {
  /** Tells one occasion from the next, so that nobody hears of it twice. */
  occasion: string;
  destination: string;
  why: string;
  /** They wait, and go out by themselves once it is put right. */
  isHeld: boolean;
  /** Ids of the persons by whose acts they were said. */
  sayers: string[];
}

/** More people than these have not said something to one place that nobody can reach. */
const maxSayers = 100;

/** Undefined when it was settled meanwhile. */
export async function readUndelivered(
  ctx: Pick<Ctx, 'db'>,
  about: { hold: string } | { message: string },
): Promise<Undelivered | undefined> {
  if ('hold' in about) {
    const hold = await findHold(ctx.db, about.hold);
    if (!hold) return undefined;
    const sayers = await sayersBehind(ctx.db, hold.scope, maxSayers);
    const occasion = `hold:${hold.scope}:${hold.since.toISOString()}`;
    return { occasion, destination: hold.scope, why: hold.why, isHeld: true, sayers };
  }
  const [row] = await sayersOf(ctx.db, [about.message]);
  if (!row?.saidBy) return undefined;
  const { destination, cause, why, saidBy } = row;
  return { occasion: `parked:${cause}:${destination}`, destination, why: why ?? '', isHeld: false, sayers: [saidBy] };
}
