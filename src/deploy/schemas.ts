import { z } from 'zod';
import { aliasName, modelId, versionNumber } from '../registry/schemas.ts';

export const placeInput = z.strictObject({ modelId, environment: aliasName });
/** Where something serves: a model in an environment. */
export type Place = z.infer<typeof placeInput>;
export const placeOf = ({ modelId, environment }: Place): Place => ({ modelId, environment });

const reason = z.string().trim().min(1).max(2_000);

export const rollBackInput = placeInput.extend({
  /** The version that was seen to serve, and the one that the confirmation said returns: others now are a conflict. */
  expected: versionNumber.optional(),
  to: versionNumber.optional(),
  /** The request whose card the button stood on. */
  requestId: z.uuid().optional(),
});
export type RollBackInput = z.input<typeof rollBackInput>;

export const pauseInput = placeInput.extend({ reason: reason.optional() });
export type PauseInput = z.input<typeof pauseInput>;

export const reasonInput = z.union([z.strictObject({ orderId: z.uuid(), words: reason }), placeInput.extend({ words: reason })]);
export type ReasonInput = z.input<typeof reasonInput>;

export const reportInput = z.strictObject({
  orderId: z.uuid(),
  token: z.string().min(1).max(200),
  state: z.enum(['started', 'succeeded', 'failed']),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
  message: z.string().trim().max(1_000).optional(),
});
export type ReportInput = z.input<typeof reportInput>;
