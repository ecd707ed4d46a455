import { z } from 'zod';

const maxPoints = 400;
/** Control characters would make the SVG invalid, line breaks are ours to place. */
const line = (maxChars: number) =>
  z
    .string()
    .max(maxChars)
    .transform((text) =>
      text
        .replace(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, ' ')
        .replace(/ {2,}/g, ' ')
        .trim(),
    );
const heading = (maxChars: number) => line(maxChars).pipe(z.string().min(1));
const day = z.iso.date();
const altText = z.string().min(1).max(2000);

const range = z.object({ lower: z.number(), mean: z.number(), upper: z.number() }).refine((band) => band.lower <= band.upper, {
  message: 'lower must not exceed upper',
});

const panel = z
  .object({
    /** Said above the panel when there are two of them. */
    name: heading(60),
    /** `percent`, or the figure's own unit; empty where it has none. */
    unit: line(20),
    /** Oldest first; `null` is a period that was not measured and leaves a gap. */
    points: z.array(z.object({ day, value: z.number().nullable() })).max(maxPoints),
    /** One range for all points, or one per point. */
    band: z.union([range, z.array(range)]).optional(),
    target: z.object({ value: z.number(), label: heading(24) }).optional(),
  })
  .superRefine((value, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (value.points.filter((point) => point.value !== null).length < 2)
      refuse('points', 'a line needs at least two measured points');
    else if (value.points.at(-1)?.value === null)
      refuse('points', 'the last point must be measured: it is the one that is labelled');
    if (value.points.some((point, index) => index > 0 && point.day <= value.points[index - 1]!.day)) {
      refuse('points', 'days must rise from point to point');
    }
    if (Array.isArray(value.band) && value.band.length !== value.points.length) refuse('band', 'needs one range for each point');
  });

const series = z
  .object({
    chart: z.literal('series'),
    /** States the message; at most 140 characters. */
    title: heading(140),
    subtitle: line(200).optional(),
    alt: altText,
    panel,
    /** Drawn below the first on the same time axis, for example the business measure under the model's error. */
    below: panel.optional(),
  })
  .refine(
    (value) => !value.below || value.below.points.map((p) => p.day).join() === value.panel.points.map((p) => p.day).join(),
    {
      message: 'both panels need the same days',
      path: ['below', 'points'],
    },
  );

const sparkline = z.object({
  chart: z.literal('sparkline'),
  alt: altText,
  /** Oldest first, evenly spaced; meant for 60 to 90. */
  values: z.array(z.number()).min(2, 'a line needs at least two measured points').max(maxPoints),
});

const bars = z.object({
  chart: z.literal('bars'),
  title: heading(140),
  subtitle: line(200).optional(),
  alt: altText,
  /** What the solid and the outlined bars are, for example `11–17 June` and `January`. */
  nowLabel: heading(32),
  referenceLabel: heading(32),
  /** Shares between 0 and 1, in any order; above twelve the smallest are drawn as one bar that says how many they are. */
  categories: z
    .array(z.object({ name: heading(200), now: z.number().min(0).max(1), reference: z.number().min(0).max(1) }))
    .min(1, 'at least one category is needed')
    .max(1000),
});

export const chartInputSchema = z.discriminatedUnion('chart', [series, sparkline, bars]);
export type ChartInput = z.input<typeof chartInputSchema>;
export type CheckedChart = z.output<typeof chartInputSchema>;
export type SeriesChart = z.output<typeof series>;
export type Panel = z.output<typeof panel>;
export type SparklineChart = z.output<typeof sparkline>;
export type BarsChart = z.output<typeof bars>;
