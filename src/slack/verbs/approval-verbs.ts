import { castVote } from '../../approvals/cast-vote.ts';
import { readRequest } from '../../approvals/read-request.ts';
import { requestForm } from '../../approvals/request-form.ts';
import { requestPromotion } from '../../approvals/request-promotion.ts';
import type { RequestView } from '../../approvals/schemas.ts';
import { readCard, readLetters } from '../../cards/read-card.ts';
import type { Ctx } from '../../db/ctx.ts';
import { readShown } from '../../outbox/read-messages.ts';
import { actionWords } from '../../feedback/action-words.ts';
import { readAction } from '../../feedback/read-action.ts';
import { requestFromAction } from '../../feedback/request-from-action.ts';
import { LeewayError } from '../../shared/errors.ts';
import { sayClock } from '../../shared/period.ts';
import type { DecisionVerbs, FilledPromotion, Seen } from '../decision-verbs.ts';
import type { VoteForm } from '../views/vote-modals.ts';

type ApprovalVerbs = Pick<DecisionVerbs, 'request' | 'promotionForm' | 'promote' | 'voteForm' | 'castVote'>;

export const approvalVerbs: ApprovalVerbs = {
  request: readRequest,
  async promotionForm(ctx, { actionId, ...wish }) {
    const form = await requestForm(ctx, wish);
    const { requires, serving } = form;
    return {
      modelId: form.model.id,
      modelName: form.model.title,
      version: form.version.number,
      environment: form.environment,
      replaces: serving,
      policyTitle: form.policy.title,
      needs: form.needs,
      decideBy: sayClock(form.expiresAt, form.zone),
      held: form.held,
      asks: { ...requires, fallback: serving !== null },
      checklist: requires.checklist,
      // What serves now comes first: it is what people know.
      fallbacks: form.fallbacks
        .toSorted((one, other) => Number(other.number === serving) - Number(one.number === serving))
        .map(({ number, description }) => ({
          value: String(number),
          label: [`Version ${number}`, number === serving ? 'serves now' : description].filter(Boolean).join(': '),
        })),
      gates: form.gates,
      problems: form.problems.map((one) => one.sentence),
      ...(wish.breakGlass ? { emergency: true as const } : {}),
      ...(actionId === undefined ? {} : { actionId, forCase: await stepOf(ctx, actionId) }),
    };
  },
  async promote(ctx, { ticked, actionId, ...input }: FilledPromotion) {
    const { requires } = await requestForm(ctx, {
      modelId: input.modelId,
      version: input.version,
      environment: input.environment,
      breakGlass: input.breakGlass,
    });
    const filled = { ...input, checklist: itemsAt(requires.checklist, ticked) };
    return actionId === undefined ? requestPromotion(ctx, filled) : requestFromAction(ctx, { actionId }, filled);
  },
  async voteForm(ctx, { decision, ...seen }) {
    const request = await readRequest(ctx, seen.requestId);
    // Whoever has no say is told so at once, by the verb that also records that they tried.
    if (request.state !== 'open' || !maySit(request, ctx.actor.id) || (request.unconfirmed && decision === 'approve')) {
      await castVote(ctx, { requestId: seen.requestId, decision, revision: seen.revision, shownHash: await hashOf(ctx, seen) });
      throw new LeewayError('conflict', 'Your decision was taken already: the card shows it.');
    }
    return formOf(request, await seatItems(ctx, request), seen);
  },
  async castVote(ctx, { ticked, message, ...vote }) {
    const request = await readRequest(ctx, vote.requestId);
    const checklist = itemsAt(await seatItems(ctx, request), ticked);
    const shownHash = await hashOf(ctx, { ...vote, ...(message ? { message } : {}) });
    return castVote(ctx, { ...vote, checklist, shownHash });
  },
};

async function stepOf(ctx: Ctx, actionId: string): Promise<string> {
  const { action, number } = await readAction(ctx, actionId);
  return `case ${number}: ${actionWords[action.kind]}`;
}

const formOf = (request: RequestView, checklist: string[], { revision, message }: Seen): VoteForm => ({
  request,
  revision,
  ...(message ? { message } : {}),
  checklist,
  ...(request.stepUpText ? { toType: request.stepUpText } : {}),
});

/** A seat names ten people at most: where it names so many, others may sit in it too. */
const namedInFull = 10;
function maySit({ seats, requester }: RequestView, personId: string): boolean {
  if (personId === requester.id) return false;
  return seats.some(({ open }) => open.length >= namedInFull || open.some((one) => one.personId === personId));
}

/** What the person ticks: the items of the seat of their letter, else of the first that they may still take. */
async function seatItems(ctx: Ctx, { cardId, seats }: RequestView): Promise<string[]> {
  const letter = (await readLetters(ctx, cardId)).find((one) => one.personId === ctx.actor.id);
  const open = seats.filter((seat) => seat.open.some((one) => one.personId === ctx.actor.id));
  return (
    (open.find((seat) => seat.seat === letter?.part) ?? open[0] ?? seats.find((seat) => seat.seat === letter?.part))?.checklist ??
    []
  );
}

/** The items at these places; a place that is not there was ticked on another form. */
const itemsAt = (items: readonly string[], places: readonly number[]): string[] => places.flatMap((place) => items[place] ?? []);

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** The hash of what stood in the message at the revision that was seen; null where it stood in none. */
const hashOf = (ctx: Ctx, { message, revision }: Pick<Seen, 'message' | 'revision'>): Promise<string | null> =>
  message && uuid.test(message) ? readShown(ctx, message, revision) : Promise.resolve(null);

/** The request that a card stands for. */
export async function requestOfCard(ctx: Ctx, cardId: string): Promise<RequestView> {
  const { kind, subjectId } = await readCard(ctx, cardId);
  if (kind !== 'approval') throw new LeewayError('invalid', `A card of kind “${kind}” has no view.`);
  return readRequest(ctx, subjectId);
}
