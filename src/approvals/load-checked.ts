import type { Ctx } from '../db/ctx.ts';
import type { Checked } from './check-promotion.ts';
import { gatherShown } from './gather-evidence.ts';
import { loadBarred } from './load-request.ts';
import { loadDeputies, loadSitting } from './load-table.ts';
import { expiryOf } from './open-request.ts';
import type { Policy } from './policy.ts';
import { entitlementsOf, votersOf, type Entitlement, type Table } from './seats.ts';
import { selectOwners, selectRunning, selectVersionsOf, type ModelRow } from './subject-store.ts';

export interface Wish {
  /** The request's own id, so that it is not taken for an earlier one. */
  id: string;
  environment: string;
  version: number;
  fallbackVersion: number | null;
  requesterId: string;
}

/** What a promotion is checked against, before there is a request. `ctx` reads everything. */
export async function loadChecked(ctx: Ctx, model: ModelRow, wish: Wish, policy: Policy): Promise<Checked> {
  const { environment, version, fallbackVersion } = wish;
  const rows = await selectVersionsOf(ctx.db, model.id, [version, ...(fallbackVersion === null ? [] : [fallbackVersion])]);
  const find = (number: number | null) => {
    const row = rows.find((one) => one.number === number);
    return row ? { number: row.number, archived: row.archivedAt !== null } : null;
  };
  const shown = await gatherShown(ctx, { modelId: model.id, environment, version, fallbackVersion }, policy.spec);
  return {
    model,
    environment,
    version: find(version),
    fallback: find(fallbackVersion),
    serving: await selectRunning(ctx.db, model.id, environment),
    ownerKinds: (await selectOwners(ctx.db, model.id)).map((one) => one.kind),
    shown,
    voters: await loadVoters(ctx, model, wish, policy),
    now: ctx.now,
    expiresAt: expiryOf(policy, ctx.now),
  };
}

async function loadVoters(ctx: Ctx, model: ModelRow, wish: Wish, policy: Policy): Promise<Map<string, Entitlement[]>> {
  const then = await loadSitting(ctx, policy.spec.seats, model, 'whole');
  const deputies = await loadDeputies(ctx, then);
  const table: Table = {
    sittingThen: then,
    sittingNow: then,
    deputiesThen: deputies,
    deputiesNow: deputies,
    delegations: [],
    at: ctx.now,
  };
  const request = { ...wish, modelId: model.id, requestedById: wish.requesterId, requestedAt: ctx.now };
  return whoCould(table, Object.keys(policy.spec.seats), await loadBarred(ctx, request, policy, []));
}

/** Who may vote, with the seats they may take; whoever must not, and whoever would stand in for one of those, is left out. */
export function whoCould(
  table: Table,
  seats: readonly string[],
  barred: ReadonlyMap<string, string>,
): Map<string, Entitlement[]> {
  const ids = new Set(seats.flatMap((seat) => votersOf(seat, table).map((one) => one.personId)));
  return new Map(
    [...ids]
      .filter((id) => !barred.has(id))
      .map((id): [string, Entitlement[]] => [id, entitlementsOf(id, table).filter((one) => !barred.has(one.holderId))])
      .filter(([, mine]) => mine.length > 0),
  );
}
