import { z } from 'zod';
import { sampleAnswers } from '../db/schema/sampling.ts';

const place = { roundId: z.uuid(), position: z.number().int().min(1).max(1_000) };

export const answerInput = z.strictObject({ ...place, answer: z.enum(sampleAnswers) });
export type AnswerInput = z.input<typeof answerInput>;

export const placeInput = z.strictObject(place);
export type PlaceInput = z.input<typeof placeInput>;

export const maxLineChars = 500;
export const lineInput = z.strictObject({
  ...place,
  words: z
    .string()
    .max(maxLineChars, `At most ${maxLineChars} characters`)
    .transform((text) => text.replaceAll('\0', '').trim())
    .refine((text) => text.length > 0, 'Write something'),
});
export type LineInput = z.input<typeof lineInput>;

/** How a round was drawn and asked, and, once it is counted, what came of it. Kept in `sample_round.rule`. */
export const roundRule = z.object({
  phrase: z.string().default(''),
  question: z.string().default(''),
  where: z.string().default(''),
  labels: z.array(z.string()).default([]),
  /** Which version's answers they are. */
  version: z.number().int().nullable().default(null),
  seed: z.string().default(''),
  /** The Monday of each decision's week, by place. */
  weeks: z.array(z.string()).default([]),
  /** When whoever has not answered is reminded; null once they were, and where the round is too short for it. */
  remindAt: z.string().nullable().default(null),
  /** How many decisions each expert was asked about, all of them different ones. */
  each: z.number().int().default(0),
  /** How many experts there are, where not all were asked. */
  experts: z.number().int().default(0),
  /** Facts: how many might have been drawn, how many were. */
  population: z.string().nullable().default(null),
  drawn: z.string().nullable().default(null),
  /** Why nobody could be asked. */
  reason: z.string().nullable().default(null),
  result: z
    .object({
      /** By name, ids of facts: `helped`, `did-not`, `wrong`, `cant-say`, `judged`, `share`, `low`, `high`, `asked`, `reached`. */
      facts: z.record(z.string(), z.string()),
      matterId: z.string().nullable(),
      notReached: z.array(z.string()),
    })
    .nullable()
    .default(null),
});
export type RoundRule = z.infer<typeof roundRule>;
