import type { Ctx } from '../db/ctx.ts';
import type { Day } from '../shared/period.ts';
import { pruneUse } from './keep-exchange.ts';
import { countCall } from './store.ts';

/** Calls a day of real time: what an endpoint costs does not follow the sandbox's clock. */
export interface Budget {
  perDay: number;
  /** For each person's questions. */
  perPerson: number;
}

/** Takes one call from the budgets of the day; a reason where one is used up. */
export async function spend(
  ctx: Pick<Ctx, 'db'>,
  budget: Budget,
  { day, personId }: { day: Day; personId: string | undefined },
): Promise<string | undefined> {
  if (personId !== undefined && !(await countCall(ctx.db, { day, who: personId, limit: budget.perPerson })))
    return `The day's ${budget.perPerson} calls of this person are used up.`;
  if (!(await countCall(ctx.db, { day, who: '*', limit: budget.perDay }))) return `The day's ${budget.perDay} calls are used up.`;
  await pruneUse(ctx, day);
  return undefined;
}
