import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { happen, loadOpen, told } from './load.ts';
import { optionInput, verdictInput, type OptionInput, type VerdictInput } from './schemas.ts';
import { insertOption, selectOption, selectOptions, updateOption } from './store.ts';

export const maxOptions = 30;

/** Keeps a way in which it could be done, also without a model. Throws `too-large` beyond 30. */
export async function addOption(ctx: Ctx, input: OptionInput): Promise<{ optionId: string; masked: string[] }> {
  const { framingId, words, optionId = newId() } = parseInput(optionInput, input);
  const { text, masked } = maskPersonal(words);
  return write(ctx, async (w) => {
    const loaded = await loadOpen(w, framingId, 'framing.answer');
    if ((await selectOptions(w.db, framingId, maxOptions)).length >= maxOptions)
      throw new LeewayError('too-large', `An idea keeps at most ${maxOptions} options: drop or join some.`, { field: 'words' });
    if (!(await insertOption(w.db, { id: optionId, framingId, byId: w.actor.id, words: text, at: w.now })))
      return { optionId, masked };
    const { event, wordsHash } = await happen(w, loaded, { kind: 'option', words: text, data: { optionId } }, { tell: told });
    w.audit({ verb: 'framing.add-option', subject: `framing:${framingId}`, detail: { optionId, event, wordsHash } });
    return { optionId, masked };
  });
}

/** Says what was thought of an option; what is dropped stays on the card with its reason. Judged anew, the newest counts. */
export async function judgeOption(ctx: Ctx, input: VerdictInput): Promise<{ framingId: string; changed: boolean }> {
  const { optionId, verdict, why } = parseInput(verdictInput, input);
  const text = why === undefined ? null : maskPersonal(why).text;
  return write(ctx, async (w) => {
    const option = await selectOption(w.db, optionId);
    if (!option) throw new LeewayError('not-found', 'There is no such option any more.', { field: 'option' });
    const { framingId } = option;
    const loaded = await loadOpen(w, framingId, 'framing.answer');
    if (option.verdict === verdict && option.why === text) return { framingId, changed: false };
    await updateOption(w.db, optionId, { verdict, why: text });
    const { event, wordsHash } = await happen(
      w,
      loaded,
      { kind: 'judged', data: { optionId, verdict }, ...(text ? { words: text } : {}) },
      { tell: told },
    );
    w.audit({ verb: 'framing.judge-option', subject: `framing:${framingId}`, detail: { optionId, verdict, event, wordsHash } });
    return { framingId, changed: true };
  });
}
