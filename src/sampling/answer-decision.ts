import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { enqueue } from '../queue/enqueue.ts';
import { hashWords } from '../people/hash-words.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { editLetter } from './edit-letter.ts';
import { blockOf, nextOpen } from './rules.ts';
import { answerInput, lineInput, placeInput, roundRule, type AnswerInput, type LineInput, type PlaceInput } from './schemas.ts';
import {
  lockLetter,
  lockRound,
  selectAnswers,
  selectLetters,
  turnLetter,
  updateWords,
  upsertAnswer,
  type LetterRow,
  type RoundRow,
} from './store.ts';

/**
 * What an expert says of one decision. Said again it replaces what was said before, for as long as the round is open; the
 * letter goes on to the next decision without an answer. Once everybody has answered everything, the answers are counted.
 */
export async function answerDecision(ctx: Ctx, input: AnswerInput): Promise<void> {
  const { roundId, position, answer } = parseInput(answerInput, input);
  await write(ctx, async (w) => {
    const { round, letter, block } = await loadLetter(w, roundId, position);
    await upsertAnswer(w.db, { roundId, position, personId: w.actor.id, answer, at: w.now });
    const mine = new Set((await selectAnswers(w.db, roundId, w.actor.id)).map((one) => one.position));
    await turnLetter(w.db, letter, { position: nextOpen(block, mine, position) ?? block.last, again: false });
    await editLetter(w, letter);
    w.audit({ verb: 'sampling.answer', subject: `sample:${roundId}`, detail: { position, answer } });
    const all = await selectAnswers(w.db, roundId);
    const wanted = (await selectLetters(w.db, roundId)).length * roundRule.parse(round.rule).each;
    if (all.length === wanted) await enqueue(w, 'sample-round', { roundId, step: 'count' });
  });
}

/** A line to one of one's own answers; `masked` names what was taken out of it before it was kept. */
export async function sayLine(ctx: Ctx, input: LineInput): Promise<{ masked: string[] }> {
  const { roundId, position, words } = parseInput(lineInput, input);
  const { text, masked } = maskPersonal(words);
  await write(ctx, async (w) => {
    const { round, letter } = await loadLetter(w, roundId, position);
    if (!(await updateWords(w.db, { roundId, position, personId: w.actor.id }, text)))
      throw new LeewayError('conflict', 'Say first whether it helped, then why.');
    await editLetter(w, letter);
    const wordsHash = await hashWords(w, `${roundId}/${position}`, text);
    w.audit({ verb: 'sampling.line', subject: `sample:${roundId}`, detail: { position, wordsHash } });
    if (round.state === 'closed') await enqueue(w, 'sample-round', { roundId, step: 'count' });
  });
  return { masked };
}

/** Turns one's own letter to another of its decisions, such as one that was answered already. */
export async function turnTo(ctx: Ctx, input: PlaceInput): Promise<void> {
  const { roundId, position } = parseInput(placeInput, input);
  await write(ctx, async (w) => {
    const { letter } = await loadLetter(w, roundId, position);
    await turnLetter(w.db, letter, { position, again: true });
    await editLetter(w, letter);
  });
}

/** Locks the actor's letter; refuses whoever has none, a decision that is another's, and answers that come too late. */
async function loadLetter(
  w: WriteCtx,
  roundId: string,
  position: number,
): Promise<{ round: RoundRow; letter: LetterRow; block: { first: number; last: number } }> {
  authorise(w.actor, 'sampling.answer');
  const round = await lockRound(w.db, roundId);
  const letter = await lockLetter(w.db, roundId, w.actor.id);
  if (!round || !letter)
    throw new LeewayError('forbidden', 'These were asked of somebody else.', {
      hint: 'Flag what you know as a problem instead: /leeway flag.',
    });
  // Whoever was told what came of their answers has seen them counted.
  if (w.now >= round.closesAt || (round.state !== 'open' && round.state !== 'closed'))
    throw new LeewayError('conflict', 'The answers have been counted, so this one comes too late.', {
      hint: 'Flag it as a problem if it matters: /leeway flag.',
    });
  const block = blockOf(letter.position, roundRule.parse(round.rule).each);
  if (position < block.first || position > block.last) throw new LeewayError('forbidden', 'That one was asked of somebody else.');
  return { round, letter, block };
}
