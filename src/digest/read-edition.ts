import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { findEdition } from './edition-store.ts';
import { editionBody, type EditionBody } from './schemas.ts';

export interface Edition {
  id: string;
  audienceId: string;
  destination: string;
  preview: boolean;
  composedAt: Date;
  body: EditionBody;
}

/** An edition as it was frozen when composed. */
export async function readEdition(ctx: Ctx, id: string): Promise<Edition> {
  authorise(ctx.actor, 'digest.read');
  const row = await findEdition(ctx.db, id);
  if (!row) throw new LeewayError('not-found', 'That digest is not stored here.', { field: 'editionId' });
  return {
    id: row.id,
    audienceId: row.audienceId,
    destination: row.destination,
    preview: row.preview,
    composedAt: row.composedAt,
    body: editionBody.parse(row.body),
  };
}
