import type { WriteCtx } from '../audit/write.ts';
import { openCard } from '../cards/open-card.ts';
import { findCard, readCard, type Card } from '../cards/read-card.ts';
import type { Ctx } from '../db/ctx.ts';
import { deputyOf } from '../people/deputies.ts';
import { readPersons, readTeams, type Person } from '../people/read-persons.ts';
import { teamChannel } from '../people/team-channel.ts';
import { readModels, unknownModel } from '../registry/read-model.ts';
import type { ModelSummary } from '../registry/records.ts';
import { authorise } from '../shared/access.ts';
import { systemActor } from '../shared/actor.ts';
import { LeewayError } from '../shared/errors.ts';
import { dayIn, type Day } from '../shared/period.ts';
import { isClosed, mayTriage } from './case-rules.ts';
import { lockCase, selectMerged, type CaseRow } from './case-store.ts';

export const maxVoices = 200;

/** A case that is held, with what every step on it needs. */
export interface Loaded {
  row: CaseRow;
  model: ModelSummary;
  card: Card;
  /** Who stands in for its owner now. */
  deputy: Person | undefined;
  /** Ids of whoever raised it and whoever said the same. */
  voices: string[];
  /** The actor may decide on it. */
  triages: boolean;
  today: Day;
  zone: string;
}

/** Everything is read as the system reads it: who acts need not be allowed to look everybody up. */
export const reading = <C extends Ctx>(ctx: C): C => ({ ...ctx, actor: systemActor('feedback') });

/** Locks a case and reads what belongs to it. Throws `not-found`. */
export async function loadCase(w: WriteCtx, caseId: string): Promise<Loaded> {
  authorise(w.actor, 'feedback.flag');
  const row = await lockCase(w.db, caseId);
  if (!row) throw new LeewayError('not-found', 'There is no such case.', { field: 'caseId', hint: 'Look in the list of cases.' });
  const ctx = reading(w);
  const model = (await readModels(ctx, [row.modelId])).get(row.modelId);
  if (!model) throw await unknownModel(ctx, row.modelId);
  const deputy = row.ownerId === null ? undefined : await deputyOf(ctx, row.ownerId);
  const merged = await selectMerged(w.db, row.id, maxVoices);
  const zone = await zoneOf(ctx, row.ownerId ?? row.flaggedById);
  return {
    row,
    model,
    deputy,
    zone,
    card: await cardOf(w, row),
    voices: [...new Set([row.flaggedById, ...merged.map((one) => one.personId)])],
    triages: mayTriage(w.actor, {
      ownerId: row.ownerId,
      deputyId: deputy?.id ?? null,
      modelOwnerIds: model.owners.map((owner) => owner.personId),
      teamIds: [row.teamId, model.teamId],
    }),
    today: dayIn(zone, w.now),
  };
}

export const zoneOf = async (ctx: Ctx, personId: string): Promise<string> =>
  (await readPersons(ctx, [personId])).get(personId)?.zone ?? 'utc';

/** Throws `forbidden` for who may not decide on it, and says whose it is. */
export async function assertTriages(w: WriteCtx, { row, triages }: Loaded): Promise<void> {
  if (triages && w.actor.kind === 'person') return;
  const names = row.ownerId === null ? undefined : await readPersons(reading(w), [row.ownerId]);
  const owner = names?.get(row.ownerId!)?.name;
  throw new LeewayError('forbidden', `Case ${row.number} is for ${owner ?? 'an owner of the model'} to decide on, not for you.`, {
    hint: 'You can write in its thread.',
  });
}

/** Throws `forbidden` for who neither raised it nor said the same. */
export async function assertVoice(w: WriteCtx, { row, voices }: Loaded): Promise<void> {
  if (w.actor.kind === 'person' && voices.includes(w.actor.id)) return;
  const name = (await readPersons(reading(w), [row.flaggedById])).get(row.flaggedById)?.name;
  throw new LeewayError('forbidden', `That is for ${name ?? 'whoever raised it'} to say, who raised case ${row.number}.`, {
    hint: 'You can write in its thread.',
  });
}

/** A case of a time before cards gets its card now, in the channel of its team. */
async function cardOf(w: WriteCtx, row: CaseRow): Promise<Card> {
  const found = await findCard(w, 'case', row.id);
  if (found) return found;
  const destination = await channelOf(w, row.teamId, row.ownerId ?? row.flaggedById);
  const letters = [{ personId: row.flaggedById, part: 'flagger' }];
  if (row.ownerId !== null && row.ownerId !== row.flaggedById) letters.push({ personId: row.ownerId, part: 'owner' });
  const { cardId } = await openCard(w, {
    kind: 'case',
    subjectId: row.id,
    destination,
    letters: isClosed(row.state) ? [] : letters,
    due: [],
  });
  return readCard(w, cardId);
}

/** Where those who build a team's models talk: the team's channel, else the usual one, else a direct message. */
export async function channelOf(w: Ctx, teamId: string | null, personId: string): Promise<string> {
  return (await teamChannel(reading(w), [teamId])) ?? `person:${personId}`;
}

/** Working days within which a team answers. */
export async function answerDaysOf(w: Ctx, teamId: string | null, usual: number): Promise<number> {
  if (teamId === null) return usual;
  return (await readTeams(reading(w))).find((one) => one.id === teamId)?.answerDays ?? usual;
}
