import { currentConfigurationPolicy } from '../approvals/configuration-policy.ts';
import { loadSitting } from '../approvals/load-table.ts';
import { canBeFilled } from '../approvals/outcome.ts';
import { sayPhrases, type Entitlement, type Sitting } from '../approvals/seats.ts';
import type { Ctx } from '../db/ctx.ts';
import { readMembers } from '../people/members.ts';
import { applierRoles } from '../people/separation.ts';
import { systemActor } from '../shared/actor.ts';
import { LeewayError } from '../shared/errors.ts';

/**
 * Refuses a state in which nobody could ask for a change of this kind and have others agree to it: from there would be no
 * way back. `ctx` sees the state as it would be.
 */
export async function assertDecidable(ctx: Ctx): Promise<void> {
  const reader: Ctx = { ...ctx, actor: systemActor('apply') };
  const { spec } = await currentConfigurationPolicy(reader);
  const sitting = await loadSitting(reader, spec.seats, null, 'whole');
  const appliers = await readMembers(reader, { roles: applierRoles });
  if (appliers.some((applier) => canBeFilled(spec, [], votersBut(applier, sitting)))) return;
  throw new LeewayError(
    'conflict',
    `Nobody would be left to approve: a change of leeway.yml takes one who asks and ${sayPhrases(spec.seats)} who agrees.`,
    { field: 'people', hint: 'Give the role to another person first, then take this one away.' },
  );
}

function votersBut(applier: string, sitting: Sitting): Map<string, Entitlement[]> {
  const could = new Map<string, Entitlement[]>();
  for (const [seat, ids] of Object.entries(sitting))
    for (const holderId of ids)
      if (holderId !== applier) could.set(holderId, [...(could.get(holderId) ?? []), { seat, holderId }]);
  return could;
}
