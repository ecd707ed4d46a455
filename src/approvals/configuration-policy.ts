import type { Ctx } from '../db/ctx.ts';
import { readOrganisation } from '../people/organisation.ts';
import { LeewayError } from '../shared/errors.ts';
import type { Policy } from './policy.ts';
import { readPolicies } from './read-policies.ts';

export const configurationPolicyId = 'configuration';
/** The channel that requests go to where no policy says otherwise. */
const usualChannel = 'model-approvals';

/**
 * Who must agree to a change of roles, owners, deputies, teams or policies: what leeway.yml says under
 * `policies.configuration`, else one other person who may apply it or who keeps watch. Leaving it out is no way round it.
 */
export async function currentConfigurationPolicy(ctx: Ctx): Promise<Policy> {
  return (await readPolicies(ctx)).find((one) => one.id === configurationPolicyId) ?? configurationPolicy(ctx);
}

/** What holds without such a section: version 0. */
export async function configurationPolicy(ctx: Ctx): Promise<Policy> {
  const organisation = await readOrganisation(ctx);
  const channels = organisation?.channels ?? {};
  const channel = channels[usualChannel] ?? Object.values(channels)[0];
  if (channel === undefined)
    throw new LeewayError('config', 'A change of roles needs a channel in which others agree to it, and there is none.', {
      field: 'channels',
      hint: `Name one in leeway.yml under \`channels\` as \`${usualChannel}\`.`,
    });
  return {
    id: configurationPolicyId,
    version: 0,
    spec: {
      title: 'Changes of roles and settings',
      models: [],
      risk: [],
      any: false,
      environments: ['configuration'],
      seats: {
        second: {
          words: 'compliance',
          phrase: 'another administrator or compliance',
          who: { anyRole: ['admin', 'operator', 'compliance'], of: 'anybody' },
          count: 1,
          checklist: [],
        },
      },
      refusal: 'veto',
      gates: { required: [], mayBeOutvoted: [] },
      requires: { reason: false, expectedEffect: false, rollbackPlan: false, checklist: [] },
      expiresAfterHours: 24 * 7,
      remindAfterHours: [24],
      zone: organisation?.zone ?? 'utc',
      freeze: [],
      stepUp: false,
      whenAnother: 'supersede',
      observeDays: 14,
      deploy: { by: 'alias', timeoutMinutes: 30 },
      channel,
    },
  };
}
