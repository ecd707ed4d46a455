import { z } from 'zod';
import { matterKinds } from '../db/schema/matters.ts';

const words = (max: number) => z.string().trim().min(1).max(max);
const day = z.iso.date('a day such as 2001-06-21');

/** Where a word about it goes, when it was taken or done in a conversation. */
const destination = z.strictObject({
  channel: words(80),
  /** Outbox id of the message in whose thread it goes. */
  threadOf: words(80).optional(),
  /** Slack's `ts` of a thread that a person opened. */
  threadTs: words(40).optional(),
});
export type MatterDestination = z.infer<typeof destination>;

/** What was shown to the person who clicked; it has moved on when the stored one is higher. */
const revision = z.number().int().min(1);

export const openInput = z.strictObject({
  kind: z.enum(matterKinds),
  modelId: words(100),
  /** What tells it from other matters of the same kind and model: a measure, a column, a case's id. */
  key: words(200),
  title: words(600),
  severity: z.number().int().min(0).max(1_000),
  openedFor: day,
  findingId: z.uuid().nullable().default(null),
  /** Whoever has it in hand from the first moment, with what comes next and when. */
  inHand: z
    .strictObject({ ownerId: words(63), nextStep: words(500), dueOn: day })
    .nullable()
    .default(null),
});
export type OpenInput = z.input<typeof openInput>;

export const takeInput = z.strictObject({
  matterId: z.uuid(),
  nextStep: words(500),
  dueOn: day,
  revision,
  destination: destination.optional(),
});
export type TakeInput = z.input<typeof takeInput>;

export const handOverInput = z.strictObject({
  matterId: z.uuid(),
  toPersonId: words(63),
  /** What they should know or do next; left out, what was planned stays. */
  nextStep: words(500).optional(),
  /** By when; left out, the day stays. What nobody has in hand yet needs both, step and day. */
  dueOn: day.optional(),
  revision,
  destination: destination.optional(),
});
export type HandOverInput = z.input<typeof handOverInput>;

export const closeInput = z.strictObject({
  matterId: z.uuid(),
  outcome: words(1_000),
  /** Left out where nothing was shown before. */
  revision: revision.optional(),
  destination: destination.optional(),
});
export type CloseInput = z.input<typeof closeInput>;

export const reopenInput = z.strictObject({ matterId: z.uuid(), revision });
export type ReopenInput = z.input<typeof reopenInput>;
