import { sql } from 'drizzle-orm';
import { doublePrecision, index, integer, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { at, day, id } from './columns.ts';

export interface ModelLink {
  label: string;
  url: string;
}

export const riskClasses = ['low', 'medium', 'high'] as const;
export type RiskClass = (typeof riskClasses)[number];

export const model = pgTable(
  'model',
  {
    id: text().primaryKey(),
    title: text().notNull(),
    description: text().notNull().default(''),
    teamId: text(),
    industry: text(),
    stage: text().notNull(),
    companyGoal: text(),
    businessQuestion: text(),
    endUser: text(),
    costlyError: text(),
    /** What one row is called, singular and plural: “flight”, “flights”. */
    unitSingular: text().notNull().default('row'),
    unitPlural: text().notNull().default('rows'),
    links: jsonb().$type<ModelLink[]>().notNull().default([]),
    riskClass: text().$type<RiskClass>(),
    /** How it is looked after, and when that is looked at again. */
    maintenancePlan: text(),
    reviewEveryDays: integer(),
    reviewDueOn: day(),
    createdAt: at().notNull(),
    updatedAt: at().notNull(),
  },
  (t) => [
    index('model_team').on(t.teamId),
    index('model_review').on(t.reviewDueOn),
    index('model_search').using('gin', sql`(${t.id} || ' ' || ${t.title}) gin_trgm_ops`),
  ],
);

export const ownerKinds = ['business', 'operations', 'data-science'] as const;
export type OwnerKind = (typeof ownerKinds)[number];

export const modelOwner = pgTable(
  'model_owner',
  { modelId: text().notNull(), kind: text().$type<OwnerKind>().notNull(), personId: text().notNull() },
  (t) => [primaryKey({ columns: [t.modelId, t.kind] }), index('model_owner_person').on(t.personId)],
);

export const modelVersion = pgTable(
  'model_version',
  {
    id: id(),
    modelId: text().notNull(),
    number: integer().notNull(),
    description: text().notNull().default(''),
    artifact: text().notNull(),
    artifactDigest: text().notNull(),
    dataStart: day(),
    dataEnd: day(),
    dataSource: text(),
    dataDigest: text(),
    codeCommit: text(),
    notes: text(),
    /** Who built it: never among those who may approve it. */
    builtById: text(),
    /** Lock file or image with which the run can be repeated, and its SHA-256. */
    environmentSpec: text(),
    environmentDigest: text(),
    trainingDataUrl: text(),
    labelDataUrl: text(),
    archivedAt: at(),
    registeredAt: at().notNull(),
    registeredById: text(),
  },
  (t) => [unique('model_version_number').on(t.modelId, t.number)],
);

/** A figure about a version. It cannot be stored without its period, population and assumptions. */
export const versionMetric = pgTable(
  'version_metric',
  {
    modelId: text().notNull(),
    version: integer().notNull(),
    name: text().notNull(),
    value: doublePrecision().notNull(),
    unit: text().notNull(),
    periodStart: day().notNull(),
    periodEnd: day().notNull(),
    population: text().notNull(),
    assumptions: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.modelId, t.version, t.name, t.periodStart, t.periodEnd] })],
);

export const modelAlias = pgTable(
  'model_alias',
  { modelId: text().notNull(), alias: text().notNull(), version: integer().notNull(), since: at().notNull() },
  (t) => [primaryKey({ columns: [t.modelId, t.alias] })],
);

/** Which version runs in which environment, with its history. */
export const deployment = pgTable(
  'deployment',
  {
    id: id(),
    modelId: text().notNull(),
    environment: text().notNull(),
    version: integer().notNull(),
    since: at().notNull(),
    until: at(),
  },
  (t) => [index('deployment_current').on(t.modelId, t.environment, t.until)],
);
