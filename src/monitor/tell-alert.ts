import type { WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import type { OwnerKind } from '../db/schema/registry.ts';
import { sayAll, type Say } from '../outbox/say.ts';
import { readPersons } from '../people/read-persons.ts';
import { deputyOf } from '../people/deputies.ts';
import { teamChannel } from '../people/team-channel.ts';
import { readModels } from '../registry/read-model.ts';
import { systemActor } from '../shared/actor.ts';
import { isAboutData, tellFrom, type FindingKind } from './findings.ts';
import { countSevereSince } from './alert-store.ts';

/** Of one look; whatever else it found stands in the lists. */
const maxTold = 3;
/** More severe matters than this within an hour have one cause that people know of after a few: the rest is one line. */
const storm = 20;
const hourMs = 3_600_000;

/** Who runs a model hears of its data first, who builds it of its figures. */
const firstFor = (kind: FindingKind): OwnerKind[] =>
  isAboutData(kind) ? ['operations', 'data-science', 'business'] : ['data-science', 'operations', 'business'];

interface Severe {
  kind: FindingKind;
  severity: number;
  matterId: string;
}

/**
 * Tells of what cannot wait for the next digest, in the transaction that opened the matters: first the owner concerned (and
 * whoever stands in), then the channel of the model's team. Once a matter, however many looks find it again. Says who was told.
 */
export async function tellAlerts(w: WriteCtx, modelId: string, found: readonly Severe[]): Promise<string[]> {
  const severe = found.filter((one) => one.severity >= tellFrom).toSorted((a, b) => b.severity - a.severity);
  if (severe.length === 0) return [];
  const ctx = { ...w, actor: systemActor('alerts') };
  const model = (await readModels(ctx, [modelId])).get(modelId);
  const channel = await teamChannel(ctx, [model?.teamId]);
  const isStorm = (await countSevereSince(w.db, tellFrom, new Date(w.now.getTime() - hourMs), storm + 1)) > storm;
  const told = new Set<string>();
  const messages: Say<'alert' | 'alerts-more'>[] = [];
  const owners = await activeOwners(ctx, model?.owners ?? []);
  const deputies = new Map<string, string | undefined>();
  for (const { kind, matterId } of severe.slice(0, maxTold)) {
    const owner = ownerFor(owners, kind);
    if (owner !== undefined && !deputies.has(owner)) deputies.set(owner, (await deputyOf(ctx, owner))?.id);
    const standsIn = owner === undefined ? undefined : deputies.get(owner);
    const people = [owner, standsIn].filter((one) => one !== undefined).map((id) => `person:${id}`);
    for (const destination of [...people, ...(channel ? [channel] : [])]) {
      told.add(destination);
      messages.push(isStorm ? moreOf(w, destination) : alertOf(matterId, owner ?? null, destination));
    }
  }
  await sayAll(w, messages);
  return [...told];
}

const alertOf = (matterId: string, ownerId: string | null, destination: string): Say<'alert'> => ({
  kind: 'alert',
  data: { matterId, ownerId },
  shows: [`matter:${matterId}`],
  destination,
  dedupeKey: `alert ${matterId} ${destination}`,
});

const moreOf = (w: WriteCtx, destination: string): Say<'alerts-more'> => ({
  kind: 'alerts-more',
  data: {},
  destination,
  dedupeKey: `alerts-more ${destination} ${w.now.toISOString().slice(0, 13)}`,
});

type Owners = readonly { kind: OwnerKind; personId: string }[];

async function activeOwners(ctx: Ctx, owners: Owners): Promise<Owners> {
  const people = await readPersons(
    ctx,
    owners.map((one) => one.personId),
  );
  return owners.filter((one) => people.get(one.personId)?.active);
}

const ownerFor = (owners: Owners, kind: FindingKind): string | undefined =>
  firstFor(kind)
    .flatMap((wanted) => owners.filter((one) => one.kind === wanted))
    .at(0)?.personId;
