import { readPolicies } from '../approvals/read-policies.ts';
import type { Ctx } from '../db/ctx.ts';
import { readDeployers } from '../deploy/webhooks.ts';
import { readAudiences } from '../digest/read-audiences.ts';
import { readSettingsOf } from '../digest/settings.ts';
import { readKpis } from '../kpi/read-kpis.ts';
import { readMonitors } from '../monitor/read-monitors.ts';
import { readDeputies } from '../people/deputies.ts';
import { readOrganisation } from '../people/organisation.ts';
import { readAccounts } from '../people/read-accounts.ts';
import { readRotas } from '../people/rotas.ts';
import { readPersons, readTeams, type Person } from '../people/read-persons.ts';
import { readModel, readModels } from '../registry/read-model.ts';
import type { ModelRecord } from '../registry/records.ts';
import { splitMonitor } from './monitor-parts.ts';
import { metricKey, type ModelState, type PersonState, type State, type SubjectKind } from './state.ts';

/** What the database has of the subjects that are named, in the shape of what a file asks for. */
export async function storedState(ctx: Ctx, named: Record<SubjectKind, string[]>): Promise<State> {
  const organisation = await readOrganisation(ctx);
  return {
    organisation: organisation
      ? {
          // There is one, so a renamed one is the same: its file's name for it stands first.
          [named.organisation[0] ?? organisation.name]: {
            name: organisation.name,
            zone: organisation.zone,
            industry: organisation.industry,
            note: organisation.note,
            auditChannel: organisation.auditChannel,
            goals: Object.fromEntries(organisation.goals.map((goal) => [goal, true as const])),
            channels: organisation.channels,
          },
        }
      : {},
    team: Object.fromEntries(
      (await readTeams(ctx)).filter((one) => named.team.includes(one.id)).map(({ id, ...team }) => [id, team]),
    ),
    person: await storedPersons(ctx, named.person),
    rota: Object.fromEntries((await readRotas(ctx)).entries().filter(([id]) => named.rota.includes(id))),
    policy: Object.fromEntries(
      (await readPolicies(ctx)).filter((one) => named.policy.includes(one.id)).map((one) => [one.id, one.spec]),
    ),
    deployer: Object.fromEntries(Object.entries(await readDeployers(ctx)).filter(([id]) => named.deployer.includes(id))),
    model: await storedModels(ctx, named.model),
    audience: Object.fromEntries(
      (await readAudiences(ctx)).filter((one) => named.audience.includes(one.id)).map(({ id, ...rest }) => [id, rest]),
    ),
  };
}

async function storedPersons(ctx: Ctx, ids: string[]): Promise<Record<string, PersonState>> {
  const persons = await readPersons(ctx, ids);
  const deputies = await readDeputies(ctx);
  const accounts = await readAccounts(ctx, ids);
  const settings = await readSettingsOf(ctx, ids);
  const state = (person: Person): PersonState => {
    const { personId: _personId, ...digest } = settings.get(person.id) ?? { personId: null };
    return {
      name: person.name,
      title: person.title,
      email: person.email,
      zone: person.zone,
      slack: person.slackTeamId && person.slackUserId ? `${person.slackTeamId}/${person.slackUserId}` : null,
      accounts: flags(accounts.get(person.id) ?? []),
      roles: flags(person.roles),
      teams: flags(person.teams),
      deputies: flags(
        deputies
          .filter((one) => one.personId === person.id)
          .map((one) => `${one.deputyId} ${one.fromAt.toISOString()} ${one.untilAt.toISOString()}`),
      ),
      digest: 'audienceId' in digest ? digest : null,
    };
  };
  return Object.fromEntries([...persons.values()].filter((one) => one.active).map((person) => [person.id, state(person)]));
}

async function storedModels(ctx: Ctx, ids: string[]): Promise<Record<string, ModelState>> {
  const known = [...(await readModels(ctx, ids)).keys()];
  const kpis = await readKpis(ctx, known);
  const monitors = new Map((await readMonitors(ctx, known)).map((one) => [one.modelId, one.spec]));
  const states: Record<string, ModelState> = {};
  for (const id of known) {
    const own = kpis.filter((one) => one.modelId === id).map(({ modelId: _modelId, id: kpiId, ...kpi }) => [kpiId, kpi] as const);
    const watched = splitMonitor(monitors.get(id) ?? null);
    states[id] = { ...storedModel(await readModel(ctx, id)), kpis: Object.fromEntries(own), ...watched };
  }
  return states;
}

function storedModel(record: ModelRecord): Omit<ModelState, 'kpis' | 'monitor' | 'checks' | 'sampling'> {
  const metrics = record.versions.flatMap((version) => version.metrics.map((metric) => ({ ...metric, version: version.number })));
  return {
    title: record.title,
    description: record.description,
    team: record.teamId,
    industry: record.industry,
    stage: record.stage,
    risk: record.riskClass,
    maintenancePlan: record.maintenancePlan,
    reviewEveryDays: record.reviewEveryDays,
    companyGoal: record.companyGoal,
    businessQuestion: record.businessQuestion,
    endUser: record.endUser,
    costlyError: record.costlyError,
    unit: record.unitSingular,
    units: record.unitPlural,
    links: Object.fromEntries(record.links.map((link) => [link.label, link.url])),
    owners: Object.fromEntries(record.owners.map((owner) => [owner.kind, owner.personId])),
    versions: Object.fromEntries(
      record.versions.map(
        ({ number, registeredAt: _at, registeredById: _by, archivedAt: _gone, metrics: _metrics, flags: _flags, ...version }) => [
          String(number),
          version,
        ],
      ),
    ),
    metrics: Object.fromEntries(metrics.map((metric) => [metricKey(metric), metric])),
    aliases: Object.fromEntries(record.aliases.map((one) => [one.alias, one.version])),
    environments: Object.fromEntries(record.running.map((one) => [one.environment, one.version])),
  };
}

const flags = (names: readonly string[]): Record<string, true> => Object.fromEntries(names.map((name) => [name, true]));
