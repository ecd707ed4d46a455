import { z } from 'zod';
import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { standingRuleSpec } from '../deploy/standing-rule.ts';
import { relationToModel } from '../registry/relation-to-model.ts';
import { aliasName, modelId } from '../registry/schemas.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { parseInput } from '../shared/parse.ts';
import { nothingShown } from './evidence.ts';
import { whoCould } from './load-checked.ts';
import { loadBarred } from './load-request.ts';
import { loadDeputies, loadSitting } from './load-table.ts';
import { openRequest, reading } from './open-request.ts';
import { canBeFilled } from './outcome.ts';
import { policyFor } from './read-policies.ts';
import { auditRequest, type Requested } from './request-promotion.ts';
import { ruleNames, sayRule } from './say-rule.ts';
import { sayPhrases } from './seats.ts';
import { selectModel } from './subject-store.ts';

const ruleInput = z.strictObject({
  modelId,
  environment: aliasName,
  spec: standingRuleSpec,
  reason: z.string().trim().min(1).max(2_000),
});

/** Asks that Leeway may go back or pause by itself; agreed to by whoever agrees to promotions there. */
export async function requestStandingRule(ctx: Ctx, input: z.input<typeof ruleInput>): Promise<Requested> {
  const { modelId: id, environment, spec, reason } = parseInput(ruleInput, input);
  authorise(ctx.actor, 'approvals.request', await relationToModel(ctx, id));
  if (ctx.actor.kind !== 'person') throw new LeewayError('forbidden', 'Only a person can ask for a standing rule.');
  return write(ctx, async (w) => {
    const reader = reading(w);
    const policy = await policyFor(reader, id, environment);
    const model = await selectModel(w.db, id);
    if (!model) throw new LeewayError('not-found', `There is no model “${id}”.`, { field: 'modelId' });
    const request = {
      id: newId(),
      modelId: null,
      environment: null,
      version: null,
      requestedById: ctx.actor.id,
      requestedAt: w.now,
    };
    const sitting = await loadSitting(reader, policy.spec.seats, model, 'whole');
    const deputies = await loadDeputies(reader, sitting);
    const table = {
      sittingThen: sitting,
      sittingNow: sitting,
      deputiesThen: deputies,
      deputiesNow: deputies,
      delegations: [],
      at: w.now,
    };
    const barred = await loadBarred(reader, request, policy, []);
    if (!canBeFilled(policy.spec, [], whoCould(table, Object.keys(policy.spec.seats), barred)))
      throw new LeewayError(
        'conflict',
        `It takes ${sayPhrases(policy.spec.seats)}, and there are not enough people who may decide.`,
      );
    const row = await openRequest(
      w,
      {
        id: request.id,
        kind: 'standing-rule',
        // A rule on something else stands beside this one; a newer limit for the same takes its place.
        subjectKey: `${id}/${environment}/rule/${spec.act}/${spec.guard.measure}/${spec.guard.about}`,
        modelId: id,
        environment,
        version: null,
        fallbackVersion: null,
        reason,
        payload: { changes: [sayRule(spec, model.title, environment, await ruleNames(w, id))], spec },
        shown: nothingShown(),
        concerned: [],
      },
      policy,
      model,
    );
    await auditRequest(w, row, { spec });
    return { requestId: row.id, number: row.number, state: row.state };
  });
}
