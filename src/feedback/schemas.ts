import { z } from 'zod';
import { caseKinds } from '../db/schema/feedback.ts';
import { words } from './case-schemas.ts';

const day = z.iso.date('a day such as 2001-06-11');
export const flagInput = z.strictObject({
  modelId: z.string().min(1).max(100),
  whatHappened: words(3_000, 'Say what happened'),
  kind: z.enum(caseKinds).optional(),
  sureness: z.enum(['sure', 'fairly', 'guess']).optional(),
  still: z.enum(['yes', 'no', 'unknown']).optional(),
  /** The part of the business that it is about. */
  segment: z.string().trim().min(1).max(200).optional(),
  /** The days that it is about; the end is the first day that no longer counts. */
  period: z
    .strictObject({ start: day, end: day })
    .refine((period) => period.start < period.end, 'The end comes after the start')
    .optional(),
  /** What it was flagged from: an edition, an answer, a message. */
  origin: z.strictObject({ kind: z.string().min(1).max(40), id: z.string().min(1).max(100) }).optional(),
  /** The same complaint sent twice has the same key: a modal's id, a request's. */
  clientKey: z.string().min(1).max(200),
});
export type FlagInput = z.input<typeof flagInput>;

export const usefulnessInput = z
  .strictObject({
    subjectKind: z.enum(['edition', 'answer']),
    subjectId: z.string().min(1).max(100),
    vote: z.enum(['yes', 'no']).optional(),
    why: words(1_000, 'Say why').optional(),
    /** What the text led with or what was asked, and for whom it was written. */
    findingKind: z.string().min(1).max(60).optional(),
    audienceId: z.string().min(1).max(63).optional(),
  })
  .refine((input) => input.vote !== undefined || input.why !== undefined, 'Say whether it was useful, or why');
export type UsefulnessInput = z.input<typeof usefulnessInput>;

export const listCasesInput = z.strictObject({
  flaggedById: z.string().max(63).optional(),
  ownerId: z.string().max(63).optional(),
  /** Whose turn it is, as owner or as who raised it. */
  waitingFor: z.string().max(63).optional(),
  teamId: z.string().max(63).optional(),
  modelIds: z.array(z.string().max(100)).max(1_000).optional(),
  /** Only those that are not closed. */
  open: z.boolean().default(true),
  /** The number of the last case of the page before. */
  before: z.number().int().positive().optional(),
  limit: z.number().int().min(1).max(100).default(20),
});
export type ListCasesInput = z.input<typeof listCasesInput>;
