import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { refreshShowing } from '../outbox/refresh-messages.ts';
import { say } from '../outbox/say.ts';
import { listOperators } from '../people/list-administrators.ts';
import { readPersons } from '../people/read-persons.ts';
import { enqueue } from '../queue/enqueue.ts';
import { authorise } from '../shared/access.ts';
import { systemActor } from '../shared/actor.ts';
import { isLeewayError, LeewayError } from '../shared/errors.ts';
import {
  insertTrouble,
  noteTrouble,
  selectDelivery,
  selectNewestEdition,
  selectTrouble,
  settleTrouble,
  type WhichDigest,
} from './late-store.ts';
import { readAudiences } from './read-audiences.ts';

export type { WhichDigest } from './late-store.ts';

const dayMs = 86_400_000;
/** An edition that is younger is this week's, also where it tells of the week before. */
const thisWeekMs = 6 * dayMs;
const notBegun = 'it was not begun in time';

/** The key under which a digest's message is said once; the week is the one that it tells of. */
export const editionKey = ({ audienceId, destination, periodStart }: WhichDigest): string =>
  `edition:${audienceId}:${destination}:${periodStart}`;

const showsLate = ({ audienceId, destination, periodStart }: WhichDigest): string =>
  `late-digest:${audienceId}:${destination}:${periodStart}`;

type Standing = { is: 'out' } | { is: 'unsent'; lastError: string | null } | { is: 'missing' };

async function standingOf(ctx: Pick<Ctx, 'db' | 'now'>, which: WhichDigest): Promise<Standing> {
  const edition = await selectNewestEdition(ctx.db, which);
  if (!edition || edition.composedAt.getTime() < ctx.now.getTime() - thisWeekMs) return { is: 'missing' };
  const delivery = await selectDelivery(ctx.db, editionKey({ ...which, periodStart: edition.periodStart }));
  return delivery?.state === 'sent' ? { is: 'out' } : { is: 'unsent', lastError: delivery?.lastError ?? null };
}

/** Whether this week's digest has arrived in Slack. */
export const isOut = async (ctx: Pick<Ctx, 'db' | 'now'>, which: WhichDigest): Promise<boolean> =>
  (await standingOf(ctx, which)).is === 'out';

/** Remembers why a try failed, as a clause after “because”, for whoever waits for the digest. Never throws. */
export async function noteFailedTry(ctx: Ctx, which: WhichDigest, error: unknown): Promise<void> {
  const reason = isLeewayError(error) ? `of this: ${error.message}` : 'of a fault in Leeway itself';
  try {
    await noteTrouble(ctx.db, which, { reason, at: ctx.now });
  } catch {
    // The database is what failed: the digest is then said not to have been begun.
  }
}

/**
 * A digest that is due and not out is tried once more, and spoken of: its audience reads that it could not be made and why;
 * whoever runs Leeway gets a letter with a button. A digest that is written and does not arrive concerns the latter alone.
 */
export async function tellLateDigest(ctx: Ctx, which: WhichDigest): Promise<void> {
  const standing = await standingOf(ctx, which);
  if (standing.is === 'out') return;
  ctx.log.error({ code: 'digest-late', ...which, standing: standing.is }, 'a digest is not out in time');
  const operators = await listOperators(ctx);
  await write(ctx, async (w) => {
    await insertTrouble(w.db, which, { reason: notBegun, at: ctx.now });
    if (standing.is === 'missing') {
      await enqueue(w, 'compose-digest', which);
      await sayLate(w, which, which.destination);
    }
    for (const id of operators) await sayLate(w, which, `person:${id}`);
  });
}

const sayLate = (w: WriteCtx, which: WhichDigest, destination: string) =>
  say(w, {
    kind: 'digest-late',
    data: { ...which },
    shows: [showsLate(which)],
    destination,
    dedupeKey: `digest-late:${which.audienceId}:${which.destination}:${which.periodStart}:${destination}`,
  });

/** In the transaction that makes a digest: where it had been missing, those who were told read that it is there. */
export async function settleLateDigest(w: WriteCtx, which: WhichDigest): Promise<void> {
  if (await settleTrouble(w.db, which, w.now)) await refreshShowing(w, showsLate(which));
}

/** An operator has a digest that is missing tried again now. */
export async function tryDigestAgain(ctx: Ctx, which: WhichDigest): Promise<void> {
  authorise(ctx.actor, 'outbox.operate');
  if ((await standingOf(ctx, which)).is !== 'missing')
    throw new LeewayError('conflict', 'This digest has been made meanwhile.', {
      hint: 'See what waits to be sent: /leeway outbox',
    });
  await write(ctx, async (w) => {
    await enqueue(w, 'compose-digest', which);
    w.audit({ verb: 'digest.try-again', subject: `audience:${which.audienceId}`, detail: { ...which } });
  });
}

/** What is told of a digest that was late, as it stands now. */
export interface LateDigest {
  which: WhichDigest;
  audienceTitle: string;
  hour: number;
  standing: Standing['is'];
  /** A clause after “because”. */
  reason: string;
  tries: number;
  /** Names of those who were told, at most three. */
  operators: string[];
}

const namedOperators = 3;

export async function readLateDigest(ctx: Ctx, which: WhichDigest): Promise<LateDigest> {
  const audience = (await readAudiences(ctx)).find((one) => one.id === which.audienceId);
  const trouble = await selectTrouble(ctx.db, which);
  const ids = (await listOperators(ctx)).slice(0, namedOperators);
  const people = await readPersons({ ...ctx, actor: systemActor('late-digest') }, ids);
  return {
    which,
    audienceTitle: audience?.title ?? which.audienceId,
    hour: audience?.hour ?? 9,
    standing: trouble?.settledAt ? 'out' : (await standingOf(ctx, which)).is,
    reason: trouble?.reason ?? notBegun,
    tries: trouble?.tries ?? 0,
    operators: ids.map((id) => people.get(id)?.name ?? id),
  };
}
