import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { hashWords } from '../people/hash-words.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { isClosed } from './case-rules.ts';
import { describeInput, type DescribeInput } from './case-schemas.ts';
import { assertVoice, loadCase } from './load-case.ts';
import { moveCase, type CaseMoved } from './move-case.ts';
import { insertEvent } from './store.ts';

/** Each in its own event, so that each can be shown, searched and erased by itself. */
const told = { harm: 'harm', modelSaid: 'model-said', wasDone: 'was-done', happened: 'happened' } as const;

/** What was not asked when a case was raised: its kind, how sure, whether it still happens, what it cost or whom it hurt. */
export async function describeCase(ctx: Ctx, input: DescribeInput): Promise<CaseMoved> {
  const { caseId, ...given } = parseInput(describeInput, input);
  return write(ctx, async (w) => {
    const loaded = await loadCase(w, caseId);
    const { row } = loaded;
    if (!loaded.triages) await assertVoice(w, loaded);
    if (isClosed(row.state))
      throw new LeewayError('conflict', `Case ${row.number} is closed, so nothing is added to it.`, { hint: 'Open it again.' });
    const { kind, sureness, still, segment } = given;
    const change = Object.fromEntries(Object.entries({ kind, sureness, still, segment }).filter(([, one]) => one !== undefined));
    const [hashes, masked]: [Record<string, string>, Set<string>] = [{}, new Set()];
    for (const [part, eventKind] of Object.entries(told)) {
      const words = given[part as keyof typeof told];
      if (words === undefined) continue;
      const clean = maskPersonal(words);
      clean.masked.forEach((one) => masked.add(one));
      const id = newId();
      const personId = w.actor.kind === 'person' ? w.actor.id : null;
      await insertEvent(w.db, { id, caseId, at: w.now, personId, kind: eventKind, words: clean.text });
      hashes[id] = await hashWords(w, id, clean.text);
    }
    const parts = Object.keys(given).filter((key) => given[key as keyof typeof given] !== undefined);
    return moveCase(w, loaded, {
      verb: 'describe',
      event: { kind: 'described', data: { parts } },
      change,
      masked: [...masked],
      detail: { ...change, wordsHashes: hashes },
    });
  });
}
