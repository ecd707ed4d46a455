import { LeewayError } from '../shared/errors.ts';
import { rowsIn } from './columns.ts';
import type { GroupMeans, GroupMeansRequest } from './engine.ts';
import { assertSomeRows, assertWindow } from './profile-request.ts';
import type { Session } from './session.ts';
import { embedded } from './sql.ts';

export const maxMeanGroups = 100_000;

/** Rows without the value are left out. */
export async function groupMeansInSession(session: Session, request: GroupMeansRequest): Promise<GroupMeans> {
  assertWindow(request.window);
  const value = embedded(request.value);
  const middle = `round(${request.statistic === 'median' ? 'median' : 'avg'}(${value}), 4)::double`;
  const keys = request.keys.map(({ expression }) => `${embedded(expression)}::varchar`);
  const rows = `${rowsIn(session, request.window, false)} and ${value} is not null`;
  return await session.query({ what: 'means by group', field: 'keys' }, async (reader) => {
    const overall = await reader.rows(`select count(*)::double, ${middle} ${rows}`);
    const counted = Number(overall[0]?.[0] ?? 0);
    assertSomeRows(session, request.window, [counted]);
    const positions = keys.map((_, index) => index + 1).join(', ');
    const sql = `select ${keys.join(', ')}, ${middle}, count(*)::double ${rows} group by ${positions} limit ${maxMeanGroups + 1}`;
    const groups = (await reader.rows(sql)).map((row) => ({
      key: row.slice(0, keys.length).map((part) => String(part ?? '')),
      mean: row.at(-2) as number,
      rows: row.at(-1) as number,
    }));
    if (groups.length > maxMeanGroups)
      throw new LeewayError('too-large', `There are more than ${maxMeanGroups} groups.`, { field: 'keys' });
    return { overallMean: Number(overall[0]![1]), rows: counted, groups: groups.sort((a, b) => compare(a.key, b.key)) };
  });
}

/** Whole numbers by size, other text by code unit. */
function compare(a: readonly string[], b: readonly string[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index]!;
    if (left === right) continue;
    const difference = Number(left) - Number(right);
    return Number.isNaN(difference) ? (left < right ? -1 : 1) : difference;
  }
  return 0;
}
