import { z } from 'zod';

const day = z.iso.date();
const expression = z.string().min(1).max(500);
const name = z.string().regex(/^[a-z][a-z0-9_-]{0,62}$/, 'lower-case letters, digits, - and _, starting with a letter');
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 06:30');

/** A table beside the source that a version's prediction looks things up in. Its columns are seen as `lookup.<column>`. */
const lookup = z.strictObject({
  files: z.string().min(1),
  format: z.enum(['parquet', 'csv']),
  /** Columns of the source, as expressions, by the lookup's column that they must equal. */
  on: z.record(z.string(), expression),
});

const prediction = z.strictObject({
  lookup: lookup.optional(),
  expression,
  /** True for a row that the model had no answer of its own for. */
  fallback: expression.optional(),
  /** How a sentence says that: “had no January average of their own”. */
  fallbackPhrase: z.string().max(80).optional(),
});

const column = z.strictObject({
  name,
  /** How a sentence names it: “airports”. */
  phrase: z.string().min(1).max(60),
  type: z.enum(['numeric', 'categorical', 'boolean', 'date']),
  expression,
});

/** Levels that matter. PSI 0.1 is the usual “moderate change” of credit scoring (Siddiqi, 2006). */
const thresholds = z.strictObject({
  psi: z.number().positive().max(10).default(0.1),
  /** An alert ends only below this share of its level, so that it does not flicker. */
  leaveShare: z.number().positive().max(1).default(0.7),
  wasserstein: z.number().positive().max(10).default(0.25),
  jensenShannon: z.number().positive().max(1).default(0.1),
  /** Weeks in a row that inputs must differ before it is said. */
  persistWeeks: z.number().int().min(1).max(12).default(2),
  missingShare: z.number().positive().max(1).default(0.01),
  /** A day with less than this share of the usual rows is a data-quality finding. */
  volumeShare: z.number().positive().max(1).default(0.5),
  minRows: z.number().int().positive().default(500),
});

/** How a model is watched: the `monitor` section of a model in leeway.yml, with paths made absolute. */
export const monitorSpec = z.strictObject({
  source: z.strictObject({
    name,
    files: z.string().min(1),
    format: z.enum(['parquet', 'csv']),
    /** An expression that gives each row's timestamp. */
    time: expression,
  }),
  reference: z.strictObject({ start: day, end: day }),
  /** The first day that is watched. */
  from: day,
  zone: z.string(),
  /** Null: no daily look; the week counts its days itself. */
  dailyAt: clockTime.nullable().default('05:30'),
  weeklyAt: clockTime.default('06:00'),
  inputs: z.array(column).min(1).max(2_000),
  /** By version number. */
  predictions: z.record(z.string().regex(/^\d+$/, 'a version number'), prediction),
  /** How a sentence calls what the model says: “forecasts”. */
  predictionPhrase: z.string().min(1).max(40).default('predictions'),
  /** What nobody measures and a reader may assume: “money”, “whether forecasts affect punctuality”. */
  notMeasured: z.array(z.string().min(1).max(80)).max(5).default([]),
  outcome: z.strictObject({ name, phrase: z.string().min(1).max(60), expression, unit: z.string().max(20) }),
  /** What a constant guess would say, in the outcome's unit: the hard baseline. */
  baseline: z.number(),
  thresholds: thresholds.prefault({}),
});
export type MonitorSpec = z.infer<typeof monitorSpec>;
