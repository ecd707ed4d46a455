import { dirname, resolve } from 'node:path';
import type { MonitorSpec } from '../monitor/schemas.ts';
import { instantAt } from '../shared/period.ts';
import { accountsOf, weekdays, type LeewayFile } from './schema.ts';
import { ownersFor } from './owner-rules.ts';
import { splitMonitor } from './monitor-parts.ts';
import { metricKey, type AudienceState, type MetricState, type ModelState, type PersonState, type State } from './state.ts';

type FilePerson = LeewayFile['people'][string];
type FileModel = LeewayFile['models'][string];

/** What a parsed file asks for. `path` is the file's own: data paths in it are relative to its folder. */
export function wantedState(file: LeewayFile, path: string): State {
  const { organisation } = file;
  return {
    organisation: {
      [organisation.name]: {
        name: organisation.name,
        zone: organisation.zone,
        industry: organisation.industry,
        note: organisation.note ?? null,
        auditChannel: organisation.auditChannel === undefined ? null : channelId(file, organisation.auditChannel),
        goals: flags(organisation.goals),
        channels: file.channels,
      },
    },
    team: mapValues(file.teams, ({ name, businessUnit = null, channel = null, answersWithinDays: answerDays }) => ({
      name,
      businessUnit,
      channel,
      answerDays,
    })),
    person: mapValues(file.people, (person) => wantedPerson(person, file)),
    rota: mapValues(file.rotas, ({ weekday, ...rota }) => ({
      ...rota,
      zone: rota.zone ?? organisation.zone,
      weekday: weekdayNumber(weekday),
    })),
    policy: mapValues(file.policies, (policy) => ({
      ...policy,
      zone: policy.zone ?? organisation.zone,
      channel: channelId(file, policy.channel),
    })),
    deployer: file.deployers,
    model: Object.fromEntries(
      Object.entries(file.models).map(([id, model]) => [
        id,
        wantedModel({ ...model, owners: ownersFor(id, model, file) }, organisation.industry, dirname(resolve(path))),
      ]),
    ),
    audience: mapValues(file.audiences, (audience): AudienceState => ({
      title: audience.title,
      voice: audience.voice,
      industry: audience.industry ?? organisation.industry,
      channel: channelId(file, audience.channel),
      zone: audience.zone ?? organisation.zone,
      weekday: weekdayNumber(audience.weekday),
      hour: audience.hour,
      teamId: audience.team ?? null,
      reportsTo: audience.reportsTo === undefined ? null : channelId(file, audience.reportsTo),
    })),
  };
}

function wantedPerson(person: FilePerson, file: LeewayFile): PersonState {
  const zone = person.zone ?? file.organisation.zone;
  const midnight = (day: string) => instantAt(day, { hour: 0, minute: 0, zone }).toISOString();
  const [first = null, ...further] = accountsOf(person).map(({ user, team = file.organisation.slackTeam }) => `${team}/${user}`);
  const audience = person.digest && file.audiences[person.digest.audience];
  return {
    name: person.name,
    title: person.title ?? null,
    email: person.email ?? null,
    zone,
    slack: first,
    accounts: flags(further),
    roles: flags(person.roles),
    teams: flags(person.teams),
    deputies: flags(person.deputies.map((deputy) => `${deputy.person} ${midnight(deputy.from)} ${midnight(deputy.until)}`)),
    digest:
      person.digest && audience
        ? {
            audienceId: person.digest.audience,
            delivery: person.digest.delivery,
            weekday: weekdayNumber(person.digest.weekday ?? audience.weekday),
            hour: person.digest.hour ?? audience.hour,
            zone: person.digest.zone ?? zone,
            often: 'weekly',
            short: false,
          }
        : null,
  };
}

function wantedModel(model: FileModel, industry: string, folder: string): ModelState {
  const metrics = Object.entries(model.versions).flatMap(([number, version]) =>
    version.metrics.map(({ period, ...metric }): MetricState => ({
      ...metric,
      version: Number(number),
      periodStart: period.start,
      periodEnd: period.end,
    })),
  );
  return {
    title: model.title,
    description: model.description,
    team: model.team ?? null,
    industry: model.industry ?? industry,
    stage: model.stage,
    risk: model.risk ?? null,
    maintenancePlan: model.maintenance?.plan ?? null,
    reviewEveryDays: model.maintenance?.reviewEveryDays ?? null,
    companyGoal: model.companyGoal ?? null,
    businessQuestion: model.businessQuestion ?? null,
    endUser: model.endUser ?? null,
    costlyError: model.costlyError ?? null,
    unit: model.unit.singular,
    units: model.unit.plural,
    links: model.links,
    owners: { ...model.owners },
    versions: mapValues(model.versions, (version) => ({
      description: version.description,
      artifact: version.artifact,
      artifactDigest: version.digest,
      dataStart: version.data?.start ?? null,
      dataEnd: version.data?.end ?? null,
      dataSource: version.data?.source ?? null,
      dataDigest: version.data?.digest ?? null,
      codeCommit: version.code ?? null,
      notes: version.notes ?? null,
      builtById: version.builtBy ?? null,
      environmentSpec: version.environment?.spec ?? null,
      environmentDigest: version.environment?.digest ?? null,
      trainingDataUrl: version.links?.training ?? null,
      labelDataUrl: version.links?.labels ?? null,
    })),
    metrics: Object.fromEntries(metrics.map((metric) => [metricKey(metric), metric])),
    aliases: model.aliases,
    environments: model.environments,
    kpis: mapValues(model.kpis, (kpi) => ({ ...kpi, target: kpi.target ?? null })),
    ...splitMonitor(model.monitor ? withAbsolutePaths(model.monitor, folder) : null),
  };
}

/** The engine wants absolute paths; an address (`s3://…`) stays as it is. */
function withAbsolutePaths(spec: MonitorSpec, folder: string): MonitorSpec {
  const absolute = (path: string) => (/^[a-z][a-z0-9+.-]*:\/\//i.test(path) ? path : resolve(folder, path));
  return {
    ...spec,
    source: { ...spec.source, files: absolute(spec.source.files) },
    predictions: mapValues(spec.predictions, (one) =>
      one.lookup ? { ...one, lookup: { ...one.lookup, files: absolute(one.lookup.files) } } : one,
    ),
  };
}

const channelId = (file: LeewayFile, name: string): string => (Object.hasOwn(file.channels, name) ? file.channels[name]! : name);
const weekdayNumber = (name: (typeof weekdays)[number]): number => weekdays.indexOf(name) + 1;
const flags = (names: readonly string[]): Record<string, true> => Object.fromEntries(names.map((name) => [name, true]));

function mapValues<T, U>(record: Record<string, T>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
