import { z } from 'zod';
import { ownerKinds, riskClasses } from '../db/schema/registry.ts';
import { roles } from '../shared/actor.ts';

const text = (max: number) => z.string().trim().min(1).max(max);
const key = z.string().regex(/^[a-z][a-z0-9_-]{0,62}$/, 'lower-case letters, digits, - and _, starting with a letter');
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 16:00');
const day = z.iso.date('a day such as 2001-07-02');

/** Whoever may sit in a seat: an owner of the model, a role in its team, a team, whoever is on call, or people by name. */
const sitters = z.union([
  z.strictObject({ owner: z.enum(ownerKinds) }),
  z.strictObject({ role: z.enum(roles), of: z.enum(['team', 'anybody']).default('team') }),
  z.strictObject({ anyRole: z.array(z.enum(roles)).min(1).max(roles.length), of: z.enum(['team', 'anybody']).default('team') }),
  z.strictObject({ team: key }),
  z.strictObject({ onCall: key }),
  z.strictObject({ people: z.array(key).min(1).max(50) }),
]);

const seat = z.strictObject({
  /** `business`, `engineering`, `compliance`: decides in whose words the card is written. */
  words: z.enum(['business', 'engineering', 'compliance']),
  /** “a business owner”, “an engineer”: how a sentence names one of them. */
  phrase: text(60),
  who: sitters,
  count: z.number().int().min(1).max(20).default(1),
  /** What they tick before they agree. */
  checklist: z.array(text(200)).max(12).default([]),
});

const freeze = z.strictObject({
  why: text(120),
  /** Calendar days, the end is the first day that is free again; or hours of weekdays, each week. */
  when: z.union([
    z.strictObject({ start: day, end: day }),
    z.strictObject({ weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7), from: clock, until: clock }),
  ]),
});

/** One policy of leeway.yml, complete: a template's fields under its own. */
export const policySpec = z.strictObject({
  title: text(120),
  /** What it covers. A model by name wins over a risk class, and that over `any`. */
  models: z.array(text(100)).max(1_000).default([]),
  risk: z.array(z.enum(riskClasses)).max(3).default([]),
  any: z.boolean().default(false),
  environments: z.array(key).min(1).max(20),
  seats: z.record(key, seat).refine((seats) => Object.keys(seats).length > 0, 'at least one seat: somebody must agree'),
  /** `veto`: one refusal ends the request. `quorum`: it ends when the seats can no longer be filled. */
  refusal: z.enum(['veto', 'quorum']).default('veto'),
  gates: z.strictObject({
    required: z.array(key).max(20).default([]),
    /** These may have failed: whoever approves says why, and the record says that they did. */
    mayBeOutvoted: z.array(key).max(20).default([]),
  }),
  /** What the requester must bring. A fallback is required for whatever replaces a version that serves. */
  requires: z.strictObject({
    reason: z.boolean().default(true),
    expectedEffect: z.boolean().default(true),
    rollbackPlan: z.boolean().default(true),
    checklist: z.array(text(200)).max(12).default([]),
  }),
  expiresAfterHours: z
    .number()
    .int()
    .min(1)
    .max(24 * 90),
  remindAfterHours: z
    .array(
      z
        .number()
        .int()
        .min(1)
        .max(24 * 90),
    )
    .max(10)
    .default([]),
  escalate: z
    .strictObject({
      afterHours: z
        .number()
        .int()
        .min(1)
        .max(24 * 90),
      to: sitters,
    })
    .optional(),
  zone: text(60).describe('Of the freeze windows and of every time that is said.'),
  freeze: z.array(freeze).max(100).default([]),
  /** Whoever approves types the version's name. */
  stepUp: z.boolean().default(false),
  whenAnother: z.enum(['supersede', 'queue']).default('supersede'),
  observeDays: z.number().int().min(1).max(365).default(14),
  deploy: z.strictObject({
    by: key.default('alias'),
    timeoutMinutes: z
      .number()
      .int()
      .min(1)
      .max(24 * 60)
      .default(30),
  }),
  channel: text(80).describe('Where the card is posted: a name under `channels`, or a channel id.'),
  /** Who gets the card as a direct message too, in compliance's words, and decides nothing. */
  tell: sitters.optional(),
});
export type PolicySpec = z.output<typeof policySpec>;
export type Seat = z.output<typeof seat>;
export type Sitters = z.output<typeof sitters>;
export type Freeze = z.output<typeof freeze>;

/** A policy as it was in force when a request was made. */
export interface Policy {
  id: string;
  version: number;
  spec: PolicySpec;
  /** Within how many hours asking for the same counts as having asked; the time to decide, when left out. */
  periodHours?: number;
}
