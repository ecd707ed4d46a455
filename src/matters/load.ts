import type { WriteCtx } from '../audit/write.ts';
import { refreshShowing } from '../outbox/refresh-messages.ts';
import { say } from '../outbox/say.ts';
import { deputyOf } from '../people/deputies.ts';
import { readPersons } from '../people/read-persons.ts';
import { authorise } from '../shared/access.ts';
import { systemActor } from '../shared/actor.ts';
import { LeewayError } from '../shared/errors.ts';
import { relationToMatter } from './rules.ts';
import type { MatterDestination } from './schemas.ts';
import { lockMatter, selectModelPeople, type MatterRow } from './store.ts';

/** Names and the actor's time zone, for what is said about a matter. */
export interface MatterPeople {
  name(id: string | null): string;
  zone: string;
}

interface LoadedMatter {
  matter: MatterRow;
  people: MatterPeople;
  /** The actor answers for its owner at this instant. */
  standsIn: boolean;
}

/** What follows a case is dealt with there, so that both never say two things. */
const elsewhere = new Set<MatterRow['kind']>(['case', 'action']);

/** Locks a matter, asks whether the actor may deal with it, and reads the people in it. */
export async function loadMatter(w: WriteCtx, id: string): Promise<LoadedMatter> {
  const matter = await lockMatter(w.db, id);
  if (!matter)
    throw new LeewayError('not-found', 'There is no such matter.', {
      field: 'matterId',
      hint: 'Open the list of matters again.',
    });
  if (elsewhere.has(matter.kind))
    throw new LeewayError('conflict', `${matter.title}: this is dealt with on the card of the case.`, {
      hint: 'Open the case: its buttons take it, hand it over and end it.',
    });
  const standsIn = matter.ownerId !== null && (await deputyIdOf(w, matter.ownerId)) === w.actor.id;
  const relation = standsIn ? 'own' : relationToMatter(w.actor, matter, await selectModelPeople(w.db, matter.modelId));
  authorise(w.actor, 'matters.take', relation);
  const ids = [w.actor.id, matter.ownerId, matter.doneById].filter((one) => one !== null);
  const persons = await readPersons(asSystem(w), ids);
  const name = (personId: string | null) => (personId === null ? 'Somebody' : (persons.get(personId)?.name ?? personId));
  return { matter, standsIn, people: { name, zone: persons.get(w.actor.id)?.zone ?? 'utc' } };
}

/** Whoever may deal with a matter may be told who stands in for whom. */
export const deputyIdOf = async (w: WriteCtx, personId: string): Promise<string | null> =>
  (await deputyOf(asSystem(w), personId))?.id ?? null;

const asSystem = (w: WriteCtx): WriteCtx => ({ ...w, actor: systemActor('matters') });

/** Whatever message shows the matter with its button is edited to what it has become. */
export const showAnew = (w: WriteCtx, matterId: string): Promise<number> => refreshShowing(w, `matter:${matterId}`);

/** Tells the conversation, when there is one. The revision makes each telling one of its own. */
export async function tell(
  w: WriteCtx,
  kind: 'matter-taken' | 'matter-done',
  matterId: string,
  revision: number,
  to?: MatterDestination,
) {
  if (!to) return;
  const { channel, threadOf, threadTs } = to;
  await say(w, {
    kind,
    data: { matterId },
    destination: channel,
    ...(threadOf === undefined ? {} : { threadOf }),
    ...(threadTs === undefined ? {} : { threadTs }),
    dedupeKey: `${kind} ${matterId} ${revision} ${channel}`,
  });
}
