import { policySpec } from '../../../src/approvals/policy.ts';
import { putPolicy } from '../../../src/approvals/put-policy.ts';
import { requestPromotion } from '../../../src/approvals/request-promotion.ts';
import { write, type WriteCtx } from '../../../src/audit/write.ts';
import type { Ctx } from '../../../src/db/ctx.ts';
import { modelVersion } from '../../../src/db/schema/registry.ts';
import { versionGate } from '../../../src/db/schema/validation.ts';
import { putOrganisation } from '../../../src/people/organisation.ts';
import { putPerson, putTeam } from '../../../src/people/put-person.ts';
import { putModel } from '../../../src/registry/put-model.ts';
import { putDeployment } from '../../../src/registry/put-pointers.ts';
import { modelInput } from '../../../src/registry/schemas.ts';
import type { Role } from '../../../src/shared/actor.ts';

/** When everything happens. */
export const now = new Date('2001-06-18T14:00:00Z');
export const voters = Array.from({ length: 200 }, (_, index) => `voter-${String(index + 1).padStart(3, '0')}`);
/** So many of the voters must agree; it takes 181 refusals until that cannot be any more. */
export const seatCount = 20;

const team = 'network-operations';

/** A team in which 200 people share one seat, and the policy that asks for 20 of them. */
export async function putOffice(ctx: Ctx): Promise<void> {
  await write(ctx, async (w) => {
    const organisation = { name: 'Skyway', zone: 'UTC', industry: 'airline', note: null, goals: [], auditChannel: null };
    await putOrganisation(w, { ...organisation, channels: { approvals: 'C0APPROVE' } });
    await putTeam(w, { id: team, name: 'Network Operations', businessUnit: null });
    for (const id of voters) await person(w, id, 'engineer');
    for (const id of ['dana', 'priya', 'paul']) await person(w, id, 'data-scientist');
    await putPolicy(w, 'production', policySpec.parse(policy));
  });
}

const policy = {
  title: 'Production',
  any: true,
  environments: ['production'],
  seats: { engineering: { words: 'engineering', phrase: 'an engineer', who: { role: 'engineer' }, count: seatCount } },
  refusal: 'quorum',
  gates: { required: ['typical-miss'] },
  requires: {},
  expiresAfterHours: 72,
  zone: 'UTC',
  deploy: {},
  channel: 'approvals',
};

const person = (w: WriteCtx, id: string, role: Role): Promise<unknown> => {
  const account = { email: null, title: null, zone: 'UTC', slackTeamId: null, slackUserId: null };
  return putPerson(w, { id, name: id, ...account, active: true, roles: [role], teams: [team] }, []);
};

/** A model of its own with a version that serves and a better one, and the request for that; returns the request's id. */
export async function openOne(ctx: Ctx, modelId: string): Promise<string> {
  await write(ctx, async (w) => {
    const owners = { business: 'dana', operations: 'dana', 'data-science': 'priya' };
    await putModel(w, modelInput.parse({ id: modelId, title: modelId, teamId: team, owners }));
    for (const number of [1, 2]) {
      const built = { builtById: 'paul', registeredAt: now, registeredById: 'paul' };
      const artifactDigest = String(number).repeat(64);
      await w.db.insert(modelVersion).values({ modelId, number, artifact: `v${number}.csv`, artifactDigest, ...built });
    }
    const gate = { gate: 'typical-miss', position: 1, title: 'typical miss', state: 'passed' as const, reason: null };
    await w.db.insert(versionGate).values({ modelId, version: 2, ...gate });
    await putDeployment(w, modelId, 'production', 1);
  });
  const priya = { kind: 'person' as const, id: 'priya', name: 'Priya', roles: ['data-scientist'] as const, teams: [team] };
  const { requestId } = await requestPromotion(
    { ...ctx, actor: priya },
    {
      modelId,
      version: 2,
      environment: 'production',
      reason: 'it learns from the latest four weeks',
      expectedEffect: 'gates are planned better',
      rollbackPlan: 'go back to version 1',
      fallbackVersion: 1,
    },
  );
  return requestId;
}
