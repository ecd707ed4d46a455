import type { Ctx } from '../db/ctx.ts';
import { readLetters, type Card } from '../cards/read-card.ts';
import { readOrder } from '../deploy/read-orders.ts';
import { readFacts } from '../facts/read-facts.ts';
import { readPersons } from '../people/read-persons.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import type { Fact } from '../shared/fact.ts';
import { isUnconfirmed } from './claim.ts';
import { countedVotes } from './count-votes.ts';
import { factIdsOf, type Evidence, type Line } from './evidence.ts';
import { heldBy } from './held.ts';
import { cardOf, evidenceOf, loadBarred, loadTable, modelOf, policyOf } from './load-request.ts';
import { reading } from './open-request.ts';
import type { Policy } from './policy.ts';
import { saidChanges } from './said-changes.ts';
import { sayQuestion } from './say-question.ts';
import { seatLines } from './seat-lines.ts';
import { selectRequest, type RequestRow } from './request-store.ts';
import { noticePart, type RequestView } from './schemas.ts';
import { stepUpText } from './step-up.ts';
import { selectVersionsOf, type ModelRow } from './subject-store.ts';

/** What a change of configuration or a standing rule would do, a line each. */
export const changesOf = ({ payload }: Pick<RequestRow, 'payload'>): string[] =>
  ((payload as { changes?: string[] } | null)?.changes ?? []).map(String);

/**
 * A request as its card's present revision shows it: evidence as it was stored with that revision, votes and seats as they
 * are. A bounded number of statements, whatever the number of votes. Throws `not-found`.
 */
export async function readRequest(ctx: Ctx, requestId: string): Promise<RequestView> {
  authorise(ctx.actor, 'approvals.read');
  const row = await selectRequest(ctx.db, requestId);
  if (!row) throw new LeewayError('not-found', 'There is no such request.', { field: 'requestId' });
  const reader = reading(ctx);
  const policy = await policyOf(reader, row);
  const model = await modelOf(reader, row);
  const card = await cardOf(reader, row);
  const { shown } = evidenceOf(row);
  const facts = new Map((await readFacts(reader, factIdsOf(shown))).map((one) => [one.id, one]));
  const requester = await requesterOf(reader, row);
  return {
    ...matterOf(row, model, card, shown, facts),
    ...(await subjectOf(reader, row)),
    requester,
    seats: await seatsOf(reader, row, policy, model, card.id),
    zone: policy.spec.zone,
    stepUp: policy.spec.stepUp,
    stepUpText: policy.spec.stepUp ? stepUpText(row) : null,
    held: heldBy(row, policy.spec, { requester: requester.name, shown, now: ctx.now }),
    ...(row.followsFrom ? { followsFrom: row.followsFrom } : {}),
    ...(isUnconfirmed(row) ? { unconfirmed: true as const } : {}),
    ...(row.breakGlass ? { told: await toldOf(reader, card.id) } : {}),
    policy: { id: policy.id, version: policy.version, title: policy.spec.title },
  };
}

function matterOf(row: RequestRow, model: ModelRow | null, card: Card, shown: Evidence['shown'], facts: Map<string, Fact>) {
  const withFacts = <T extends { facts: string[] }>(one: T) => ({ ...one, facts: one.facts.map((id) => facts.get(id)!) });
  const lineOf = ({ text, short, facts }: Line) => withFacts({ text, facts, ...(short ? { short } : {}) });
  const { id: requestId, number, kind, state, environment, breakGlass, requestedAt, reason, expectedEffect, rollbackPlan } = row;
  const title = model?.title ?? row.modelId ?? '';
  const changes = changesOf(row);
  const said = saidChanges(row.payload).map((one) => one.text);
  return {
    requestId,
    number,
    kind,
    state,
    environment,
    breakGlass,
    requestedAt,
    reason,
    expectedEffect,
    rollbackPlan,
    revision: card.revision,
    cardId: card.id,
    model: model && {
      id: model.id,
      title: model.title,
      companyGoal: model.companyGoal,
      businessQuestion: model.businessQuestion,
    },
    fallback: row.fallbackVersion,
    changes,
    ...(said.length > 0 ? { said } : {}),
    better: shown.better.map(lineOf),
    worse: shown.worse.map(lineOf),
    notKnown: shown.notKnown,
    gates: shown.gates.map(({ hash: _hash, never: _never, ...gate }) => withFacts(gate)),
    question: sayQuestion(row, title, shown, said.length > 0 ? said : changes),
    expiresAt: row.expiresAt,
    outcome: row.outcome,
  };
}

async function subjectOf(ctx: Ctx, { modelId, version, replacesVersion, orderId }: RequestRow) {
  const numbers = [version, replacesVersion].filter((one) => one !== null);
  const rows = modelId === null || numbers.length === 0 ? [] : await selectVersionsOf(ctx.db, modelId, numbers);
  const find = (number: number | null) =>
    number === null ? null : { number, description: rows.find((one) => one.number === number)?.description ?? '' };
  const order = orderId === null ? undefined : await readOrder(ctx, orderId);
  return {
    version: find(version),
    replaces: find(replacesVersion),
    order: order
      ? {
          id: order.id,
          state: order.state,
          deployer: order.deployer,
          taken: order.startedAt !== null,
          outcome: order.outcome,
          url: order.url,
          finishedAt: order.finishedAt,
        }
      : null,
  };
}

async function requesterOf(ctx: Ctx, { requestedById: id }: RequestRow): Promise<{ id: string; name: string }> {
  return { id, name: (await readPersons(ctx, [id])).get(id)?.name ?? id };
}

async function toldOf(ctx: Ctx, cardId: string): Promise<string[]> {
  const ids = (await readLetters(ctx, cardId)).filter((one) => one.part === noticePart).map((one) => one.personId);
  const persons = await readPersons(ctx, ids);
  return ids.map((id) => persons.get(id)?.name ?? id);
}

async function seatsOf(ctx: Ctx, row: RequestRow, policy: Policy, model: ModelRow | null, cardId: string) {
  const table = await loadTable(ctx, row, policy, model, cardId);
  const barred = await loadBarred(ctx, row, policy, evidenceOf(row).concerned);
  const { votes, counted } = await countedVotes(ctx, row, policy);
  return seatLines(ctx, { spec: policy.spec, table, barred, votes, counted, open: row.state === 'open' });
}
