import type { RequestView } from '../../approvals/schemas.ts';
import { readCard, readDelegations, readEvent, readLetters } from '../../cards/read-card.ts';
import { readOrder } from '../../deploy/read-orders.ts';
import { readServingOf } from '../../deploy/read-serving.ts';
import type { Ctx } from '../../db/ctx.ts';
import { readPersons } from '../../people/read-persons.ts';
import { readModel } from '../../registry/read-model.ts';
import type { DecisionVerbs } from '../decision-verbs.ts';
import { requestOfCard } from './approval-verbs.ts';
import { sayEvent } from './say-event.ts';

type CardVerbs = Pick<DecisionVerbs, 'card' | 'cardLetter' | 'cardEvent'>;

/** What the outbox's messages about a card are made of when they are sent. */
export const cardVerbs: CardVerbs = {
  async card(ctx, cardId) {
    const request = await requestOfCard(ctx, cardId);
    return { request, servesNow: await servesNow(ctx, request) };
  },
  async cardLetter(ctx, { cardId, personId }) {
    const request = await requestOfCard(ctx, cardId);
    const letter = (await readLetters(ctx, cardId)).find((one) => one.personId === personId);
    const from = (await readDelegations(ctx, cardId)).find((one) => one.toId === personId)?.fromId;
    const standsInFor = from && (await nameOf(ctx, from));
    const builtBy = await builderOf(ctx, request);
    return {
      request,
      part: letter?.part ?? 'notice',
      hasVoted: request.seats.some((seat) => seat.votes.some((vote) => vote.personId === personId)),
      ...(standsInFor ? { standsInFor } : {}),
      ...(builtBy ? { builtBy } : {}),
    };
  },
  async cardEvent(ctx, eventId) {
    const event = await readEvent(ctx, eventId);
    const { subjectId } = await readCard(ctx, event.cardId);
    const orderId = event.data['orderId'];
    // A deployment's line is written when it has ended; who ordered it is whom it is about.
    const doer =
      event.personId ??
      (event.kind === 'rolled-back' && typeof orderId === 'string' ? (await readOrder(ctx, orderId)).orderedById : null);
    const who = doer === null || doer.startsWith('rule:') ? undefined : await nameOf(ctx, doer);
    const named = event.data['onBehalfOfId'] ?? event.data['toId'] ?? event.data['to'];
    const other = typeof named === 'string' ? await nameOf(ctx, named) : undefined;
    return {
      says: sayEvent({ kind: event.kind, who, other, data: event.data }),
      ...(event.words ? { words: event.words } : {}),
      ...(event.kind === 'asked' ? { requestId: subjectId } : {}),
    };
  },
};

const nameOf = async (ctx: Ctx, personId: string): Promise<string> =>
  (await readPersons(ctx, [personId])).get(personId)?.name ?? personId;

/** What serves where the request's version went live; undefined where it has not. */
async function servesNow(ctx: Ctx, { order, model, environment }: RequestView): Promise<number | null | undefined> {
  if (order?.state !== 'succeeded' || !model || !environment) return undefined;
  return (await readServingOf(ctx, [model.id], environment)).get(model.id)?.version ?? null;
}

async function builderOf(ctx: Ctx, { model, version }: RequestView): Promise<string | undefined> {
  if (!model || !version) return undefined;
  const record = (await readModel(ctx, model.id)).versions.find((one) => one.number === version.number);
  const builder = record?.builtById ?? record?.registeredById;
  return builder ? nameOf(ctx, builder) : undefined;
}
