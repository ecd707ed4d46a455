import { readRequest } from '../../approvals/read-request.ts';
import type { RequestView } from '../../approvals/schemas.ts';
import { readDelegations } from '../../cards/read-card.ts';
import { isUnfollowed } from '../../deploy/is-unfollowed.ts';
import { readOrder } from '../../deploy/read-orders.ts';
import { readServingOf } from '../../deploy/read-serving.ts';
import type { Ctx } from '../../db/ctx.ts';
import { readPersons } from '../../people/read-persons.ts';
import { readModel } from '../../registry/read-model.ts';
import type { CardKindVerbs } from '../card-kind.ts';
import { cardMessage, type ServesThere } from '../views/card.ts';
import { eventLine } from '../views/card-event.ts';
import { cardLetter } from '../views/card-letter.ts';
import { requestOfCard } from './approval-verbs.ts';
import { sayEvent } from './say-event.ts';

/** Cards of decisions: the request in its channel, a letter for each seat. */
export const approvalCards: CardKindVerbs = {
  async card(ctx, { id }, message) {
    const request = await requestOfCard(ctx, id);
    return cardMessage(request, message, await servesThere(ctx, request));
  },
  async letter(ctx, { id: cardId }, { personId, part = 'notice' }, message) {
    const request = await requestOfCard(ctx, cardId);
    const delegations = await readDelegations(ctx, cardId);
    const from = delegations.find((one) => one.toId === personId)?.fromId;
    const to = delegations.find((one) => one.fromId === personId)?.toId;
    const standsInFor = from && (await nameOf(ctx, from));
    const delegatedTo = to && (await nameOf(ctx, to));
    const builtBy = await builderOf(ctx, request);
    const there = await servesThere(ctx, request);
    const letter = {
      request,
      part,
      hasVoted: request.seats.some((seat) => seat.votes.some((vote) => vote.personId === personId)),
      ...(standsInFor ? { standsInFor } : {}),
      ...(delegatedTo ? { delegatedTo } : {}),
      ...(builtBy ? { builtBy } : {}),
      ...(there ? { there } : {}),
    };
    return cardLetter(letter, message);
  },
  async event(ctx, { subjectId }, event) {
    const orderId = event.data['orderId'];
    // A deployment's line is written when it has ended; who ordered it is whom it is about.
    const doer =
      event.personId ??
      (event.kind === 'rolled-back' && typeof orderId === 'string' ? (await readOrder(ctx, orderId)).orderedById : null);
    const who = doer === null || doer.startsWith('rule:') ? undefined : await nameOf(ctx, doer);
    const named = event.data['onBehalfOfId'] ?? event.data['toId'] ?? event.data['to'];
    const other = typeof named === 'string' ? await nameOf(ctx, named) : undefined;
    return eventLine({
      says: sayEvent({ kind: event.kind, who, other, data: event.data }),
      ...(event.words ? { words: event.words } : {}),
      ...(event.kind === 'looked-back' ? await expectedOf(ctx, subjectId) : {}),
      ...(event.kind === 'asked' ? { requestId: subjectId } : {}),
    });
  },
};

/** What was expected stands with the request alone, and can be erased there. */
async function expectedOf(ctx: Ctx, requestId: string): Promise<{ words?: string }> {
  const { expectedEffect } = await readRequest(ctx, requestId);
  return expectedEffect ? { words: `Expected was: ${expectedEffect}` } : {};
}

const nameOf = async (ctx: Ctx, personId: string): Promise<string> =>
  (await readPersons(ctx, [personId])).get(personId)?.name ?? personId;

/** What serves where the request's version went live; undefined before it did. */
async function servesThere(ctx: Ctx, { order, model, environment }: RequestView): Promise<ServesThere | undefined> {
  if (order?.state !== 'succeeded' || !model || !environment) return undefined;
  const { version = null, paused = false } = (await readServingOf(ctx, [model.id], environment)).get(model.id) ?? {};
  const unfollowed = await isUnfollowed(ctx, { modelId: model.id, environment, version });
  return { version, paused, ...(unfollowed ? { unfollowed } : {}) };
}

async function builderOf(ctx: Ctx, { model, version }: RequestView): Promise<string | undefined> {
  if (!model || !version) return undefined;
  const record = (await readModel(ctx, model.id)).versions.find((one) => one.number === version.number);
  const builder = record?.builtById ?? record?.registeredById;
  return builder ? nameOf(ctx, builder) : undefined;
}
