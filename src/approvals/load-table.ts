import type { Ctx } from '../db/ctx.ts';
import { readDeputiesOf, readMembers } from '../people/members.ts';
import { readPersons } from '../people/read-persons.ts';
import { onCall, readRota } from '../people/rotas.ts';
import type { Sitters } from './policy.ts';
import type { DeputyTerm, Sitting } from './seats.ts';
import { selectOwners } from './subject-store.ts';

/** The model that a request is about, as far as seats need it; null for a change of configuration. */
export type SeatModel = { id: string; teamId: string | null } | null;

/** Who may sit in each seat at this instant; of a rota everybody in it (`whole`), or whose turn it is. */
export async function loadSitting(
  ctx: Ctx,
  seats: Record<string, { who: Sitters }>,
  model: SeatModel,
  rota: 'whole' | 'turn',
): Promise<Sitting> {
  const sitting: Sitting = {};
  for (const [seat, { who }] of Object.entries(seats)) sitting[seat] = await loadSitters(ctx, who, model, rota);
  return sitting;
}

/** Active people only, by id. */
export async function loadSitters(ctx: Ctx, who: Sitters, model: SeatModel, rota: 'whole' | 'turn'): Promise<string[]> {
  if ('role' in who || 'anyRole' in who) {
    const roles = 'role' in who ? [who.role] : who.anyRole;
    // A change of configuration belongs to no team: there a role is anybody's who has it.
    if (who.of === 'anybody' || model === null) return readMembers(ctx, { roles });
    return model.teamId === null ? [] : readMembers(ctx, { roles, teamId: model.teamId });
  }
  if ('team' in who) return readMembers(ctx, { teamId: who.team });
  return activeOf(ctx, await namedBy(ctx, who, model, rota));
}

async function namedBy(
  ctx: Ctx,
  who: Extract<Sitters, { owner: string } | { onCall: string } | { people: string[] }>,
  model: SeatModel,
  rota: 'whole' | 'turn',
): Promise<string[]> {
  if ('people' in who) return who.people;
  if ('onCall' in who) {
    return rota === 'whole' ? (await readRota(ctx, who.onCall)).people : [await onCall(ctx, who.onCall)];
  }
  if (model === null) return [];
  return (await selectOwners(ctx.db, model.id)).filter((one) => one.kind === who.owner).map((one) => one.personId);
}

async function activeOf(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const persons = await readPersons(ctx, ids);
  return [...new Set(ids)].filter((id) => persons.get(id)?.active).sort();
}

/** Who stands in, or will, for any of those who may sit. Deputies who have left do not count. */
export async function loadDeputies(ctx: Ctx, sitting: Sitting): Promise<DeputyTerm[]> {
  const rows = await readDeputiesOf(ctx, [...new Set(Object.values(sitting).flat())]);
  const persons = await readPersons(
    ctx,
    rows.map((row) => row.deputyId),
  );
  return rows
    .filter((row) => persons.get(row.deputyId)?.active)
    .map(({ personId, deputyId, fromAt, untilAt }) => ({
      personId,
      deputyId,
      from: fromAt.toISOString(),
      until: untilAt.toISOString(),
    }));
}
