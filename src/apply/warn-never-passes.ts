import type { Policy, PolicySpec } from '../approvals/policy.ts';
import { choosePolicy } from '../approvals/read-policies.ts';
import { neverPasses, type NeverPasses } from '../validation/never-passes.ts';
import type { GateName } from '../validation/schemas.ts';
import type { State } from './state.ts';

const maxWarnings = 50;

export interface PolicyWarning {
  policyId: string;
  /** With ids, for whoever wrote the file. */
  text: string;
  /** With names, for whoever is to agree to the policy. */
  said: string;
}

/**
 * Models whose policy requires a check that none of their versions can ever pass: nobody could agree to one. `before` has
 * the policies that stay in force beside the file's own. At most 50, of which the last then says how many more there are.
 * Pure.
 */
export function warnNeverPasses(wanted: State, before: Record<string, PolicySpec>): PolicyWarning[] {
  const policies = Object.entries({ ...before, ...wanted.policy })
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([id, spec]): Policy => ({ id, version: 0, spec }));
  const environments = [...new Set(policies.flatMap((one) => one.spec.environments))];
  const warnings = Object.entries(wanted.model).flatMap(([id, { title, risk, checks }]) => {
    const never = checks && neverPasses(checks);
    if (!never) return [];
    const covering = environments.map((environment) => choosePolicy(policies, { id, riskClass: risk }, environment));
    return [...new Set(covering)].flatMap((policy) => (policy ? warningsOf({ id, title }, policy, never) : []));
  });
  if (warnings.length <= maxWarnings) return warnings;
  const shown = warnings.slice(0, maxWarnings - 1);
  return [...shown, { policyId: '', said: '', text: `… and ${warnings.length - shown.length} more.` }];
}

/** A line for each reason. */
function warningsOf(model: { id: string; title: string }, { id, spec }: Policy, never: NeverPasses): PolicyWarning[] {
  const required = spec.gates.required.filter((gate) => never[gate as GateName]);
  return [...Map.groupBy(required, (gate) => never[gate as GateName]!)].map(([why, gates]) => {
    const names = gates.map((gate) => `“${gate}”`).join(', ');
    const checks = gates.length === 1 ? `the check ${names}` : `the checks ${names}`;
    const said = `Nobody could then agree to any version of ${model.title}, which can never pass ${checks}. ${why}`;
    return { policyId: id, said, text: `${model.id}: the policy “${id}” requires ${checks}. ${why}` };
  });
}
