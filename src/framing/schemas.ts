import { z } from 'zod';
import { ownerKinds } from '../db/schema/registry.ts';

/** Postgres keeps no NUL in text. */
export const words = (max: number, empty: string) =>
  z
    .string()
    .max(max, `At most ${max} characters`)
    .transform((text) => text.replaceAll('\0', '').trim())
    .refine((text) => text.length > 0, empty);
const personId = z.string().min(1).max(63);
const framingId = z.uuid();
/** Of the card, as it was shown; what moved since is refused. */
const revision = z.number().int().min(1).optional();

/** Who thinks it through: the expert of the trade, a data scientist, and an owner from operations. */
export const parts = ['expert', 'scientist', 'operations'] as const;
export type Part = (typeof parts)[number];
const people = z.partialRecord(z.enum(parts), personId).default({});

export const openInput = z.strictObject({
  words: words(3_000, 'Say the idea in a sentence.'),
  people,
  /** The case that showed that the question was another one. */
  caseId: z.uuid().optional(),
  clientKey: z.string().min(1).max(200),
});
export type OpenInput = z.input<typeof openInput>;

export const answerInput = z.strictObject({
  framingId,
  question: z.string().min(1).max(40),
  words: words(3_000, 'Write an answer, even a rough one.'),
  /** The same for an answer that is delivered twice: by then another question may be asked. */
  clientKey: z.string().min(1).max(300).optional(),
});
export type AnswerInput = z.input<typeof answerInput>;

export const peopleInput = z.strictObject({ framingId, people });
export type PeopleInput = z.input<typeof peopleInput>;

export const optionInput = z.strictObject({
  framingId,
  words: words(1_000, 'Say what could be done.'),
  /** The same for a form that is sent twice. */
  optionId: z.uuid().optional(),
});
export type OptionInput = z.input<typeof optionInput>;

export const verdictInput = z
  .strictObject({
    optionId: z.uuid(),
    verdict: z.enum(['open', 'chosen', 'dropped']),
    why: words(1_000, 'Say why.').optional(),
  })
  .refine((input) => input.verdict !== 'dropped' || input.why !== undefined, {
    path: ['why'],
    error: 'Say why it is dropped: whoever has the same idea next year will ask.',
  });
export type VerdictInput = z.input<typeof verdictInput>;

export const endInput = z.strictObject({
  framingId,
  as: z.enum(['not-worth', 'withdrawn']),
  words: words(3_000, 'Say why: whoever has the same idea next year will ask.'),
  revision,
});
export type EndInput = z.input<typeof endInput>;

export const reopenInput = z.strictObject({ framingId, words: words(3_000, 'Say what has changed.') });
export type ReopenInput = z.input<typeof reopenInput>;

const figure = z.number().gte(-1e12).lte(1e12);

export const concludeInput = z.strictObject({
  framingId,
  /** What the model will be called. */
  title: words(120, 'Give it a name.'),
  kpi: z.strictObject({
    /** How a sentence names it: “missed connections”. */
    phrase: words(60, 'Say what is counted.'),
    unit: z.string().trim().min(1).max(20),
    better: z.enum(['higher', 'lower']),
    /** A share is 0 to 1. */
    baseline: figure,
    target: figure,
  }),
  companyGoal: words(300, 'Choose the goal that it serves.'),
  /** The question that it answers, for the record. */
  businessQuestion: words(500, 'Say the question.').optional(),
  owners: z.record(z.enum(ownerKinds), personId),
  revision,
});
export type ConcludeInput = z.input<typeof concludeInput>;
export type Conclusion = z.output<typeof concludeInput>;

/** What an idea ended in, as it is stored. Nobody's own words: names and figures that everybody reads from then on. */
export const outcome = concludeInput
  .pick({ title: true, kpi: true, companyGoal: true, owners: true })
  .extend({ modelId: z.string(), kpiId: z.string(), baselineFactId: z.string(), targetFactId: z.string() });
export type Outcome = z.output<typeof outcome>;

export const listInput = z.strictObject({
  open: z.boolean().default(true),
  limit: z.number().int().min(1).max(100).default(20),
});
export type ListInput = z.input<typeof listInput>;
