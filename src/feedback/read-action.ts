import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { selectAction } from './case-store.ts';
import { readCase, type CaseAction } from './read-case.ts';

const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** One thing that is done about a case, with the case's number. Throws `not-found`. */
export async function readAction(ctx: Ctx, actionId: string): Promise<{ action: CaseAction; number: number }> {
  authorise(ctx.actor, 'registry.read');
  const row = isId.test(actionId) ? await selectAction(ctx.db, actionId) : undefined;
  const found = row && (await readCase(ctx, row.caseId));
  const action = found?.actions.find((one) => one.id === actionId);
  if (found && action) return { action, number: found.number };
  throw new LeewayError('not-found', 'There is no such action.', { field: 'actionId', hint: 'Open the case again.' });
}
