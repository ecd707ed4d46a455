import { beforeAll, beforeEach } from 'vitest';
import type { z } from 'zod';
import { policySpec, type PolicySpec } from '../../src/approvals/policy.ts';
import { putPolicy } from '../../src/approvals/put-policy.ts';
import { readRequest } from '../../src/approvals/read-request.ts';
import { requestPromotion } from '../../src/approvals/request-promotion.ts';
import type { PromotionInput } from '../../src/approvals/schemas.ts';
import { castVote } from '../../src/approvals/cast-vote.ts';
import { write } from '../../src/audit/write.ts';
import type { Ctx } from '../../src/db/ctx.ts';
import { deputy } from '../../src/db/schema/people.ts';
import { modelVersion } from '../../src/db/schema/registry.ts';
import { versionGate, type GateState } from '../../src/db/schema/validation.ts';
import { putOrganisation } from '../../src/people/organisation.ts';
import { putPerson, putTeam } from '../../src/people/put-person.ts';
import { readPersons } from '../../src/people/read-persons.ts';
import { ensureQueues } from '../../src/queue/queue.ts';
import { putDeployment } from '../../src/registry/put-pointers.ts';
import { putModel } from '../../src/registry/put-model.ts';
import { modelInput } from '../../src/registry/schemas.ts';
import type { Role } from '../../src/shared/actor.ts';
import { isLeewayError, type LeewayError } from '../../src/shared/errors.ts';
import { silentLog } from '../../src/shared/log.ts';
import { auditEntries, type ReadEntry } from '../support/audit-entries.ts';
import { useDatabase, type TestDatabase } from '../support/database.ts';

const team = 'network-operations';
const people: Record<string, { roles: Role[]; teams: string[] }> = {
  dana: { roles: ['executive'], teams: [] },
  marcus: { roles: ['expert'], teams: [] },
  priya: { roles: ['data-scientist'], teams: [team] },
  paul: { roles: ['data-scientist'], teams: [team] },
  tom: { roles: ['engineer', 'operator'], teams: [team] },
  lena: { roles: ['engineer'], teams: [team] },
  grace: { roles: ['compliance'], teams: [] },
  olaf: { roles: ['engineer'], teams: ['elsewhere'] },
};
export const start = '2001-06-18T14:00:00Z';

/** A policy of two seats: the business owner and one engineer of the team. */
export const aPolicy = (more: Partial<z.input<typeof policySpec>> = {}): PolicySpec =>
  policySpec.parse({
    title: 'Production',
    any: true,
    environments: ['production'],
    seats: {
      business: { words: 'business', phrase: 'the business owner', who: { owner: 'business' } },
      engineering: { words: 'engineering', phrase: 'an engineer of the team', who: { role: 'engineer' } },
    },
    gates: { required: ['typical-miss', 'costly-error'], mayBeOutvoted: ['costly-error'] },
    requires: {},
    expiresAfterHours: 72,
    zone: 'America/Chicago',
    deploy: {},
    channel: 'approvals',
    ...more,
  });

export interface Bench extends TestDatabase {
  as(id: string, now?: string | Date): Promise<Ctx>;
  policy(more?: Parameters<typeof aPolicy>[0]): Promise<void>;
  gate(gate: string, state: GateState, version?: number): Promise<void>;
  person(id: string, change: { roles?: Role[]; teams?: string[]; active?: boolean }): Promise<void>;
  deputy(personId: string, deputyId: string, fromAt?: string, untilAt?: string): Promise<void>;
  request(by?: string, more?: Partial<PromotionInput>, now?: string | Date): Promise<string>;
  vote(
    by: string,
    requestId: string,
    more?: Partial<Parameters<typeof castVote>[1]>,
    now?: string | Date,
  ): Promise<{ state: string }>;
  entries(verb?: string): Promise<ReadEntry[]>;
}

/** A team, a model with three versions of which the first is live, gates that passed, a policy. */
export function useBench(kind: 'postgres' | 'pglite' = 'postgres'): Bench {
  const test = useDatabase(kind);
  beforeAll(async () => ensureQueues(test.database, silentLog));
  const system = (now: string | Date = start) => test.system(now);
  const as = async (id: string, now: string | Date = start): Promise<Ctx> => {
    const person = (await readPersons(system(), [id])).get(id);
    return test.ctx({ id, name: person?.name ?? id, roles: person?.roles ?? [], teams: person?.teams ?? [], now });
  };
  const bench: Bench = {
    ...test,
    get database() {
      return test.database;
    },
    get url() {
      return test.url;
    },
    as,
    policy: async (more = {}) => void (await write(system(), (w) => putPolicy(w, 'production', aPolicy(more)))),
    async gate(gate, state, version = 3) {
      const row = { modelId: 'flight-delay', version, gate, position: gate.length, title: gate.replace('-', ' '), state };
      await test.database.db
        .insert(versionGate)
        .values({ ...row, reason: null })
        .onConflictDoUpdate({ target: [versionGate.modelId, versionGate.version, versionGate.gate], set: { state } });
    },
    async person(id, change) {
      const before = (await readPersons(system(), [id])).get(id);
      await write(system(), (w) =>
        putPerson(
          w,
          {
            id,
            name: `${id.slice(0, 1).toUpperCase()}${id.slice(1)}`,
            email: null,
            title: null,
            zone: 'America/Chicago',
            slackTeamId: null,
            slackUserId: null,
            active: change.active ?? true,
            roles: change.roles ?? before?.roles ?? [],
            teams: change.teams ?? before?.teams ?? [],
          },
          [],
        ),
      );
    },
    async deputy(personId, deputyId, fromAt = '2001-06-01T00:00:00Z', untilAt = '2001-07-01T00:00:00Z') {
      const row = { personId, deputyId, fromAt: new Date(fromAt), untilAt: new Date(untilAt) };
      await test.database.db.insert(deputy).values(row);
    },
    async request(by = 'priya', more = {}, now = start) {
      const { requestId } = await requestPromotion(await as(by, now), { ...aWish, ...more });
      return requestId;
    },
    async vote(by, requestId, more = {}, now = start) {
      const { revision } = await readRequest(system(now), requestId);
      return castVote(await as(by, now), { requestId, decision: 'approve', revision, ...more });
    },
    async entries(verb) {
      const all = await auditEntries(system());
      return verb === undefined ? all : all.filter((one) => one.verb === verb);
    },
  };
  beforeEach(async () => {
    await test.clear();
    await seed(system());
    for (const [id, rights] of Object.entries(people)) await bench.person(id, rights);
    await bench.policy();
    for (const gate of ['typical-miss', 'costly-error']) await bench.gate(gate, 'passed');
  });
  return bench;
}

export const aWish: PromotionInput = {
  modelId: 'flight-delay',
  version: 3,
  environment: 'production',
  reason: 'it learns from the latest four weeks',
  expectedEffect: 'gates are planned better',
  rollbackPlan: 'go back to version 1',
  fallbackVersion: 1,
};

async function seed(system: Ctx): Promise<void> {
  await write(system, async (w) => {
    const organisation = {
      name: 'Skyway',
      zone: 'America/Chicago',
      industry: 'airline',
      note: null,
      goals: [],
      auditChannel: null,
    };
    await putOrganisation(w, { ...organisation, channels: { approvals: 'C0APPROVE' } });
    await putTeam(w, { id: team, name: 'Network Operations', businessUnit: null });
    await putTeam(w, { id: 'elsewhere', name: 'Elsewhere', businessUnit: null });
    const owners = { business: 'dana', operations: 'tom', 'data-science': 'priya' };
    await putModel(w, modelInput.parse({ id: 'flight-delay', title: 'Flight Delay', teamId: team, owners }));
    for (const number of [1, 2, 3])
      await w.db.insert(modelVersion).values({
        modelId: 'flight-delay',
        number,
        artifact: `v${number}.csv`,
        artifactDigest: String(number).repeat(64),
        builtById: 'paul',
        registeredAt: new Date('2001-06-11T14:00:00Z'),
        registeredById: 'priya',
      });
    await putDeployment(w, 'flight-delay', 'production', 1);
  });
}

/** The error that something was refused with. */
export async function refusal(work: Promise<unknown>): Promise<LeewayError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (isLeewayError(error)) return error;
  throw new Error(`it was not refused: ${String(error)}`);
}
