import { z } from 'zod';
import { chartInputSchema } from '../charts/chart-input.ts';
import { voices } from '../db/schema/digest.ts';
import { line } from '../digest/line.ts';
import { shownMatter } from '../digest/schemas.ts';
import { grains } from '../shared/period.ts';

/** An answer as data, frozen when given. Lines are mrkdwn with record words escaped; every other text is plain. */
export const answerSchema = z.object({
  id: z.string(),
  /** What was asked, in words that go on from “the answer to …”. */
  understood: z.string(),
  /** How the question was read, in a sentence or two; null where it could be read in one way only. */
  readAs: z.string().nullable().default(null),
  /** The language model that said what was asked, where the rules did not know; null: the rules did. */
  readBy: z.string().nullable().default(null),
  headline: line,
  lines: z.array(line),
  chart: chartInputSchema.nullable(),
  modelId: z.string().nullable(),
  modelTitle: z.string().nullable(),
  period: z.object({ grain: z.enum(grains), start: z.string(), end: z.string() }).nullable(),
  /** In whose words: plain ones, or the field's. */
  voice: z.enum(voices),
  /** Questions that could follow. */
  offers: z.array(z.string()),
  /** A page of a list, with what the page after it is asked with. */
  models: z
    .object({
      search: z.string(),
      rows: z.array(z.object({ id: z.string(), title: z.string(), line })),
      total: z.number(),
      next: z.string().nullable(),
      /** The list is of what lacks something, and the headline says of what. */
      lacking: z.literal(true).optional(),
    })
    .nullable(),
  matters: z.array(shownMatter),
  explain: z
    .object({
      term: z.string(),
      industry: z.string(),
      depth: z.enum(['simple', 'detail']),
      text: z.string(),
      analogy: z.string(),
      related: z.array(z.string()),
    })
    .nullable(),
});
export type Answer = z.infer<typeof answerSchema>;

/** Ids of every fact that an answer rests on, each once, in the order of reading. */
export const factsOfAnswer = (answer: Pick<Answer, 'headline' | 'lines' | 'models'>): string[] => [
  ...new Set(
    [answer.headline, ...answer.lines, ...(answer.models?.rows ?? []).map((row) => row.line)].flatMap((one) => one.facts),
  ),
];
