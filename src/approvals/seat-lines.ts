import type { Ctx } from '../db/ctx.ts';
import { readPersons } from '../people/read-persons.ts';
import { agreedIn, type Counted } from './outcome.ts';
import type { PolicySpec } from './policy.ts';
import type { VoteRow } from './request-store.ts';
import type { SeatLine } from './schemas.ts';
import { votersOf, type Table } from './seats.ts';

const maxNamed = 10;

export interface Seated {
  spec: Pick<PolicySpec, 'seats'>;
  table: Table;
  barred: ReadonlyMap<string, string>;
  votes: readonly VoteRow[];
  counted: readonly Counted[];
  /** Nobody is waited for any more once a request is decided. */
  open: boolean;
}

/** Each seat with who has voted in it and who still may; votes that do not count any more are left out. */
export async function seatLines(ctx: Ctx, seated: Seated): Promise<SeatLine[]> {
  const { spec, votes, counted, open } = seated;
  const waiting = new Map(Object.keys(spec.seats).map((seat) => [seat, open ? stillOpen(seat, seated).slice(0, maxNamed) : []]));
  const ids = [...[...waiting.values()].flat(), ...votes.flatMap((one) => [one.personId, one.onBehalfOfId ?? one.personId])];
  const persons = await readPersons(ctx, ids);
  const name = (id: string) => persons.get(id)?.name ?? id;
  return Object.entries(spec.seats).map(([seat, { phrase, count, words, checklist }]) => ({
    seat,
    phrase,
    count,
    words,
    checklist,
    votes: votes
      .filter((one) => one.seat === seat && counted.some((vote) => vote.personId === one.personId))
      .map(({ personId, decision, at, onBehalfOfId, outvoted, reason }) => ({
        personId,
        name: name(personId),
        decision,
        at,
        outvoted,
        ...(onBehalfOfId === null ? {} : { onBehalfOf: name(onBehalfOfId) }),
        ...(decision === 'refuse' && reason ? { reason } : {}),
      })),
    open: (waiting.get(seat) ?? []).map((personId) => ({ personId, name: name(personId) })),
  }));
}

/** Who may still vote in a seat that is not filled. */
export function stillOpen(seat: string, { spec, table, barred, counted }: Omit<Seated, 'votes' | 'open'>): string[] {
  if (agreedIn(seat, counted) >= (spec.seats[seat]?.count ?? 0)) return [];
  const done = new Set(counted.map((one) => one.personId));
  const held = new Set(counted.filter((one) => one.seat === seat).map((one) => one.holderId));
  return votersOf(seat, table)
    .filter((one) => !barred.has(one.personId) && !barred.has(one.holderId) && !done.has(one.personId) && !held.has(one.holderId))
    .map((one) => one.personId);
}
