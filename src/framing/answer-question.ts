import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { LeewayError } from '../shared/errors.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { happen, loadOpen, told } from './load.ts';
import { questions, type Question } from './questions.ts';
import { nextQuestion } from './rules.ts';
import { answerInput, type AnswerInput } from './schemas.ts';
import { hasEventOf, selectAnswers, upsertAnswer } from './store.ts';

export interface Answered {
  number: number;
  /** What is asked next; undefined when every question has an answer. */
  next: Question | undefined;
  masked: string[];
  changed: boolean;
}

/**
 * Answers one of an idea's questions, or answers it anew: the newest counts, and the thread keeps each. The same words again
 * change nothing. Throws `not-found` for a question that is not asked.
 */
export async function answerQuestion(ctx: Ctx, input: AnswerInput): Promise<Answered> {
  const { framingId, question, words, clientKey } = parseInput(answerInput, input);
  const asked = questions();
  if (!asked.some((one) => one.id === question))
    throw new LeewayError('not-found', 'That question is not asked any more.', { field: 'question' });
  const { text, masked } = maskPersonal(words);
  return write(ctx, async (w) => {
    const loaded = await loadOpen(w, framingId, 'framing.answer');
    const { number } = loaded.row;
    const answers = await selectAnswers(w.db, [framingId]);
    const before = answers.find((one) => one.question === question);
    const next = nextQuestion(asked, new Set([...answers.map((one) => one.question), question]));
    const again = clientKey !== undefined && (await hasEventOf(w.db, framingId, clientKey));
    if (again || before?.words === text) return { number, next, masked, changed: false };
    await upsertAnswer(w.db, { framingId, question, personId: w.actor.id, words: text, at: w.now });
    const data = {
      question,
      ...(before ? { again: true } : {}),
      ...(next ? { next: next.id } : {}),
      ...(clientKey ? { clientKey } : {}),
    };
    const { event, wordsHash } = await happen(w, loaded, { kind: 'answered', words: text, data }, { tell: told });
    w.audit({ verb: 'framing.answer', subject: `framing:${framingId}`, detail: { question, event, wordsHash } });
    return { number, next, masked, changed: true };
  });
}
