import type { WriteCtx } from '../audit/write.ts';
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
  for (const { kind, matterId } of severe.slice(0, maxTold)) {
    const owner = await ownerFor(ctx, model?.owners ?? [], kind);
    const deputy = owner === undefined ? undefined : await deputyOf(ctx, owner);
    const people = [owner, deputy?.id].filter((one) => one !== undefined).map((id) => `person:${id}`);
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

async function ownerFor(ctx: Parameters<typeof readPersons>[0], owners: Owners, kind: FindingKind): Promise<string | undefined> {
  const people = await readPersons(
    ctx,
    owners.map((one) => one.personId),
  );
  return firstFor(kind)
    .flatMap((wanted) => owners.filter((one) => one.kind === wanted))
    .find((one) => people.get(one.personId)?.active)?.personId;
}
