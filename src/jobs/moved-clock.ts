import { nextCardDue } from '../cards/due-cards.ts';
import type { Ctx } from '../db/ctx.ts';
import type { Clock } from '../shared/clock.ts';
import { nextDeadline } from '../deploy/settle-overdue.ts';
import { nextDue } from '../queue/schedules.ts';
import { nextRoundDue } from '../sampling/due-rounds.ts';
import { LeewayError } from '../shared/errors.ts';
import { sayInstant } from '../shared/period.ts';
import { readClockOffset, writeClockOffset } from './clock-store.ts';

/** Domain time that is moved by hand: real time plus an offset that the database keeps. */
export interface MovedClock extends Clock {
  set(to: Date): Promise<void>;
}

/** The demo's clock; starts at `start` in a database that has not seen it. */
export async function createMovedClock(ctx: Pick<Ctx, 'db'>, start: Date): Promise<MovedClock> {
  let offsetMs = await readClockOffset(ctx.db);
  const set = async (to: Date) => {
    const offset = to.getTime() - Date.now();
    await writeClockOffset(ctx.db, offset);
    offsetMs = offset;
  };
  if (offsetMs === undefined) await set(start);
  return { now: () => new Date(Date.now() + offsetMs!), set };
}

export interface AdvanceDeps {
  clock: MovedClock;
  ctx: () => Ctx;
  /** Puts what is due into the queue. */
  tick: () => Promise<unknown>;
  /** Does and sends everything that is waiting. */
  settle: () => Promise<void>;
  zone: string;
  /** Leeway is stopping: the clock stays where it is. */
  stopped?: () => boolean;
}

const maxSteps = 3_000;

/**
 * Moves the clock to an instant and does on the way what falls due, each thing at its own time, so that Monday's digest
 * is written on Monday. The past cannot be entered again.
 */
export async function advanceTo(deps: AdvanceDeps, target: Date, onProgress: (message: string) => void): Promise<void> {
  if (target <= deps.clock.now()) {
    throw new LeewayError('invalid', `The clock stands at ${sayInstant(deps.clock.now(), deps.zone)} and moves forward only.`, {
      field: 'to',
    });
  }
  // What waits already belongs to the time before.
  await deps.settle();
  for (let step = 0; step < maxSteps; step++) {
    const next = earliest([
      await nextDue(deps.ctx()),
      await nextDeadline(deps.ctx()),
      await nextCardDue(deps.ctx()),
      await nextRoundDue(deps.ctx()),
    ]);
    if (!next || next > target) {
      await deps.clock.set(target);
      return;
    }
    if (deps.stopped?.()) return;
    if (next > deps.clock.now()) await deps.clock.set(next);
    onProgress(sayInstant(next, deps.zone));
    await deps.tick();
    await deps.settle();
  }
  throw new LeewayError(
    'too-large',
    `More than ${maxSteps} things fall due before ${sayInstant(target, deps.zone)}: move the clock in smaller steps.`,
  );
}

const earliest = (instants: (Date | undefined)[]): Date | undefined =>
  instants.reduce((first, one) => (one && (!first || one < first) ? one : first), undefined);
