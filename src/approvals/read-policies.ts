import type { Ctx } from '../db/ctx.ts';
import type { RiskClass } from '../db/schema/registry.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { policySpec, type Policy } from './policy.ts';
import { selectCurrentPolicies, selectPolicy, type PolicyRow } from './policy-store.ts';
import { selectModel } from './subject-store.ts';

const maxPolicies = 1_000;

/** Every policy in force, by id. */
export async function readPolicies(ctx: Ctx): Promise<Policy[]> {
  authorise(ctx.actor, 'approvals.read');
  const rows = await selectCurrentPolicies(ctx.db, maxPolicies + 1);
  if (rows.length > maxPolicies) throw new LeewayError('too-large', `Leeway holds at most ${maxPolicies} policies.`);
  return rows.map(parsed);
}

/** A version of a policy, in force or not: a request keeps the one that was. */
export async function readPolicy(ctx: Ctx, id: string, version: number): Promise<Policy> {
  authorise(ctx.actor, 'approvals.read');
  const row = await selectPolicy(ctx.db, id, version);
  if (!row) throw new LeewayError('not-found', `There is no version ${version} of the policy “${id}”.`);
  return parsed(row);
}

/**
 * The policy for a model in an environment: one that names the model, else one for its risk class, else one for any
 * model. Throws `not-found` for an unknown model and `conflict` where no policy covers it.
 */
export async function policyFor(ctx: Ctx, modelId: string, environment: string): Promise<Policy> {
  const model = await selectModel(ctx.db, modelId);
  if (!model) throw new LeewayError('not-found', `There is no model “${modelId.slice(0, 100)}”.`, { field: 'modelId' });
  const found = choosePolicy(await readPolicies(ctx), { id: modelId, riskClass: model.riskClass }, environment);
  if (found) return found;
  throw new LeewayError('conflict', `No policy covers ${modelId} in ${environment}, so nobody can agree to it.`, {
    field: 'environment',
    hint: `Add a policy to leeway.yml under \`policies\` with \`environments: [${environment}]\` and \`models: [${modelId}]\`, a \`risk\` class, or \`any: true\`.`,
  });
}

/** Pure. Of two equally close ones the first by id. */
export function choosePolicy(
  policies: readonly Policy[],
  model: { id: string; riskClass: RiskClass | null },
  environment: string,
): Policy | undefined {
  const here = policies.filter((one) => one.spec.environments.includes(environment));
  const { riskClass } = model;
  return (
    here.find((one) => one.spec.models.includes(model.id)) ??
    here.find((one) => riskClass !== null && one.spec.risk.includes(riskClass)) ??
    here.find((one) => one.spec.any)
  );
}

const parsed = (row: PolicyRow): Policy => ({ id: row.id, version: row.version, spec: policySpec.parse(row.spec) });
