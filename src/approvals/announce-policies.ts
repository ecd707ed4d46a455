import type { WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { say } from '../outbox/say.ts';
import { enqueue } from '../queue/enqueue.ts';
import { sayClock } from '../shared/period.ts';
import { currentConfigurationPolicy } from './configuration-policy.ts';
import { destinationOf, reading } from './open-request.ts';
import { readPolicies } from './read-policies.ts';
import { readRequest } from './read-request.ts';
import { selectRequest, type RequestRow } from './request-store.ts';
import { saidChanges } from './said-changes.ts';

/** A change of policies as people are told of it once it holds. */
export interface PolicyNotice {
  /** What changed, from when, who agreed and how to object. */
  text: string;
  /** The channels in which such requests are decided. */
  destinations: string[];
  /** The models that it is about; null where it may be about any. */
  modelIds: string[] | null;
}

const aboutPolicy = /^policy:(.+)$/;

/**
 * Tells the channel in which a policy's requests are decided what changed about it, in the transaction that carried the
 * change out; the audiences are told by a job. Says nothing where a request changed no policy.
 */
export async function announcePolicies(w: WriteCtx, row: RequestRow): Promise<void> {
  const notice = await policyNotice(w, row);
  if (!notice) return;
  for (const destination of notice.destinations) await sayPolicies(w, row.id, notice, destination);
  await enqueue(w, 'announce-policies', { requestId: row.id });
}

/** Each destination is told once, whoever asks for it. */
export const sayPolicies = (w: WriteCtx, requestId: string, { text }: PolicyNotice, destination: string): Promise<unknown> =>
  say(w, { kind: 'notice', data: { text }, destination, dedupeKey: `policies ${requestId} ${destination}` });

/** Null where the request changed no policy, or is none. */
export async function readPolicyNotice(ctx: Ctx, requestId: string): Promise<PolicyNotice | null> {
  const row = await selectRequest(ctx.db, requestId);
  return row?.kind === 'configuration' ? policyNotice(reading(ctx), row) : null;
}

async function policyNotice(ctx: Ctx, row: RequestRow): Promise<PolicyNotice | null> {
  const changed = saidChanges(row.payload).filter((one) => aboutPolicy.test(one.subject));
  if (changed.length === 0) return null;
  const policies = await readPolicies(ctx);
  const specs = changed.map(({ subject }) => policies.find((one) => one.id === aboutPolicy.exec(subject)?.[1])?.spec);
  const usual = await currentConfigurationPolicy(ctx);
  const channels = specs.map((spec) => (spec ?? usual.spec).channel);
  const destinations = await Promise.all([...new Set(channels)].map((channel) => destinationOf(ctx, channel)));
  const named = specs.flatMap((spec) => spec?.models ?? []);
  const isNamedAlone = specs.every((spec) => spec && !spec.any && spec.risk.length === 0 && spec.models.length > 0);
  return {
    text: [...changed.map((one) => one.text), ...(await peopleLines(ctx, row, usual.spec.zone))].join('\n'),
    destinations: [...new Set(destinations)],
    modelIds: isNamedAlone ? [...new Set(named)] : null,
  };
}

async function peopleLines(ctx: Ctx, row: RequestRow, zone: string): Promise<string[]> {
  const request = await readRequest(ctx, row.id);
  const votes = request.seats.flatMap((seat) => seat.votes).filter((vote) => vote.decision === 'approve');
  const who = [...new Set(votes.map((vote) => vote.name))];
  const agreed = who.length > 0 ? `, agreed to by ${who.join(' and ')}` : '';
  // Carried out in the minute in which it was decided, or a little later; the same for everybody who is told.
  const since = sayClock(row.decidedAt ?? ctx.now, zone);
  return [
    `It holds since ${since}; requests made before keep the policy that was in force then.`,
    ...(row.reason ? [`Why: ${row.reason}`] : []),
    `Asked for by ${request.requester.name} (request ${row.number}${agreed}); its card says it in full.`,
    `You object? Tell ${who[0] ?? request.requester.name}: it is put back the same way, by a request that somebody else agrees to.`,
  ];
}
