import { z } from 'zod';

const day = z.iso.date('a day such as 2001-03-05');
export const maxCounts = 2_000;
/** Of one week. */
export const maxCount = 10_000_000;

export const countRow = z.strictObject({
  modelId: z.string().min(1).max(100),
  /** Any day of the week that was counted. */
  week: day,
  /** The part of the business; left out for all. */
  segment: z.string().trim().max(60, 'At most 60 characters').default(''),
  count: z.number().int('A whole number').min(0, 'Not less than 0').max(maxCount, 'At most 10,000,000'),
});
export type CountRow = z.input<typeof countRow>;

export const countInput = z.strictObject({
  counts: z
    .array(countRow)
    .min(1, 'Give at least one count')
    .max(maxCounts, `At most ${maxCounts.toLocaleString('en-US')} counts at once: send them in parts`),
  source: z.enum(['rest', 'csv', 'command']),
});
export type CountInput = z.input<typeof countInput>;
