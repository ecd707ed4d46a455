import type { PolicySpec } from '../approvals/policy.ts';
import type { RiskClass } from '../db/schema/registry.ts';
import type { DeployersSpec } from '../deploy/webhooks.ts';
import type { DigestSettings } from '../digest/settings.ts';
import type { Audience } from '../digest/read-audiences.ts';
import type { Kpi } from '../kpi/read-kpis.ts';
import type { RotaSpec } from '../people/rotas.ts';
import type { VersionMetric, VersionRecord } from '../registry/records.ts';
import type { LatePart } from '../registry/rules.ts';
import type { SamplingSpec } from '../monitor/schemas.ts';
import type { CheckSettings, WatchSettings } from './monitor-parts.ts';

/**
 * What a file wants and what the database has, in one shape, so that the two can be compared part by part. Parts that
 * come and go one by one are records; everything else is a value that changes as a whole.
 */
export interface State {
  organisation: Record<string, OrganisationState>;
  team: Record<string, TeamState>;
  person: Record<string, PersonState>;
  rota: Record<string, RotaSpec>;
  policy: Record<string, PolicySpec>;
  deployer: DeployersSpec;
  model: Record<string, ModelState>;
  audience: Record<string, AudienceState>;
}
export type SubjectKind = keyof State;

export interface OrganisationState {
  name: string;
  zone: string;
  industry: string;
  note: string | null;
  auditChannel: string | null;
  goals: Record<string, true>;
  channels: Record<string, string>;
}

export interface TeamState {
  name: string;
  businessUnit: string | null;
  channel: string | null;
  answerDays: number;
}

export interface PersonState {
  name: string;
  title: string | null;
  email: string | null;
  zone: string;
  /** `T0LEEWAY/U0EXEC`, where messages go. */
  slack: string | null;
  /** Further ones that are theirs. */
  accounts: Record<string, true>;
  roles: Record<string, true>;
  teams: Record<string, true>;
  /** By `<person> <from> <until>`, instants in ISO 8601. */
  deputies: Record<string, true>;
  digest: Omit<DigestSettings, 'personId'> | null;
}

export type VersionState = Pick<
  VersionRecord,
  | 'description'
  | 'artifact'
  | 'artifactDigest'
  | 'dataStart'
  | 'dataEnd'
  | 'dataSource'
  | 'dataDigest'
  | 'codeCommit'
  | 'notes'
  | LatePart
>;
export type MetricState = VersionMetric & { version: number };
export type KpiState = Omit<Kpi, 'modelId' | 'id'>;

export interface ModelState {
  title: string;
  description: string;
  team: string | null;
  industry: string | null;
  stage: string;
  risk: RiskClass | null;
  maintenancePlan: string | null;
  reviewEveryDays: number | null;
  companyGoal: string | null;
  businessQuestion: string | null;
  endUser: string | null;
  costlyError: string | null;
  unit: string;
  units: string;
  links: Record<string, string>;
  owners: Record<string, string>;
  versions: Record<string, VersionState>;
  metrics: Record<string, MetricState>;
  aliases: Record<string, number>;
  environments: Record<string, number>;
  kpis: Record<string, KpiState>;
  /** Both or none of them. */
  monitor: WatchSettings | null;
  checks: CheckSettings | null;
  sampling: SamplingSpec | null;
}

export type AudienceState = Omit<Audience, 'id'>;

export const metricKey = (metric: MetricState): string =>
  `${metric.name} of version ${metric.version}, ${metric.periodStart} to ${metric.periodEnd}`;
