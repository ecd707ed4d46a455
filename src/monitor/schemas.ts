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

export const predictionSpec = z.strictObject({
  lookup: lookup.optional(),
  expression,
  /** True for a row that the model had no answer of its own for. */
  fallback: expression.optional(),
  /** How a sentence says that: “had no January average of their own”. */
  fallbackPhrase: z.string().max(80).optional(),
});

export type PredictionSpec = z.infer<typeof predictionSpec>;

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
  /** A day with less than this share of the usual rows is a data-quality finding; 0: none is. */
  volumeShare: z.number().min(0).max(1).default(0.5),
  minRows: z.number().int().positive().default(500),
});

/** The error that hurts, as the model's record names it: counted apart from the average, which hides it. */
const costly = z.strictObject({
  /** How a sentence names the rows that matter: “late flights”. */
  phrase: z.string().min(1).max(60),
  /** The same with what makes them so: “flights 15 minutes late or more”. */
  means: z.string().min(1).max(120).optional(),
  /** True for a row that was one of them. */
  actual: expression,
  /** True for a row that the model called one beforehand; the version's answer is seen as `prediction`. */
  called: expression,
  /** By how much the called share may fall below the serving version's. */
  tolerance: z.number().min(0).max(1).default(0.02),
});

/** What a new version must bring to pass its checks; each default is stated with the result. */
const gains = z.strictObject({
  /** The typical miss is smaller than the serving version's by at least this share of it. */
  typicalMiss: z.number().min(0).max(1).default(0.01),
  /** The typical miss is smaller than the constant guess's by at least this share of it. */
  constant: z.number().min(0).max(1).default(0),
  /** How far it may lean to one side, as a share of its own typical miss. */
  bias: z.number().min(0).max(1).default(0.5),
  /** By how much the share of large misses may grow. */
  largeMisses: z.number().min(0).max(1).default(0.01),
  /** The share of rows that it may have no answer of its own for. */
  unseen: z.number().min(0).max(1).default(0.05),
});

/**
 * Experts are asked about some of the model's real decisions: once a month, and some days after a version went live. The
 * only setting by which single rows are shown to people, so that a change of it waits for another person.
 */
export const samplingSpec = z.strictObject({
  /** How a sentence names the decisions that are asked about: “flights that were called late”. */
  phrase: z.string().min(1).max(80),
  /** True for a row that may be drawn; the version's answer is seen as `prediction`. */
  where: expression,
  /** What is asked about each: “Did the forecast help?” */
  question: z.string().min(1).max(150).default('Did it help?'),
  /** All that an expert sees of a decision, in this order; over the source and `prediction`. */
  show: z
    .array(z.strictObject({ label: z.string().min(1).max(40), expression }))
    .min(1)
    .max(8),
  /** How many decisions each expert is asked about. */
  each: z.number().int().min(1).max(10).default(10),
  /** Decisions before this day are not asked about. */
  from: day.optional(),
  /** Days that experts have for their answers. */
  openDays: z.number().int().min(2).max(28).default(14),
  monthly: z.boolean().default(true),
  /** Days after a version went live, in which it decides; null: not asked then. */
  afterPromotionDays: z.number().int().min(1).max(28).nullable().default(7),
});
export type SamplingSpec = z.infer<typeof samplingSpec>;

/** What happened, by row. "none" where the source does not say: then nothing is said of how right the model is. */
const outcome = z.union([
  z
    .literal('none')
    .transform(() => ({ name: 'outcome', phrase: 'outcome', expression: 'null::double', unit: '', known: false as const })),
  z.strictObject({
    name,
    phrase: z.string().min(1).max(60),
    expression,
    unit: z.string().max(20),
    known: z.literal(false).optional(),
  }),
]);

/** The model says one of several classes: what is counted is how often it was wrong. Classes are compared as text. */
const classes = z.strictObject({
  /** What a constant guess would always say. */
  usual: z.string().min(1).max(200),
  /** The model gives a score, not a class: from `from` on it means `above`, else `below`. */
  score: z.strictObject({ from: z.number(), above: z.string().min(1).max(200), below: z.string().min(1).max(200) }).optional(),
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
  predictions: z.record(z.string().regex(/^\d+$/, 'a version number'), predictionSpec),
  /** How a sentence calls what the model says: “forecasts”. */
  predictionPhrase: z.string().min(1).max(40).default('predictions'),
  /** What nobody measures and a reader may assume: “money”, “whether forecasts affect punctuality”. */
  notMeasured: z.array(z.string().min(1).max(80)).max(5).default([]),
  outcome,
  /** Left out where the model predicts a number. */
  classes: classes.optional(),
  /** What a constant guess would say, in the outcome's unit: the hard baseline. Of no effect with `classes` or without an outcome. */
  baseline: z.number().default(0),
  /** A miss above this is a large one, in the outcome's unit. */
  largeMiss: z.number().positive().default(30),
  costly: costly.optional(),
  gains: gains.prefault({}),
  sampling: samplingSpec.optional(),
  thresholds: thresholds.prefault({}),
});
export type MonitorSpec = z.infer<typeof monitorSpec>;
