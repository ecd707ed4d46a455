import { z } from 'zod';
import { write } from '../audit/write.ts';
import { moveCard } from '../cards/move-card.ts';
import { readEvents } from '../cards/read-card.ts';
import type { Ctx } from '../db/ctx.ts';
import { hashWords } from '../people/hash-words.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { parseInput } from '../shared/parse.ts';
import { cardOf, policyOf } from './load-request.ts';
import { reading } from './open-request.ts';
import { assertOpen } from './check-vote.ts';
import { changeRequest, lockRequest } from './request-store.ts';

const questionInput = z.strictObject({ requestId: z.uuid(), words: z.string().trim().min(1).max(2_000) });
type QuestionInput = z.input<typeof questionInput>;

/** Asks whoever made a request something, in its thread. Anybody may who may look at it; no vote is cast by it. */
export const askQuestion = (ctx: Ctx, input: QuestionInput): Promise<{ revision: number; eventId: string }> =>
  speak(ctx, input, 'asked');

/** Answers in the thread, for everybody who decides. */
export const answerQuestion = (ctx: Ctx, input: QuestionInput): Promise<{ revision: number; eventId: string }> =>
  speak(ctx, input, 'answered');

async function speak(ctx: Ctx, input: QuestionInput, kind: 'asked' | 'answered'): Promise<{ revision: number; eventId: string }> {
  const { requestId, words } = parseInput(questionInput, input);
  authorise(ctx.actor, 'approvals.vote');
  if (ctx.actor.kind !== 'person') throw new LeewayError('forbidden', 'Only a person can ask or answer here.');
  return write(ctx, async (w) => {
    const row = await lockRequest(w.db, requestId);
    if (!row) throw new LeewayError('not-found', 'There is no such request.', { field: 'requestId' });
    assertOpen(row, w.now, (await policyOf(reading(w), row)).spec.zone);
    const card = await cardOf(w, row);
    const eventId = newId();
    const told = kind === 'asked' ? { tell: ['requester'] } : { tellPersons: await askersOf(w, card.id) };
    const moved = await moveCard(w, card.id, { happening: { id: eventId, kind, personId: w.actor.id, words }, ...told });
    await changeRequest(w.db, row.id, { revision: moved.revision });
    w.audit({
      verb: kind === 'asked' ? 'approvals.ask' : 'approvals.answer',
      subject: `request:${row.id}`,
      detail: {
        number: row.number,
        event: eventId,
        wordsHash: await hashWords(w, eventId, words),
        before: { revision: row.revision },
        after: { revision: moved.revision },
      },
    });
    return { revision: moved.revision, eventId };
  });
}

/** Whoever asked hears the answer under their own copy as well. */
const askersOf = async (ctx: Pick<Ctx, 'db'>, cardId: string): Promise<string[]> =>
  (await readEvents(ctx, cardId)).flatMap((one) => (one.kind === 'asked' && one.personId ? [one.personId] : []));
