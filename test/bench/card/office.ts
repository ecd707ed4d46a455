import { policySpec } from '../../../src/approvals/policy.ts';
import { putPolicy } from '../../../src/approvals/put-policy.ts';
import { requestPromotion } from '../../../src/approvals/request-promotion.ts';
import { write, type WriteCtx } from '../../../src/audit/write.ts';
import type { Ctx } from '../../../src/db/ctx.ts';
import { modelVersion } from '../../../src/db/schema/registry.ts';
import { versionGate } from '../../../src/db/schema/validation.ts';
import { putOrganisation } from '../../../src/people/organisation.ts';
import { putPerson, putTeam } from '../../../src/people/put-person.ts';
import { actorFor } from '../../../src/people/find-person.ts';
import { readPerson } from '../../../src/people/read-persons.ts';
import { putModel } from '../../../src/registry/put-model.ts';
import { putDeployment } from '../../../src/registry/put-pointers.ts';
import { modelInput } from '../../../src/registry/schemas.ts';
import type { Role } from '../../../src/shared/actor.ts';

export const models = Array.from({ length: 20 }, (_, index) => `model-${String(index + 1).padStart(2, '0')}`);
/** The five who decide on every request, by their Slack user. */
export const voters = { dana: 'U0EXEC', marcus: 'U0EXPERT', tom: 'U0ENG', lena: 'U0ENG2', grace: 'U0COMP' } as const;
export type Voter = keyof typeof voters;
const roles: Record<Voter, Role> = {
  dana: 'executive',
  marcus: 'expert',
  tom: 'engineer',
  lena: 'engineer',
  grace: 'compliance',
};
export const channel = 'C0APPROVE';
const team = 'network-operations';
const gates = ['data', 'tests', 'typical-miss', 'costly-error'];

/** Twenty models of which version 1 serves, with `versions` better ones each, and a policy by which all five must agree. */
export async function putOffice(ctx: Ctx, versions: number): Promise<void> {
  await write(ctx, async (w) => {
    const organisation = { name: 'Skyway', zone: 'America/Chicago', industry: 'airline', note: null, goals: [] };
    await putOrganisation(w, { ...organisation, auditChannel: 'C0AUDIT', channels: { approvals: channel } });
    await putTeam(w, { id: team, name: 'Network Operations', businessUnit: null });
    for (const [id, user] of Object.entries(voters)) await person(w, id, roles[id as Voter], user);
    await person(w, 'priya', 'data-scientist', 'U0DATA');
    await putPolicy(w, 'production', policySpec.parse(policy));
    for (const id of models) await model(w, id, versions);
  });
}

const policy = {
  title: 'Production',
  any: true,
  environments: ['production'],
  seats: { everybody: { words: 'business', phrase: 'one of the five', who: { people: Object.keys(voters) }, count: 5 } },
  gates: { required: gates },
  requires: {},
  expiresAfterHours: 72,
  remindAfterHours: [24],
  zone: 'America/Chicago',
  deploy: {},
  channel: 'approvals',
};

function person(w: WriteCtx, id: string, role: Role, slackUserId: string): Promise<unknown> {
  const account = { email: null, title: null, zone: 'America/Chicago', slackTeamId: 'T0LEEWAY', slackUserId };
  return putPerson(w, { id, name: id, ...account, active: true, roles: [role], teams: [team] }, []);
}

async function model(w: WriteCtx, modelId: string, versions: number): Promise<void> {
  const owners = { business: 'dana', operations: 'tom', 'data-science': 'priya' };
  await putModel(w, modelInput.parse({ id: modelId, title: modelId, teamId: team, owners }));
  for (let number = 1; number <= versions + 1; number++) {
    const built = { builtById: 'priya', registeredAt: w.now, registeredById: 'priya' };
    const artifactDigest = String(number).repeat(64);
    await w.db.insert(modelVersion).values({ modelId, number, artifact: `v${number}.csv`, artifactDigest, ...built });
    const passed = { title: 'a check', state: 'passed' as const, reason: null };
    const rows = gates.map((gate, position) => ({ modelId, version: number, gate, position, ...passed }));
    await w.db.insert(versionGate).values(rows);
  }
  await putDeployment(w, modelId, 'production', 1);
}

/** Asks for a version of each model; returns the requests' ids. */
export async function openAll(ctx: Ctx, version: number): Promise<string[]> {
  const actor = actorFor(await readPerson(ctx, 'priya'));
  const ids: string[] = [];
  for (const modelId of models) {
    const { requestId } = await requestPromotion(
      { ...ctx, actor },
      {
        modelId,
        version,
        environment: 'production',
        reason: 'It learns from the latest four weeks, in which the schedule of the summer is in force for the first time.',
        expectedEffect: 'Gates are planned better: fewer crews wait for a flight that is late.',
        rollbackPlan: `Go back to version ${version - 1}, which has served since January.`,
        fallbackVersion: version - 1,
      },
    );
    ids.push(requestId);
  }
  return ids;
}
