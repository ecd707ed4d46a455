import { z } from 'zod';
import type { RequestLine } from '../approvals/list-requests.ts';
import type { RequestView } from '../approvals/schemas.ts';
import { requestKinds, requestStates } from '../db/schema/approvals.ts';
import { orderStates } from '../db/schema/deploy.ts';
import { fact, gateState, instant, said } from './api-facts.ts';
import type { Documents } from './api-route.ts';

const kind = z.enum(requestKinds);
const state = z.enum(requestStates);
const who = z.strictObject({ id: z.string(), name: z.string() });
const version = z.strictObject({ number: z.int(), description: z.string() });
const revision = z.int().describe('Of the card: a vote carries the one that was seen');

const gate = z.strictObject({
  gate: z.string(),
  title: z.string(),
  state: gateState,
  required: z.boolean(),
  mayBeOutvoted: z.boolean(),
  reason: z.string().nullable(),
  facts: z.array(fact),
});

const vote = z.strictObject({
  personId: z.string(),
  name: z.string(),
  decision: z.enum(['approve', 'refuse']),
  at: instant,
  onBehalfOf: z.string().exactOptional(),
  outvoted: z.array(z.string()).describe('Failed checks that the vote went against'),
});

const seat = z.strictObject({
  seat: z.string(),
  phrase: z.string(),
  count: z.int(),
  words: z.enum(['business', 'engineering', 'compliance']),
  checklist: z.array(z.string()).describe('What a vote for it ticks, word for word'),
  votes: z.array(vote),
  open: z.array(z.strictObject({ personId: z.string(), name: z.string() })).describe('Who may still vote; at most ten are named'),
});

/** A request as its card shows it. */
export const requestAnswer = z
  .strictObject({
    requestId: z.uuid(),
    number: z.int(),
    kind,
    state,
    revision,
    cardId: z.uuid(),
    model: z
      .strictObject({
        id: z.string(),
        title: z.string(),
        companyGoal: z.string().nullable(),
        businessQuestion: z.string().nullable(),
      })
      .nullable(),
    environment: z.string().nullable(),
    version: version.nullable(),
    replaces: version.nullable(),
    fallback: z.int().nullable(),
    breakGlass: z.boolean(),
    requester: who,
    requestedAt: instant,
    reason: z.string().nullable(),
    expectedEffect: z.string().nullable(),
    rollbackPlan: z.string().nullable(),
    changes: z.array(z.string()),
    better: z.array(said),
    worse: z.array(said),
    notKnown: z.array(z.string()),
    gates: z.array(gate),
    seats: z.array(seat),
    question: z.string(),
    expiresAt: instant,
    zone: z.string(),
    stepUp: z.boolean(),
    stepUpText: z.string().nullable().describe('What `typed` of an approval must say'),
    held: z.string().nullable().describe('Why nobody may approve now'),
    unconfirmed: z
      .literal(true)
      .exactOptional()
      .describe('It was asked at the command line, and the requester has not confirmed yet that it was they'),
    outcome: z.string().nullable(),
    order: z
      .strictObject({
        id: z.uuid(),
        state: z.enum(orderStates),
        deployer: z.string().describe('Who carries it out, by the name of leeway.yml'),
        taken: z.boolean().describe('Whether the deployer had taken it on'),
        outcome: z.string().nullable().describe('Of a deployment that failed, the raw text of what was said of it'),
        url: z.string().nullable(),
        finishedAt: instant.nullable(),
      })
      .nullable()
      .describe('The deployment, once it is ordered'),
    policy: z.strictObject({ id: z.string(), version: z.int(), title: z.string() }),
  })
  .meta({ id: 'Request' }) satisfies Documents<RequestView>;

const line = z.strictObject({
  requestId: z.uuid(),
  revision,
  number: z.int(),
  kind,
  state,
  title: z.string(),
  modelId: z.string().nullable(),
  environment: z.string().nullable(),
  version: z.int().nullable(),
  requester: who,
  requestedAt: instant,
  expiresAt: instant,
  decidedAt: instant.nullable(),
  outcome: z.string().nullable(),
  breakGlass: z.boolean(),
}) satisfies Documents<RequestLine>;

export const requestList = z.strictObject({
  requests: z.array(line).describe('Newest first'),
  next: z.int().nullable().describe('`after` of the next page; null on the last'),
});
export const requestedAnswer = z.strictObject({ requestId: z.uuid(), number: z.int(), state });
export const votedAnswer = z.strictObject({ state, revision });
export const movedAnswer = z.strictObject({ revision });
export const askedAnswer = z.strictObject({ revision, eventId: z.uuid() });
