import { z } from 'zod';
import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { hashWords } from '../people/hash-words.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { parseInput } from '../shared/parse.ts';
import { assertOpen } from './check-vote.ts';
import { endRequest } from './end-request.ts';
import { policyOf } from './load-request.ts';
import { openNext } from './open-next.ts';
import { reading } from './open-request.ts';
import { attempting } from './record-refusal.ts';
import { lockRequest } from './request-store.ts';

const withdrawInput = z.strictObject({ requestId: z.uuid(), reason: z.string().trim().min(1).max(2_000).optional() });

/** Takes a request back; only who made it may. Whoever waits behind it gets their turn. */
export async function withdrawRequest(ctx: Ctx, input: z.input<typeof withdrawInput>): Promise<{ revision: number }> {
  const { requestId, reason } = parseInput(withdrawInput, input);
  authorise(ctx.actor, 'approvals.vote');
  return attempting(ctx, { requestId, decision: 'withdraw', revisionSeen: null }, () =>
    write(ctx, async (w) => {
      const row = await lockRequest(w.db, requestId);
      if (!row) throw new LeewayError('not-found', 'There is no such request.', { field: 'requestId' });
      if (row.requestedById !== w.actor.id)
        throw new LeewayError('forbidden', 'Only whoever made a request can withdraw it.', {
          hint: 'If you may decide on it, refuse it.',
        });
      const { spec } = await policyOf(reading(w), row);
      if (row.state !== 'queued') assertOpen(row, w.now, spec.zone);
      const event = newId();
      const happening = { id: event, kind: 'withdrawn', personId: w.actor.id, ...(reason ? { words: reason } : {}) };
      const revision = await endRequest(w, row, { state: 'withdrawn', outcome: null, happening });
      w.audit({
        verb: 'approvals.withdraw',
        subject: `request:${row.id}`,
        detail: {
          number: row.number,
          event,
          reasonHash: reason ? await hashWords(w, event, reason) : null,
          before: { state: row.state, revision: row.revision },
          after: { state: 'withdrawn', revision },
        },
      });
      if (row.state === 'open') await openNext(w, row.subjectKey);
      return { revision };
    }),
  );
}
