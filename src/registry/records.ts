import type { ModelLink, OwnerKind, RiskClass } from '../db/schema/registry.ts';
import type { Day } from '../shared/period.ts';

export interface Owner {
  kind: OwnerKind;
  personId: string;
  name: string;
}

/** Something that the record lacks, in words that a person can act on. */
export interface ModelFlag {
  kind: 'unowned' | 'no-team' | 'no-company-goal' | 'old-training-data';
  text: string;
}

/** One line of the registry: what lists, digests and answers need of a model. */
export interface ModelSummary {
  id: string;
  title: string;
  teamId: string | null;
  teamName: string | null;
  industry: string | null;
  stage: string;
  companyGoal: string | null;
  businessQuestion: string | null;
  endUser: string | null;
  costlyError: string | null;
  unitSingular: string;
  unitPlural: string;
  owners: Owner[];
  /** Movable names and the versions they stand at. */
  aliases: { alias: string; version: number }[];
  /** Versions that run now. */
  running: { environment: string; version: number }[];
  /** The version with the highest number; null before the first. */
  newestVersion: number | null;
  /** What answers now: in production, else `champion`. */
  servingVersion: number | null;
  /** The first day after the serving version's training data. */
  servingDataEnd: Day | null;
  flags: ModelFlag[];
}

/** A figure about a version, inseparable from its period (end exclusive), population and assumptions. */
export interface VersionMetric {
  name: string;
  value: number;
  unit: string;
  periodStart: Day;
  periodEnd: Day;
  population: string;
  assumptions: string;
}

export interface VersionRecord {
  number: number;
  description: string;
  artifact: string;
  artifactDigest: string;
  /** The window of the training data, end exclusive. */
  dataStart: Day | null;
  dataEnd: Day | null;
  dataSource: string | null;
  dataDigest: string | null;
  codeCommit: string | null;
  notes: string | null;
  /** Who built it: never among those who may approve it. */
  builtById: string | null;
  environmentSpec: string | null;
  environmentDigest: string | null;
  trainingDataUrl: string | null;
  labelDataUrl: string | null;
  /** Null while it may be used. */
  archivedAt: Date | null;
  registeredAt: Date;
  registeredById: string | null;
  metrics: VersionMetric[];
  flags: ModelFlag[];
}

export interface DeploymentRecord {
  environment: string;
  version: number;
  since: Date;
  /** Null while it runs. */
  until: Date | null;
}

/** Everything the registry holds of a model. */
export interface ModelRecord extends ModelSummary {
  description: string;
  links: ModelLink[];
  riskClass: RiskClass | null;
  /** How it is looked after, and the day on which that is due to be looked at again. */
  maintenancePlan: string | null;
  reviewEveryDays: number | null;
  reviewDueOn: Day | null;
  createdAt: Date;
  updatedAt: Date;
  /** Newest first. */
  versions: VersionRecord[];
  /** Newest first, with what ran before. */
  deployments: DeploymentRecord[];
}
