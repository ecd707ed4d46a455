import type { Ctx } from '../db/ctx.ts';
import { readOrder } from '../deploy/read-orders.ts';
import { readServingOf } from '../deploy/read-serving.ts';
import { whatBecame, type Became } from '../deploy/what-became.ts';
import { readFacts } from '../facts/read-facts.ts';
import { readPersons } from '../people/read-persons.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import type { Fact } from '../shared/fact.ts';
import { evidenceOf, modelOf, policyOf } from './load-request.ts';
import { reading } from './open-request.ts';
import { selectRequest, selectVotes } from './request-store.ts';
import { selectOwners, selectVersionsOf } from './subject-store.ts';

const dayMs = 86_400_000;
const maxVotes = 1_000;

/** What the people who work with a model are told when a version goes live. */
export interface Release {
  requestId: string;
  number: number;
  model: { id: string; title: string };
  environment: string;
  version: { number: number; description: string };
  replaces: number | null;
  liveSince: Date;
  /** What took its place, or that it is paused; null while it is live. */
  became: Became | null;
  /** Why, and which effect is expected, in the requester's words; null where they were erased or not asked for. */
  why: string | null;
  expectedEffect: string | null;
  /** What to watch: what got worse in tests. */
  worse: { text: string; facts: Fact[] }[];
  notKnown: string[];
  /** When expected and observed effect are compared. */
  lookBackAt: Date;
  zone: string;
  fallback: number | null;
  /** It went live without the usual agreement. */
  breakGlass: boolean;
  requester: { id: string; name: string };
  approvers: { id: string; name: string }[];
  /** Whom to object to, beside flagging a problem: the business owner, else operations. */
  contact: { id: string; name: string } | null;
}

/** Throws `not-found` for an order that nobody requested, `conflict` for one that is not live. */
export async function readRelease(ctx: Ctx, orderId: string): Promise<Release> {
  authorise(ctx.actor, 'approvals.read');
  const reader = reading(ctx);
  const order = await readOrder(reader, orderId);
  const row = order.requestId ? await selectRequest(ctx.db, order.requestId) : undefined;
  if (!row) throw new LeewayError('not-found', 'There is no such release.');
  if (order.state !== 'succeeded' || !order.finishedAt)
    throw new LeewayError('conflict', `Version ${order.version} is not live.`);
  const { spec } = await policyOf(reader, row);
  const serving = (await readServingOf(reader, [order.modelId], order.environment)).get(order.modelId);
  const [version] = await selectVersionsOf(ctx.db, order.modelId, [order.version]);
  const { shown } = evidenceOf(row);
  const facts = await readFacts(
    reader,
    shown.worse.flatMap((one) => one.facts),
  );
  return {
    requestId: row.id,
    number: row.number,
    model: { id: order.modelId, title: (await modelOf(reader, row))?.title ?? order.modelId },
    environment: order.environment,
    version: { number: order.version, description: version?.description ?? '' },
    replaces: order.fromVersion,
    liveSince: order.finishedAt,
    became: serving ? await whatBecame(reader, serving, order.finishedAt) : null,
    why: row.reason,
    expectedEffect: row.expectedEffect,
    worse: shown.worse.map(({ text, facts: ids }) => ({ text, facts: facts.filter((one) => ids.includes(one.id)) })),
    notKnown: shown.notKnown,
    lookBackAt: new Date(order.finishedAt.getTime() + spec.observeDays * dayMs),
    zone: spec.zone,
    fallback: row.fallbackVersion,
    breakGlass: row.breakGlass,
    ...(await peopleOf(reader, row.id, row.requestedById, order.modelId)),
  };
}

async function peopleOf(ctx: Ctx, requestId: string, requestedById: string, modelId: string) {
  const agreed = (await selectVotes(ctx.db, [requestId], maxVotes)).filter((one) => one.decision === 'approve');
  const owners = await selectOwners(ctx.db, modelId);
  const owner = owners.find((one) => one.kind === 'business') ?? owners.find((one) => one.kind === 'operations');
  const ids = [requestedById, ...agreed.map((one) => one.personId), ...(owner ? [owner.personId] : [])];
  const persons = await readPersons(ctx, ids);
  const named = (id: string) => ({ id, name: persons.get(id)?.name ?? id });
  return {
    requester: named(requestedById),
    approvers: agreed.map((one) => named(one.personId)),
    contact: owner ? named(owner.personId) : null,
  };
}
