import { z } from 'zod';
import type { VersionNote } from '../registry/note-version.ts';
import type { VersionRecord } from '../registry/records.ts';
import { metricInput } from '../registry/schemas.ts';
import type { Gate } from '../validation/schemas.ts';
import { day, fact, gateState, instant } from './api-facts.ts';
import type { Documents } from './api-route.ts';

const span = z.strictObject({ start: day, end: day.describe('The first day that no longer counts') });

const check = z.strictObject({
  gate: z.string(),
  title: z.string(),
  state: gateState,
  reason: z.string().nullable(),
  facts: z.record(z.string(), fact).describe('The figures, by their name in the check'),
  evidence: z.record(z.string(), z.unknown()).describe('Windows, population, method, rule'),
  fit: span.nullable().describe('What the version learned from'),
  test: span.nullable().describe('What it was tried on'),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
});

/** One stage as it is answered: what was said stands for the sentence with slots. */
export const checkOf = ({ gate, title, state, said, facts, evidence, fit, test, startedAt, finishedAt }: Gate) => ({
  gate,
  title,
  state,
  reason: said,
  facts,
  evidence,
  fit,
  test,
  startedAt,
  finishedAt,
});

export const versionAnswer = z
  .strictObject({
    model: z.string(),
    number: z.int(),
    description: z.string(),
    artifact: z.string(),
    artifactDigest: z.string(),
    dataStart: day.nullable(),
    dataEnd: day.nullable(),
    dataSource: z.string().nullable(),
    dataDigest: z.string().nullable(),
    codeCommit: z.string().nullable(),
    notes: z.string().nullable(),
    builtById: z.string().nullable(),
    environmentSpec: z.string().nullable(),
    environmentDigest: z.string().nullable(),
    trainingDataUrl: z.string().nullable(),
    labelDataUrl: z.string().nullable(),
    archivedAt: instant.nullable(),
    registeredAt: instant,
    registeredById: z.string().nullable(),
    metrics: z.array(metricInput),
    flags: z.array(
      z.strictObject({ kind: z.enum(['unowned', 'no-team', 'no-company-goal', 'old-training-data']), text: z.string() }),
    ),
    checks: z.array(check).describe('In the order in which they run; none before they have begun'),
    comments: z
      .array(
        z.strictObject({
          id: z.string(),
          version: z.int(),
          personId: z.string(),
          name: z.string().nullable(),
          at: instant,
          words: z.string().nullable().describe('Null once they were erased'),
        }),
      )
      .describe('What people noted about it, oldest first'),
  })
  .meta({ id: 'Version' }) satisfies Documents<VersionRecord & { comments: VersionNote[] }>;

export const registeredAnswer = z.strictObject({
  model: z.string(),
  number: z.int(),
  change: z.enum(['registered', 'described', 'none']),
});
export const reportAnswer = z.strictObject({ id: z.string(), total: z.int(), failed: z.int(), skipped: z.int() });
export const noteAnswer = z.strictObject({ id: z.string() });
