import { z } from 'zod';

const day = z.iso.date('a day such as 2001-03-01');
/** Postgres keeps no NUL in text. */
const words = (max: number, message: string) =>
  z
    .string()
    .max(max, `At most ${max.toLocaleString('en-US')} characters`)
    .transform((text) => text.replaceAll('\0', '').trim())
    .refine((text) => text.length > 0, message);
const changeId = z.uuid();
const modelId = z.string().min(1).max(100);

export const maxTouched = 20;
const touched = z.strictObject({
  modelId,
  columns: z.array(z.string().min(1).max(63)).max(50).default([]),
  segment: z.string().trim().min(1).max(200).nullable().default(null),
});

export const reportInput = z
  .strictObject({
    words: words(3_000, 'Say what changes'),
    startsOn: day,
    /** The last day it holds; left out when it stays. */
    endsOn: day.nullable().default(null),
    /** The same report sent twice has the same key. */
    clientKey: z.string().min(1).max(200),
  })
  .refine((input) => input.endsOn === null || input.startsOn <= input.endsOn, {
    message: 'The last day comes after the first',
    path: ['endsOn'],
  });
export type ReportInput = z.input<typeof reportInput>;

export const describeInput = z.strictObject({
  changeId,
  /** Every model that it touches; those named before and left out here are no longer asked. Empty: it touches none. */
  touches: z.array(touched).max(maxTouched, `At most ${maxTouched} models at once`),
});
export type DescribeInput = z.input<typeof describeInput>;

export const settleInput = z
  .strictObject({
    changeId,
    modelId,
    how: z.enum(['retrained', 'no-effect', 'refused']),
    words: words(2_000, 'Say why').optional(),
    /** The version that was trained after it. */
    version: z.number().int().positive().optional(),
  })
  .refine((input) => input.how !== 'refused' || input.words !== undefined, {
    message: 'Say why nothing is done: whoever reported it reads it',
    path: ['words'],
  });
export type SettleInput = z.input<typeof settleInput>;

export const withdrawInput = z.strictObject({ changeId, words: words(2_000, 'Say why').optional() });
export type WithdrawInput = z.input<typeof withdrawInput>;

export const remarkInput = z.strictObject({
  changeId,
  words: words(3_000, 'Write something'),
  /** The same for a line that is delivered twice. */
  clientKey: z.string().min(1).max(200),
  /** It was written in the card's own thread, where it stands already. */
  inThread: z.boolean().default(false),
});
export type RemarkInput = z.input<typeof remarkInput>;
