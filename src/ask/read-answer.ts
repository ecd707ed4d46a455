import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { answerSchema, type Answer } from './answer.ts';
import { findAnswer } from './answer-store.ts';

export interface StoredAnswer extends Answer {
  /** Who asked. */
  personId: string;
  at: Date;
  /** What kind of question it answers, such as `status`. */
  queryKind: string | null;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** An answer as it was frozen when given. Throws `not-found`. */
export async function readAnswer(ctx: Ctx, id: string): Promise<StoredAnswer> {
  authorise(ctx.actor, 'ask.ask');
  const row = uuid.test(id) ? await findAnswer(ctx.db, id) : undefined;
  if (!row)
    throw new LeewayError('not-found', 'That answer is not stored here.', { field: 'answerId', hint: 'Ask the question again.' });
  return { ...answerSchema.parse(row.body), personId: row.personId, at: row.at, queryKind: kindOf(row.query) };
}

function kindOf(query: unknown): string | null {
  const kind = typeof query === 'object' && query !== null && 'kind' in query ? query.kind : null;
  return typeof kind === 'string' ? kind : null;
}
