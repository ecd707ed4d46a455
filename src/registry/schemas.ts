import { z } from 'zod';
import { ownerKinds, riskClasses } from '../db/schema/registry.ts';

const day = z.iso.date('a day such as 2001-02-01');
const text = (max: number) => z.string().trim().min(1).max(max);

export const modelId = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/i, 'letters, digits, “.”, “_” and “-”, at most 100');
/** The name of an alias or of an environment. */
export const aliasName = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,62}$/, 'lower-case letters, digits, - and _, starting with a letter');

export const versionNumber = z.number().int().min(1).max(1_000_000);
export const digest = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal, 64 characters');
export const link = z.strictObject({ label: text(80), url: z.url({ protocol: /^https?$/ }).max(2_000) });

export const metricInput = z
  .strictObject({
    name: text(40),
    value: z.number(),
    unit: text(20),
    periodStart: day,
    periodEnd: day,
    population: text(300),
    assumptions: text(600),
  })
  .refine((metric) => metric.periodStart < metric.periodEnd, {
    path: ['periodEnd'],
    error: 'a day after the start: the end is the first day that no longer counts',
  });

export const versionInput = z.strictObject({
  modelId,
  /** Given when it was numbered elsewhere; otherwise the next free number. */
  number: versionNumber.optional(),
  description: z.string().max(2_000).default(''),
  artifact: text(1_000),
  artifactDigest: digest,
  dataStart: day.nullable().default(null),
  dataEnd: day.nullable().default(null),
  dataSource: text(1_000).nullable().default(null),
  dataDigest: digest.nullable().default(null),
  codeCommit: text(200).nullable().default(null),
  notes: z.string().max(10_000).nullable().default(null),
  /** Who built it: never among those who approve it. */
  builtById: text(63).nullable().default(null),
  environmentSpec: z.string().max(100_000).nullable().default(null),
  environmentDigest: digest.nullable().default(null),
  trainingDataUrl: link.shape.url.nullable().default(null),
  labelDataUrl: link.shape.url.nullable().default(null),
  metrics: z.array(metricInput).max(200).default([]),
});
export type VersionInput = z.input<typeof versionInput>;
export type VersionDraft = z.output<typeof versionInput>;

export const modelInput = z.strictObject({
  id: modelId,
  title: text(120),
  description: z.string().max(4_000).default(''),
  teamId: text(63).nullable().default(null),
  industry: text(63).nullable().default(null),
  stage: text(40).default('production'),
  companyGoal: text(300).nullable().default(null),
  businessQuestion: text(500).nullable().default(null),
  endUser: text(200).nullable().default(null),
  costlyError: text(300).nullable().default(null),
  unitSingular: text(40).default('row'),
  unitPlural: text(40).default('rows'),
  links: z.array(link).max(50).default([]),
  riskClass: z.enum(riskClasses).nullable().default(null),
  /** How it is looked after, and after how many days that is looked at again. */
  maintenancePlan: text(2_000).nullable().default(null),
  reviewEveryDays: z.number().int().min(1).max(1_096).nullable().default(null),
  owners: z.partialRecord(z.enum(ownerKinds), text(63)).default({}),
});
export type ModelInput = z.input<typeof modelInput>;
export type ModelDraft = z.output<typeof modelInput>;
