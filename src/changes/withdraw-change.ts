import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { endMatter } from '../matters/follow-matter.ts';
import { hashWords } from '../people/hash-words.ts';
import { readPersons } from '../people/read-persons.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { loadOpen, reading, tellOf } from './follow-change.ts';
import { withdrawInput, type WithdrawInput } from './schemas.ts';
import { insertEvent, selectTouches, updateChange } from './store.ts';

/** Takes a change back that does not come after all. By whoever reported it, or an administrator. */
export async function withdrawChange(ctx: Ctx, input: WithdrawInput): Promise<{ masked: string[] }> {
  const { changeId, words: said } = parseInput(withdrawInput, input);
  authorise(ctx.actor, 'changes.report');
  const { text, masked } = said === undefined ? { text: undefined, masked: [] } : maskPersonal(said);
  return write(ctx, async (w) => {
    const { row, card } = await loadOpen(w, changeId);
    const isAdmin = w.actor.kind === 'person' && w.actor.roles.includes('admin');
    if (row.byId !== w.actor.id && !isAdmin) {
      const name = (await readPersons(reading(w), [row.byId])).get(row.byId)?.name ?? row.byId;
      throw new LeewayError('forbidden', `${name} told of this change, and only they can take it back.`);
    }
    for (const { modelId, state } of await selectTouches(w.db, [changeId]))
      if (state === 'open') await endMatter(w, { kind: 'change', modelId, key: changeId }, 'The change does not come after all.');
    await updateChange(w.db, changeId, { state: 'withdrawn', closedAt: w.now });
    const event = { id: newId(), kind: 'withdrawn', personId: w.actor.id, ...(text ? { words: text } : {}) };
    await insertEvent(w.db, { ...event, changeId, at: w.now });
    await tellOf(w, card, event, true);
    const hashed = text ? { event: event.id, wordsHash: await hashWords(w, event.id, text) } : {};
    w.audit({ verb: 'changes.withdraw', subject: `change:${changeId}`, detail: { number: row.number, ...hashed } });
    return { masked };
  });
}
