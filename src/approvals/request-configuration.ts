import type { WriteCtx } from '../audit/write.ts';
import { moveCard } from '../cards/move-card.ts';
import type { Ctx } from '../db/ctx.ts';
import type { RequestState } from '../db/schema/approvals.ts';
import { LeewayError } from '../shared/errors.ts';
import { sha256 } from '../shared/ids.ts';
import { canonicalJson } from '../shared/canonical.ts';
import { announcePolicies } from './announce-policies.ts';
import { currentConfigurationPolicy } from './configuration-policy.ts';
import { nothingShown } from './evidence.ts';
import { cardOf } from './load-request.ts';
import { loadDeputies, loadSitting } from './load-table.ts';
import { openRequest, reading } from './open-request.ts';
import { canBeFilled } from './outcome.ts';
import { whoCould } from './load-checked.ts';
import { barredFrom } from './duties.ts';
import { auditRequest, type Requested } from './request-promotion.ts';
import { changeRequest, lockRequest, selectRequest } from './request-store.ts';
import type { SaidChange } from './said-changes.ts';
import { sayPhrases } from './seats.ts';

const maxChanges = 1_000;

export interface ConfigurationWish {
  /** What only one such request at a time may be about. */
  subjectKey?: string;
  /** What would change, a line each. */
  changes: string[];
  /** The same in everyday words, by what it is about (`policy:pilot`): shown first; the lines stand under Details. */
  said?: SaidChange[];
  /** What `apply-configuration` carries out once it is approved. */
  payload: unknown;
  policy: 'configuration';
  /** Whose own roles, owners, deputies or teams it would change: none of them may agree to it. */
  concerned?: string[];
}

/**
 * Asks that roles, owners, deputies, teams or policies be changed, in the transaction of a verb, which authorises. Throws
 * `conflict` where nobody is there who may agree: a change that nobody can check is not made.
 */
export async function requestConfiguration(w: WriteCtx, wish: ConfigurationWish): Promise<Requested> {
  const { subjectKey = 'configuration', changes, said = [], payload, concerned = [] } = wish;
  if (changes.length === 0 || changes.length > maxChanges)
    throw new LeewayError('invalid', `A request is about 1 to ${maxChanges} changes, not ${changes.length}.`, {
      field: 'changes',
    });
  const ctx = reading(w);
  const policy = await currentConfigurationPolicy(ctx);
  const sitting = await loadSitting(ctx, policy.spec.seats, null, 'whole');
  const deputies = await loadDeputies(ctx, sitting);
  const table = {
    sittingThen: sitting,
    sittingNow: sitting,
    deputiesThen: deputies,
    deputiesNow: deputies,
    delegations: [],
    at: w.now,
  };
  const barred = barredFrom({ requesterId: w.actor.id, builders: [], version: null, earlierRequesters: [], concerned });
  if (!canBeFilled(policy.spec, [], whoCould(table, Object.keys(policy.spec.seats), barred)))
    throw new LeewayError(
      'conflict',
      `It takes ${sayPhrases(policy.spec.seats)} to agree to this, and nobody is there who may.`,
      {
        hint: 'Let somebody ask for it whose rights it does not change, or give the role to another person first.',
      },
    );
  const row = await openRequest(
    w,
    {
      kind: 'configuration',
      subjectKey,
      modelId: null,
      environment: null,
      version: null,
      fallbackVersion: null,
      payload: { changes, said, payload },
      shown: nothingShown(),
      concerned,
    },
    policy,
    null,
  );
  await auditRequest(w, row, { changes, concerned, payloadHash: sha256(canonicalJson(payload)) });
  return { requestId: row.id, number: row.number, state: row.state };
}

/** What a configuration request would carry out. Throws `conflict` when it is not approved. */
export async function readConfiguration(
  ctx: Ctx,
  requestId: string,
): Promise<{ number: number; state: RequestState; requestedById: string; changes: string[]; payload: unknown }> {
  const row = await selectRequest(ctx.db, requestId);
  if (row?.kind !== 'configuration') throw new LeewayError('not-found', 'There is no such request for a change of settings.');
  if (row.state !== 'approved') throw new LeewayError('conflict', `Request ${row.number} is not approved.`);
  const { changes, payload } = row.payload as { changes: string[]; payload: unknown };
  return { number: row.number, state: row.state, requestedById: row.requestedById, changes, payload };
}

/** Says on the card what came of an approved change; in the transaction that carried it out, or tried to, and audited it. */
export async function configurationDone(
  w: WriteCtx,
  { requestId, done, outcome }: { requestId: string; done: boolean; outcome: string },
): Promise<void> {
  const row = await lockRequest(w.db, requestId);
  if (!row) throw new LeewayError('not-found', 'There is no such request.');
  const card = await cardOf(w, row);
  const kind = done ? 'carried-out' : 'not-carried-out';
  const moved = await moveCard(w, card.id, { happening: { kind, data: { outcome } }, tell: ['requester'] });
  // What was agreed to and cannot be done as it was seen is void: nobody should read it as in force.
  await changeRequest(w.db, row.id, { outcome, revision: moved.revision, ...(done ? {} : { state: 'void' as const }) });
  if (done) await announcePolicies(w, row);
}
