import type { Session } from './session.ts';
import { identifier } from './sql.ts';

/** The name under which an expression sees a version's answer. */
export const answer = 'prediction';

/** Whether the source has a column of that name itself, which then has to make way. */
export const hasOwnAnswer = (session: Session): Promise<boolean> =>
  session.query({}, async (reader) => {
    const columns = await reader.rows(`describe select * from ${identifier(session.source.name)}`);
    return columns.some(([name]) => String(name).toLowerCase() === answer);
  });
