import type { WriteCtx } from '../audit/write.ts';
import type { Day } from '../shared/period.ts';
import { answerDaysOf, type Loaded } from './load-case.ts';
import { addWorkingDays, promisedWorkingDays } from './rules.ts';

/** The day that is promised when it is the owner's turn (again): what their team promises, and never earlier than before. */
export async function newPromise(
  w: WriteCtx,
  { row, today }: Pick<Loaded, 'row' | 'today'>,
  teamId: string | null = row.teamId,
): Promise<{ promisedOn: Day }> {
  const days = await answerDaysOf(w, teamId, promisedWorkingDays);
  const promisedOn = addWorkingDays(today, days);
  return { promisedOn: row.promisedOn !== null && row.promisedOn > promisedOn ? row.promisedOn : promisedOn };
}
