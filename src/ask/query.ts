import { z } from 'zod';
import { gaps } from '../monitor/read-gaps.ts';
import { grains, type Period } from '../shared/period.ts';

export const audiences = ['executive', 'data-scientist'] as const;
export type AskedAudience = (typeof audiences)[number];
export const industries = ['airlines', 'retail', 'manufacturing', 'banking'] as const;
export type AskedIndustry = (typeof industries)[number];
export const depths = ['simple', 'detail'] as const;
/** The four things that may change and are never said one for another, the business measure, and how many rows there were. */
export const measures = ['error', 'kpi', 'volume', 'inputs', 'predictions', 'outcome'] as const;
export type AskedMeasure = (typeof measures)[number];

export const decidedAspects = ['who', 'why-not', 'when', 'how-long'] as const;
export type DecidedAspect = (typeof decidedAspects)[number];
export const acts = ['promote', 'rollback', 'pause', 'resume', 'requests'] as const;
export type AskedAct = (typeof acts)[number];

/**
 * A period asked for. `grain` is `week` for exactly one Monday to Sunday, `month` for exactly one calendar month, and `day`
 * for any other stretch, however long (a quarter, "since May"). `partial` is there when its end is not reached yet.
 */
export type AskedPeriod = Period & { partial?: true };

const day = z.iso.date();
const version = z.number().int().min(1).max(999_999_999);
const period: z.ZodType<AskedPeriod> = z.strictObject({
  grain: z.enum(grains),
  start: day,
  end: day,
  partial: z.literal(true).exactOptional(),
});
const text = z.string().min(1).max(256);
const model = text.exactOptional();

/** What a person asked, typed. Without `model` the answering verb takes the only one the person has, or asks. */
export const querySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('help'), topic: text.exactOptional() }),
  z.strictObject({ kind: z.literal('status'), model, period: period.exactOptional() }),
  z.strictObject({ kind: z.literal('models'), search: text.exactOptional(), gap: z.enum(gaps).exactOptional() }),
  z.strictObject({ kind: z.literal('owner'), model }),
  z.strictObject({ kind: z.literal('version'), model, detail: z.literal(true).exactOptional() }),
  z.strictObject({ kind: z.literal('changes'), model, period: period.exactOptional() }),
  z.strictObject({ kind: z.literal('why'), model, period: period.exactOptional() }),
  z.strictObject({ kind: z.literal('measure'), measure: z.enum(measures), model, period: period.exactOptional() }),
  z.strictObject({ kind: z.literal('trend'), model, measure: z.enum(measures).exactOptional() }),
  z.strictObject({ kind: z.literal('explain'), term: text, industry: z.enum(industries).exactOptional(), depth: z.enum(depths) }),
  z.strictObject({
    kind: z.literal('digest'),
    as: z.enum(audiences).exactOptional(),
    sendToMeFirst: z.literal(true).exactOptional(),
  }),
  z.strictObject({ kind: z.literal('mine') }),
  z.strictObject({ kind: z.literal('flag'), model }),
  /** What waits for a decision, of all models where none is named. */
  z.strictObject({ kind: z.literal('decisions'), model }),
  /** What became of one version's request; without a number, of the version in production. */
  z.strictObject({ kind: z.literal('decided'), about: z.enum(decidedAspects), model, version: version.exactOptional() }),
  z.strictObject({ kind: z.literal('paused'), model }),
  /** Something to be done, which a form or a dialog asks for once more. */
  z.strictObject({
    kind: z.literal('act'),
    act: z.enum(acts),
    model,
    version: version.exactOptional(),
    environment: z
      .string()
      .regex(/^[a-z][a-z0-9_-]{0,62}$/)
      .exactOptional(),
  }),
  z.strictObject({ kind: z.literal('smalltalk'), which: z.enum(['thanks', 'hello']) }),
]);
export type Query = z.infer<typeof querySchema>;
export type QueryKind = Query['kind'];

export const modelOf = (query: Query | undefined): string | undefined => (query && 'model' in query ? query.model : undefined);
export const periodOf = (query: Query | undefined): AskedPeriod | undefined =>
  query && 'period' in query ? query.period : undefined;
