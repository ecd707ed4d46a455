import type { Ctx } from '../db/ctx.ts';
import { findCard, readDelegations, type Card } from '../cards/read-card.ts';
import { LeewayError } from '../shared/errors.ts';
import { breakGlassPolicy } from './break-glass.ts';
import { configurationPolicy } from './configuration-policy.ts';
import { barredFrom } from './duties.ts';
import type { Evidence } from './evidence.ts';
import { loadDeputies, loadSitting, type SeatModel } from './load-table.ts';
import type { Policy } from './policy.ts';
import { readPolicy } from './read-policies.ts';
import type { RequestRow } from './request-store.ts';
import type { Table } from './seats.ts';
import { selectEarlierChanges, selectEarlierRequests, selectModel, selectVersionsOf, type ModelRow } from './subject-store.ts';

const maxEarlier = 500;
const hourMs = 3_600_000;

export const evidenceOf = (row: Pick<RequestRow, 'evidence'>): Evidence => row.evidence as Evidence;

/** The policy that a request was made under, whatever is in force now. */
export async function policyOf(ctx: Ctx, row: Pick<RequestRow, 'policyId' | 'policyVersion' | 'breakGlass'>): Promise<Policy> {
  if (row.policyVersion === 0) return configurationPolicy(ctx);
  const policy = await readPolicy(ctx, row.policyId, row.policyVersion);
  return row.breakGlass ? breakGlassPolicy(policy) : policy;
}

export async function cardOf(ctx: Pick<Ctx, 'db'>, row: Pick<RequestRow, 'id'>): Promise<Card> {
  const card = await findCard(ctx, 'approval', row.id);
  if (!card) throw new LeewayError('not-found', 'The request has no card.');
  return card;
}

export async function modelOf(ctx: Ctx, row: Pick<RequestRow, 'modelId'>): Promise<ModelRow | null> {
  return row.modelId === null ? null : ((await selectModel(ctx.db, row.modelId)) ?? null);
}

/** Who might sit when the request was made and may now, with deputies and delegations. `ctx` reads everything. */
export async function loadTable(ctx: Ctx, row: RequestRow, policy: Policy, model: SeatModel, cardId: string): Promise<Table> {
  const { sitting, deputies } = evidenceOf(row);
  const now = await loadSitting(ctx, policy.spec.seats, model, 'turn');
  return {
    sittingThen: sitting,
    sittingNow: now,
    deputiesThen: deputies,
    deputiesNow: await loadDeputies(ctx, now),
    delegations: await readDelegations(ctx, cardId),
    at: ctx.now,
  };
}

type Asked = Pick<RequestRow, 'id' | 'modelId' | 'environment' | 'version' | 'requestedById' | 'requestedAt'> &
  Partial<Pick<RequestRow, 'subjectKey' | 'payload'>>;

/**
 * Who must not decide on a request. Asked before is who asked for the same within the policy's period: somebody else's
 * asking again does not make them free to agree.
 */
export async function loadBarred(
  ctx: Ctx,
  request: Asked,
  policy: Policy,
  concerned: readonly string[],
): Promise<Map<string, string>> {
  const { id, modelId, environment, version, requestedById: requesterId, requestedAt } = request;
  const since = new Date(requestedAt.getTime() - (policy.periodHours ?? policy.spec.expiresAfterHours) * hourMs);
  const same = { exceptId: id, since };
  if (modelId === null || environment === null || version === null) {
    const { subjectKey, payload } = request;
    const known = subjectKey !== undefined && payload !== undefined && payload !== null;
    const earlier = known ? await selectEarlierChanges(ctx.db, { ...same, subjectKey, payload }, maxEarlier) : [];
    return barredFrom({ requesterId, builders: [], version: null, earlierRequesters: earlier.map(asker), concerned });
  }
  const [row] = await selectVersionsOf(ctx.db, modelId, [version]);
  const earlier = await selectEarlierRequests(ctx.db, { ...same, modelId, environment, version }, maxEarlier);
  // Both: whoever registers a version may name its builder later, and must not free themselves by it.
  const builders = [row?.builtById, row?.registeredById].filter((one) => one !== null && one !== undefined);
  return barredFrom({ requesterId, builders, version, earlierRequesters: earlier.map(asker), concerned });
}

const asker = ({ requestedById, number }: { requestedById: string; number: number }) => ({ personId: requestedById, number });
