import { z } from 'zod';
import { chartInputSchema } from '../charts/chart-input.ts';
import { line } from './line.ts';

/** A matter as a text shows it: what it is, who has it, and whether it can be taken. */
export const shownMatter = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(['open', 'taken', 'done']),
  ownerName: z.string().nullable(),
  dueOn: z.string().nullable(),
  revision: z.number(),
});
export type ShownMatter = z.infer<typeof shownMatter>;

/** One issue of the digest as data: the same for Slack, the web page and plain text. Frozen when composed. */
export const editionBody = z.object({
  voice: z.enum(['executive', 'data-scientist']),
  audience: z.object({ id: z.string(), title: z.string() }),
  organisation: z.object({ name: z.string(), note: z.string().nullable(), zone: z.string() }),
  period: z.object({ grain: z.enum(['day', 'week', 'month']), start: z.string(), end: z.string() }),
  /** The verdict, which is also the notification. */
  headline: line,
  lines: z.array(line),
  details: z.array(line),
  chart: chartInputSchema.nullable(),
  matters: z.array(shownMatter),
  /** The request that the headline asks a decision on. */
  decision: z.object({ requestId: z.string(), title: z.string() }).nullable().default(null),
  /** The model that the text speaks of in full, for “Flag a problem” and follow-ups. */
  modelId: z.string().nullable(),
  modelTitle: z.string().nullable(),
  /** What it leads with, for votes on its use: a finding's kind, `decision`, or what it has instead of one. */
  ledBy: z.string().nullable().default(null),
  /** The term whose analogy it tells, if any. */
  term: z.string().nullable(),
  /** The language model that worded some of it, and its sentences beside those of the templates; null: templates only. */
  wording: z
    .object({ by: z.string().nullable(), sentences: z.array(z.object({ text: z.string(), template: z.string() })) })
    .default({ by: null, sentences: [] }),
});
export type EditionBody = z.infer<typeof editionBody>;

/** Ids of every fact that an edition rests on, each once, in the order of reading. */
export const factsOf = (body: Pick<EditionBody, 'headline' | 'lines' | 'details'>): string[] => [
  ...new Set([body.headline, ...body.lines, ...body.details].flatMap((one) => one.facts)),
];
