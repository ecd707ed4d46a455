import { listRequests, type RequestLine as Listed } from '../../approvals/list-requests.ts';
import type { Ctx } from '../../db/ctx.ts';
import { readPersons } from '../../people/read-persons.ts';
import { sayClock } from '../../shared/period.ts';
import type { DecisionVerbs } from '../decision-verbs.ts';
import type { RequestLine } from '../views/requests.ts';
import { capital, requesterOf } from '../views/request-words.ts';

/** As many as a list counts; it shows the first of them. */
const maxListed = 50;

export const requestListVerbs: Pick<DecisionVerbs, 'requests' | 'waitingRequests'> = {
  async requests(ctx) {
    const zone = await zoneOf(ctx);
    const waiting = await listRequests(ctx, { waitingFor: ctx.actor.id, limit: maxListed });
    const mine = await listRequests(ctx, { requestedBy: ctx.actor.id, limit: maxListed });
    return { waiting: waiting.map((one) => lineOf(one, zone)), mine: mine.map((one) => lineOf(one, zone)) };
  },
  async waitingRequests(ctx) {
    const zone = await zoneOf(ctx);
    return (await listRequests(ctx, { waitingFor: ctx.actor.id, limit: maxListed })).map((one) => lineOf(one, zone));
  },
};

const stateWords: Record<Listed['state'], string> = {
  open: 'open',
  queued: 'waits its turn',
  approved: '✓ approved',
  refused: '✗ refused',
  withdrawn: '↩ withdrawn',
  expired: '⌛ not decided in time',
  superseded: '↪ replaced by a newer one',
  void: '✗ cannot be done any more',
};

export const lineOf = (one: Listed, zone: string): RequestLine => ({
  requestId: one.requestId,
  revision: one.revision,
  number: one.number,
  title: capital(one.title),
  line: [
    one.breakGlass ? '🚨 emergency' : '',
    `asked by ${requesterOf(one)}`,
    stateWords[one.state],
    one.state === 'open' ? `by ${sayClock(one.expiresAt, zone)}` : one.decidedAt ? sayClock(one.decidedAt, zone) : '',
  ]
    .filter(Boolean)
    .join(' · '),
});

const zoneOf = async (ctx: Ctx): Promise<string> => (await readPersons(ctx, [ctx.actor.id])).get(ctx.actor.id)?.zone ?? 'utc';
