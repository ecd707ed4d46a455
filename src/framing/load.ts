import type { WriteCtx } from '../audit/write.ts';
import { moveCard, type Move } from '../cards/move-card.ts';
import { findCard, type Card } from '../cards/read-card.ts';
import type { Ctx } from '../db/ctx.ts';
import { hashWords } from '../people/hash-words.ts';
import { readDeputiesOf } from '../people/members.ts';
import { readPersons } from '../people/read-persons.ts';
import { authorise, may, type Permission } from '../shared/access.ts';
import { systemActor } from '../shared/actor.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { listWords } from '../shared/list-words.ts';
import { partsOf } from './rules.ts';
import { insertEvent, lockFraming, type FramingRow } from './store.ts';

export interface Loaded {
  row: FramingRow;
  card: Card;
}

/** What reads for a verb that has authorised its actor already. */
export const reading = (ctx: Ctx): Ctx => ({ ...ctx, actor: systemActor('framing') });

/** Locks an idea with its card and asks whether the actor has a part in it. Throws `not-found` or `forbidden`. */
export async function loadFraming(w: WriteCtx, id: string, permission: Permission): Promise<Loaded> {
  const row = await lockFraming(w.db, id);
  const card = row && (await findCard(w, 'framing', id));
  if (!row || !card) throw new LeewayError('not-found', 'There is no such idea.', { hint: 'Look in the list: /leeway ideas' });
  await assertPart(w, row, permission);
  return { row, card };
}

/** The same, of one that is still being thought through; a `revision` must be the one that stands. */
export async function loadOpen(w: WriteCtx, id: string, permission: Permission, revision?: number): Promise<Loaded> {
  const loaded = await loadFraming(w, id, permission);
  const { row, card } = loaded;
  if (row.state !== 'open')
    throw new LeewayError('conflict', `Idea ${row.number} has come to its end already.`, {
      hint: row.state === 'kpi' ? 'Open a new one with /leeway idea.' : 'Bring it back first: its card has the button.',
    });
  if (revision !== undefined && revision !== card.revision)
    throw new LeewayError('conflict', `Idea ${row.number} has changed since it was shown to you.`, {
      hint: 'Look at it again, then decide.',
    });
  return loaded;
}

/** Whoever the idea names may act on it, who stands in for them, and administrators. */
async function assertPart(w: WriteCtx, row: FramingRow, permission: Permission): Promise<void> {
  if (may(w.actor, permission)) return;
  const named = partsOf(row).map((one) => one.personId);
  const deputies = await readDeputiesOf(reading(w), named);
  const standsIn = deputies.some((one) => one.deputyId === w.actor.id && one.fromAt <= w.now);
  if (named.includes(w.actor.id) || standsIn) return authorise(w.actor, permission, 'own');
  const persons = await readPersons(reading(w), named);
  throw new LeewayError(
    'forbidden',
    `Idea ${row.number} is thought through by ${listWords(named.map((one) => persons.get(one)?.name ?? one))}.`,
    { hint: 'Ask one of them to put you on it: People, under its card.' },
  );
}

/** What happened to an idea, kept with its words, said on its card; returns what the audit holds of it. */
export async function happen(
  w: WriteCtx,
  { row, card }: Loaded,
  what: { kind: string; words?: string; data?: Record<string, unknown> },
  how: Pick<Move, 'settled' | 'reopened' | 'tell'> = {},
): Promise<{ event: string; wordsHash?: string; revision: number }> {
  const { kind, words, data = {} } = what;
  const id = newId();
  const personId = w.actor.kind === 'person' ? w.actor.id : null;
  // Its words lie here alone: the card's line finds them by the same id.
  await insertEvent(w.db, { id, framingId: row.id, at: w.now, personId, kind, words: words ?? null, data });
  const happening = { id, kind, data, ...(personId ? { personId } : {}) };
  const { revision } = await moveCard(w, card.id, { happening, ...how });
  return { event: id, revision, ...(words ? { wordsHash: await hashWords(w, id, words) } : {}) };
}

/** Every part that is told of each step under their own letter. */
export const told = ['asker', 'expert', 'scientist', 'operations', 'owner'];
