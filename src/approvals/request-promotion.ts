import type { z } from 'zod';
import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { sqlState } from '../db/db.ts';
import type { RequestState } from '../db/schema/approvals.ts';
import { hashWords } from '../people/hash-words.ts';
import { relationToModel } from '../registry/relation-to-model.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId, sha256 } from '../shared/ids.ts';
import { parseInput } from '../shared/parse.ts';
import { breakGlassPolicy } from './break-glass.ts';
import { checkGiven, checkSubject } from './check-promotion.ts';
import { factIdsOf, gateStates, gatesHash } from './evidence.ts';
import { loadChecked } from './load-checked.ts';
import { openRequest, reading } from './open-request.ts';
import { problemError } from './problems.ts';
import { policyFor } from './read-policies.ts';
import { selectRequest, type RequestRow } from './request-store.ts';
import { promotionInput, type PromotionInput } from './schemas.ts';
import { selectModel } from './subject-store.ts';

export interface Requested {
  requestId: string;
  number: number;
  state: RequestState;
}

const uniqueViolation = '23505';
const maxTries = 5;

/** The step of a case's answer that a request is made for. */
export type FollowsFrom = NonNullable<RequestRow['followsFrom']>;

/**
 * Asks that a version be put live. Everything that the policy asks for is checked at once: throws `invalid` with all that
 * is wrong (`problemsOf` gives it by field), `forbidden` for who may not ask, `conflict` where no policy covers it. The
 * same person with the same `clientKey` gets the same request. `followsFrom` is the caller's own knowledge, never an input.
 */
export async function requestPromotion(ctx: Ctx, input: PromotionInput, followsFrom?: FollowsFrom): Promise<Requested> {
  const wish = parseInput(promotionInput, input);
  authorise(ctx.actor, 'approvals.request', await relationToModel(ctx, wish.modelId));
  if (ctx.actor.kind !== 'person')
    throw new LeewayError('forbidden', 'Only a person can ask for a version to be put live: somebody must answer for it.', {
      hint: 'Use a token of your own: /leeway token in Slack makes one.',
    });
  const id = wish.clientKey === undefined ? newId() : idFor(ctx.actor.id, wish.clientKey);
  for (let tries = 1; ; tries++) {
    try {
      const row = await write(ctx, (w) => requestOnce(w, id, wish, followsFrom));
      return { requestId: row.id, number: row.number, state: row.state };
    } catch (error) {
      // Another request of the same subject was opened at the same moment: this one has to look again.
      if (sqlState(error) !== uniqueViolation || tries === maxTries) throw error;
    }
  }
}

type Wish = z.output<typeof promotionInput>;

async function requestOnce(w: WriteCtx, id: string, wish: Wish, followsFrom?: FollowsFrom): Promise<RequestRow> {
  const again = await selectRequest(w.db, id);
  if (again) return again;
  const ctx = reading(w);
  const { modelId, version, environment, breakGlass, checklist, reason, expectedEffect, rollbackPlan } = wish;
  const usual = await policyFor(ctx, modelId, environment);
  const policy = breakGlass ? breakGlassPolicy(usual) : usual;
  const model = await selectModel(w.db, modelId);
  if (!model) throw new LeewayError('not-found', `There is no model “${modelId}”.`, { field: 'modelId' });
  const fallbackVersion = wish.fallbackVersion ?? null;
  const at = await loadChecked(ctx, model, { id, environment, version, fallbackVersion, requesterId: w.actor.id }, policy);
  const problems = [...checkSubject(version, at, policy), ...checkGiven(wish, at, policy)];
  if (problems.length > 0) throw problemError(problems);
  const row = await openRequest(
    w,
    {
      id,
      kind: 'promotion',
      subjectKey: `${modelId}/${environment}`,
      modelId,
      environment,
      version,
      fallbackVersion,
      replacesVersion: at.serving,
      reason: reason ?? null,
      expectedEffect: expectedEffect ?? null,
      rollbackPlan: rollbackPlan ?? null,
      checklist,
      breakGlass,
      shown: at.shown,
      concerned: [],
      ...(followsFrom ? { followsFrom } : {}),
    },
    policy,
    model,
  );
  await auditRequest(w, row, { gates: gateStates(at.shown), gatesHash: gatesHash(at.shown), facts: factIdsOf(at.shown) });
  return row;
}

/** Words stand in the chain as hashes: `<request>/reason` and so on name the row and column where they lie. */
export async function auditRequest(w: WriteCtx, row: RequestRow, more: Record<string, unknown>): Promise<void> {
  const hash = async (part: string, words: string | null) =>
    words === null ? {} : { [`${part}Hash`]: await hashWords(w, `${row.id}/${part}`, words) };
  const { number, kind, subjectKey, modelId, environment, version, replacesVersion, fallbackVersion, breakGlass } = row;
  w.audit({
    verb: breakGlass ? 'approvals.break-glass' : 'approvals.request',
    subject: `request:${row.id}`,
    detail: {
      number,
      kind,
      subjectKey,
      modelId,
      environment,
      version,
      replacesVersion,
      fallbackVersion,
      policy: { id: row.policyId, version: row.policyVersion },
      evidenceHash: row.evidenceHash,
      ...more,
      ...(await hash('reason', row.reason)),
      ...(await hash('expectedEffect', row.expectedEffect)),
      ...(await hash('rollbackPlan', row.rollbackPlan)),
      checklist: row.checklist,
      ...(row.followsFrom ? { followsFrom: row.followsFrom } : {}),
      expiresAt: row.expiresAt.toISOString(),
      before: null,
      after: { state: row.state },
    },
  });
}

/** A UUID made of who asks and the key of their form: the same for a form that is sent twice. RFC 9562, version 8. */
function idFor(personId: string, clientKey: string): string {
  const hex = sha256(`approval-request\n${personId}\n${clientKey}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
