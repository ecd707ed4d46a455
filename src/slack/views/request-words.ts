import type { RequestView, SeatLine } from '../../approvals/schemas.ts';
import { sayClock, sayMoment } from '../../shared/period.ts';
import { truncate } from '../text.ts';

/** Plain sentences about a request, before any formatting; whoever shows them escapes them. */

const modelOf = (view: RequestView): string => view.model?.title ?? 'this model';
const versionOf = (view: RequestView): string => `version ${view.version?.number ?? '?'} of ${modelOf(view)}`;

/** `live`, `into staging`. */
const where = (environment: string | null): string =>
  environment === null || environment === 'production' ? 'live' : `into ${environment}`;
/** What changes, in everyday words where there are any. */
export const saidOf = ({ said, changes }: Pick<RequestView, 'said' | 'changes'>): string[] => said ?? changes;

/** What is asked, as one question. */
export function askedOf(view: RequestView): string {
  if (view.kind === 'configuration') {
    const count = saidOf(view).length;
    return `Make ${count === 1 ? 'this change' : `these ${count} changes`} to how Leeway is set up?`;
  }
  if (view.kind === 'standing-rule')
    return `Let Leeway act by itself on ${modelOf(view)} in ${view.environment ?? 'production'}, under this rule?`;
  const instead = view.replaces ? `, in place of version ${view.replaces.number}` : '';
  return `Put ${versionOf(view)} ${where(view.environment)}${instead}?`;
}

/** What was asked, once it is no question any more. */
export function subjectOf(view: RequestView): string {
  if (view.kind === 'configuration')
    return `${saidOf(view).length === 1 ? 'one change' : `${saidOf(view).length} changes`} to how Leeway is set up`;
  if (view.kind === 'standing-rule') return `a rule by which Leeway acts by itself on ${modelOf(view)}`;
  return `putting ${versionOf(view)} ${where(view.environment)}`;
}

/** Where it stands: a symbol and the first line of the card. Nothing is told by colour alone. */
export function standingOf(view: RequestView): { symbol: string; words: string } {
  if (view.state === 'approved') return approved(view);
  const what = subjectOf(view);
  switch (view.state) {
    case 'open':
      return view.held ? { symbol: '⏸', words: askedOf(view) } : { symbol: '', words: askedOf(view) };
    case 'queued':
      return { symbol: '⏳', words: `Waits its turn: ${what}` };
    case 'refused':
      return { symbol: '✗', words: `Refused: ${what}` };
    case 'withdrawn':
      return { symbol: '↩', words: `Withdrawn: ${what}` };
    case 'expired':
      return { symbol: '⌛', words: `Not decided in time: ${what}` };
    case 'superseded':
      return { symbol: '↪', words: `Replaced by a newer request: ${what}` };
    case 'void':
      return { symbol: '✗', words: `Cannot be done any more: ${what}` };
  }
}

function approved(view: RequestView): { symbol: string; words: string } {
  const what = subjectOf(view);
  if (!view.order)
    return { symbol: '✓', words: view.kind === 'promotion' ? `Approved: ${what}` : `Approved and carried out: ${what}` };
  switch (view.order.state) {
    case 'requested':
    case 'started':
      return { symbol: '⏳', words: `Approved, on its way: ${what}` };
    case 'succeeded':
      return { symbol: '✓', words: `${capital(versionOf(view))} went ${where(view.environment)}${when(view)}` };
    case 'failed':
      return { symbol: '✗', words: `Approved, but it FAILED on the way: ${what}` };
    case 'timed-out':
      return { symbol: '⚠', words: `Approved, but nobody reported back in time: ${what}` };
    case 'cancelled':
      return { symbol: '✗', words: `Approved, but stopped on the way: ${what}` };
  }
}

/** What serves now may be another version: this stays true after a rollback. */
const when = ({ order, zone }: RequestView): string => (order?.finishedAt ? ` on ${sayClock(order.finishedAt, zone)}` : '');

/** Whoever asked; what Leeway or its command line asked for by itself is said so. */
export function requesterOf({ requester: { name } }: Pick<RequestView, 'requester'>): string {
  if (name.startsWith('system:')) return 'Leeway, from its configuration file';
  return name.startsWith('cli:') ? `${name.slice(4)}, at the command line` : name;
}

const withoutArticle = (phrase: string) => phrase.replace(/^(?:an?|the|one) /i, '');
/** `a business owner and 2 × engineer` */
export function needsOf(view: RequestView): string {
  return andOf(view.seats.map((seat) => (seat.count === 1 ? seat.phrase : `${seat.count} × ${withoutArticle(seat.phrase)}`)));
}

/** People may still decide on it. */
export const isGoing = ({ state }: Pick<RequestView, 'state'>): boolean => state === 'open' || state === 'queued';

/** `Thu 21 June, 17:00 (Chicago)` */
export const deadlineOf = (view: RequestView): string => sayClock(view.expiresAt, view.zone);

/** How a seat stands: who decided, and who still may. */
export interface SeatStanding {
  symbol: string;
  who: string;
  words: string;
}
export function seatStanding(
  seat: SeatLine,
  { state, zone, gates }: Pick<RequestView, 'state' | 'zone' | 'gates'>,
): SeatStanding {
  const isOpen = state === 'open';
  const titleOf = (id: string) => gates.find((one) => one.gate === id)?.title ?? id;
  const votes = seat.votes.map(
    (vote) =>
      `${vote.name} ${vote.decision === 'approve' ? 'agreed' : 'REFUSED'}${vote.onBehalfOf ? ` for ${vote.onBehalfOf}` : ''} on ${sayMoment(vote.at, zone)}${
        vote.outvoted.length > 0 ? `, knowing that ${andOf(vote.outvoted.map((id) => `“${titleOf(id)}”`))} failed` : ''
      }${vote.reason ? `, saying “${truncate(vote.reason.replace(/\s+/g, ' '), 300)}”` : ''}`,
  );
  const agreed = seat.votes.filter((vote) => vote.decision === 'approve').length;
  const missing = Math.max(0, seat.count - agreed);
  const refused = seat.votes.some((vote) => vote.decision === 'refuse');
  const still =
    isOpen && missing > 0
      ? [seat.open.length > 0 ? `waits for ${orOf(seat.open.map((one) => one.name))}` : 'nobody is left who may decide']
      : [];
  return {
    symbol: refused ? '✗' : missing === 0 ? '✓' : '',
    who: capital(withoutArticle(seat.phrase)),
    words: [...votes, ...still].join('; ') || 'not asked any more',
  };
}

/** Who brought the request to its end, for the letters: `Dana Whitfield and Tom Okafor: approved`. */
export function settledBy(view: RequestView): string | undefined {
  const votes = view.seats.flatMap((seat) => seat.votes);
  const namesOf = (decision: 'approve' | 'refuse') => [
    ...new Set(votes.filter((vote) => vote.decision === decision).map((vote) => vote.name)),
  ];
  switch (view.state) {
    case 'open':
    case 'queued':
      return undefined;
    case 'approved':
      return `Settled by ${andOf(namesOf('approve')) || 'the rule'}: approved.`;
    case 'refused':
      return `Settled by ${andOf(namesOf('refuse')) || 'those who decide'}: refused.`;
    case 'withdrawn':
      // Their own words, where they gave any, stand in the thread; an outcome says that it was not they.
      return view.outcome ? 'Settled: withdrawn.' : `Settled by ${requesterOf(view)}: withdrawn.`;
    case 'expired':
      return 'Settled by the clock: it was not decided in time.';
    case 'superseded':
      return 'Settled by a newer request for the same place.';
    case 'void':
      return 'Settled: what was asked for cannot be done any more.';
  }
}

export const wayBackOf = (view: RequestView): string =>
  view.fallback === null ? 'none was named' : `version ${view.fallback}, one click`;

export const pausedText = '⏸ *Paused: systems that ask are told to do without it, until somebody resumes it.*';

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
export const andOf = (items: readonly string[]): string => listOf(items, 'and');
export const orOf = (items: readonly string[]): string => listOf(items, 'or');
const listOf = (items: readonly string[], last: string): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;
