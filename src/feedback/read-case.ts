import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import { listCasesInput, type ListCasesInput } from './schemas.ts';
import { selectCases, selectEvents, type Case, type CaseEvent } from './store.ts';

export type { Case, CaseEvent } from './store.ts';

const maxEvents = 500;
const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A case by its id or its number, with everything said and done about it, in order. */
export async function readCase(ctx: Ctx, which: string | number): Promise<Case & { events: CaseEvent[] }> {
  authorise(ctx.actor, 'registry.read');
  const number = typeof which === 'number' ? which : undefined;
  const known = number === undefined ? isId.test(String(which)) : Number.isSafeInteger(number) && number > 0 && number < 2 ** 31;
  const [found] = known ? await selectCases(ctx.db, number === undefined ? { id: String(which) } : { number }, 1) : [];
  if (!found) {
    const name = number === undefined ? '' : ` ${number}`;
    throw new LeewayError('not-found', `There is no case${name}.`, { field: 'case', hint: 'Look in the list of cases.' });
  }
  const events = await selectEvents(ctx.db, found.id, maxEvents + 1);
  if (events.length > maxEvents) throw new LeewayError('too-large', `Case ${found.number} has more than ${maxEvents} entries.`);
  return { ...found, events };
}

/** Cases, newest first; `more` says that another page follows, to be asked for with `before` the last number. */
export async function listCases(ctx: Ctx, input: ListCasesInput = {}): Promise<{ cases: Case[]; more: boolean }> {
  authorise(ctx.actor, 'registry.read');
  const { limit, ...filter } = parseInput(listCasesInput, input);
  if (filter.modelIds?.length === 0) return { cases: [], more: false };
  const rows = await selectCases(ctx.db, filter, limit + 1);
  return { cases: rows.slice(0, limit), more: rows.length > limit };
}
