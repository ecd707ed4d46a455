import { putPolicy, removePolicy } from '../approvals/put-policy.ts';
import type { WriteCtx } from '../audit/write.ts';
import { putDeployers, readDeployers } from '../deploy/webhooks.ts';
import { scheduleRules } from '../deploy/rule-schedules.ts';
import { putAudience, removeAudience } from '../digest/put-audience.ts';
import { putDefaultSettings, removeSettings } from '../digest/settings.ts';
import { putKpi, removeKpi } from '../kpi/put-kpi.ts';
import { putMonitor, removeMonitor } from '../monitor/put-monitor.ts';
import { putOrganisation } from '../people/organisation.ts';
import { putPerson, putTeam, removePerson, removeTeam } from '../people/put-person.ts';
import { putSchedule } from '../queue/schedules.ts';
import { putRota, removeRota } from '../people/rotas.ts';
import { putModel } from '../registry/put-model.ts';
import { putAlias, putDeployment, removeAlias } from '../registry/put-pointers.ts';
import { putVersion } from '../registry/put-version.ts';
import { modelInput, versionInput } from '../registry/schemas.ts';
import type { Role } from '../shared/actor.ts';
import { canonicalJson } from '../shared/canonical.ts';
import { LeewayError, isLeewayError } from '../shared/errors.ts';
import { joinMonitor } from './monitor-parts.ts';
import type { AudienceState, ModelState, OrganisationState, PersonState, State, TeamState } from './state.ts';

/** How each kind of subject is written, and what removing it means. Each runs in the transaction of `applyConfig`. */
export const carryOut: {
  [K in keyof State]: {
    put(w: WriteCtx, id: string, wanted: State[K][string], stored: State[K][string] | undefined): Promise<void>;
    remove(w: WriteCtx, id: string, stored: State[K][string]): Promise<void>;
  };
} = {
  organisation: {
    put: writeOrganisation,
    // A renamed organisation: the new name is written over the old one.
    remove: async () => {},
  },
  team: { put: (w, id, team: TeamState) => putTeam(w, { id, ...team }), remove: (w, id) => removeTeam(w, id) },
  person: { put: writePerson, remove: retirePerson },
  rota: { put: putRota, remove: (w, id) => removeRota(w, id) },
  policy: { put: async (w, id, spec) => void (await putPolicy(w, id, spec)), remove: (w, id) => removePolicy(w, id) },
  deployer: {
    put: async (w, id, one) => putDeployers(w, { ...(await readDeployers(w)), [id]: one }),
    async remove(w, id) {
      const { [id]: _gone, ...rest } = await readDeployers(w);
      await putDeployers(w, rest);
    },
  },
  model: { put: writeModel, remove: retireModel },
  audience: {
    put: (w, id, audience: AudienceState) => putAudience(w, { id, ...audience }),
    remove: (w, id) => removeAudience(w, id),
  },
};

/** What the installation does each day: reviews are looked for before work, the audit chain is anchored after it. */
async function writeOrganisation(w: WriteCtx, _name: string, { goals, ...rest }: OrganisationState): Promise<void> {
  await putOrganisation(w, { ...rest, goals: Object.keys(goals) });
  const daily = { subject: 'all', zone: rest.zone, weekday: null, minute: 0 };
  await putSchedule(w, { kind: 'reviews', hour: 8, ...daily });
  await putSchedule(w, { kind: 'anchor', hour: 18, ...daily });
}

async function writePerson(w: WriteCtx, id: string, person: PersonState): Promise<void> {
  const deputies = Object.keys(person.deputies).map((text) => {
    const [deputyId = '', from = '', until = ''] = text.split(' ');
    return { deputyId, fromAt: new Date(from), untilAt: new Date(until) };
  });
  const accounts = Object.keys(person.accounts).map((account) => {
    const [slackTeamId = '', slackUserId = ''] = account.split('/');
    return { slackTeamId, slackUserId };
  });
  await putPerson(w, asPerson(id, person), deputies, accounts);
  if (person.digest) await putDefaultSettings(w, { personId: id, ...person.digest });
}

/** Who is gone from the file keeps their name, for what they did, and has no right any more. */
async function retirePerson(w: WriteCtx, id: string, person: PersonState): Promise<void> {
  await removePerson(w, asPerson(id, person));
  await removeSettings(w, id);
}

function asPerson(id: string, { name, email, title, zone, slack, roles, teams }: PersonState) {
  const [slackTeamId = null, slackUserId = null] = slack?.split('/') ?? [];
  const rights = { roles: Object.keys(roles) as Role[], teams: Object.keys(teams) };
  return { id, name, email, title, zone, slackTeamId, slackUserId, active: true, ...rights };
}

async function writeModel(w: WriteCtx, id: string, model: ModelState, stored: ModelState | undefined): Promise<void> {
  await putModel(w, asModel(id, model));
  for (const [number, version] of inOrder(model.versions)) {
    const metrics = Object.values(model.metrics).filter((metric) => metric.version === number);
    const draft = versionInput.parse({
      ...version,
      modelId: id,
      number,
      metrics: metrics.map(({ version: _version, ...metric }) => metric),
    });
    await putVersion(w, draft).catch((error: unknown) => {
      if (!isLeewayError(error)) throw error;
      throw new LeewayError(error.code, error.message, {
        field: `models.${id}.versions.${number}`,
        ...(error.hint ? { hint: error.hint } : {}),
      });
    });
  }
  for (const [alias, version] of Object.entries(model.aliases)) await putAlias(w, id, alias, version);
  for (const alias of goneFrom(stored?.aliases, model.aliases)) await removeAlias(w, id, alias);
  for (const [environment, version] of Object.entries(model.environments)) await putDeployment(w, id, environment, version);
  for (const environment of goneFrom(stored?.environments, model.environments)) await putDeployment(w, id, environment, null);
  for (const [kpiId, kpi] of Object.entries(model.kpis)) await putKpi(w, { modelId: id, id: kpiId, ...kpi });
  for (const kpiId of goneFrom(stored?.kpis, model.kpis)) await removeKpi(w, id, kpiId);
  const [watched, before] = [joinMonitor(model), stored ? joinMonitor(stored) : null];
  if (watched && canonicalJson(watched) !== canonicalJson(before)) {
    await putMonitor(w, id, watched);
    await scheduleRules(w, id);
  }
  if (!watched && before) await removeMonitor(w, id);
}

/** A model that is gone from the file is watched no longer; its record and versions stay for whoever asks later. */
async function retireModel(w: WriteCtx, id: string, model: ModelState): Promise<void> {
  await putModel(w, asModel(id, { ...model, stage: 'retired' }));
  await removeMonitor(w, id);
}

const asModel = (id: string, model: ModelState) =>
  modelInput.parse({
    id,
    title: model.title,
    description: model.description,
    teamId: model.team,
    industry: model.industry,
    stage: model.stage,
    riskClass: model.risk,
    maintenancePlan: model.maintenancePlan,
    reviewEveryDays: model.reviewEveryDays,
    companyGoal: model.companyGoal,
    businessQuestion: model.businessQuestion,
    endUser: model.endUser,
    costlyError: model.costlyError,
    unitSingular: model.unit,
    unitPlural: model.units,
    links: Object.entries(model.links).map(([label, url]) => ({ label, url })),
    owners: model.owners,
  });

const inOrder = <T>(versions: Record<string, T>): [number, T][] =>
  Object.entries(versions)
    .map(([number, version]): [number, T] => [Number(number), version])
    .sort(([left], [right]) => left - right);

const goneFrom = (stored: object | undefined, wanted: object): string[] =>
  Object.keys(stored ?? {}).filter((key) => !Object.hasOwn(wanted, key));
