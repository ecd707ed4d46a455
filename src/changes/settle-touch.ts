import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { endMatter } from '../matters/follow-matter.ts';
import { deputyOf } from '../people/deputies.ts';
import { hashWords } from '../people/hash-words.ts';
import { relationToModel } from '../registry/relation-to-model.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { evidenceFor } from './touch-evidence.ts';
import { loadOpen, reading, tellOf } from './follow-change.ts';
import { settleInput, type SettleInput } from './schemas.ts';
import { insertEvent, selectTouches, settleTouchRow, updateChange, type Touch } from './store.ts';

/** How many touched models are still open; the change is over at none. */
export interface Settled {
  open: number;
  masked: string[];
}

const outcomes = {
  retrained: 'The model was trained anew after the change.',
  'no-effect': 'Checked: the change shows no effect.',
  refused: 'Nothing is done about it, for a reason that was given.',
};

/**
 * Brings a touched model to its end: retrained (with the version), no effect (with facts of a week since it began), refused
 * (with the reason). By an owner, their deputy or the team. Throws `conflict` where somebody did meanwhile, and `invalid`
 * where what is claimed cannot be seen.
 */
export async function settleTouch(ctx: Ctx, input: SettleInput): Promise<Settled> {
  const { changeId, modelId, how, words: said, version } = parseInput(settleInput, input);
  const { text: words, masked } = said === undefined ? { text: undefined, masked: [] } : maskPersonal(said);
  return write(ctx, async (w) => {
    const { row, card } = await loadOpen(w, changeId);
    const touch = (await selectTouches(w.db, [changeId])).find((one) => one.modelId === modelId);
    if (!touch) throw new LeewayError('not-found', `Change ${row.number} does not name this model.`, { field: 'modelId' });
    await assertMaySettle(w, touch);
    const claim = { how, startsOn: row.startsOn, modelId, ...(version ? { version } : {}), ...(words ? { words } : {}) };
    const evidence = await evidenceFor(reading(w), claim);
    const done = { state: how, evidence, settledById: w.actor.id, settledAt: w.now };
    if (!(await settleTouchRow(w.db, changeId, modelId, done)))
      throw new LeewayError('conflict', `${touch.modelTitle} was brought to its end meanwhile. Look at the card again.`);
    await endMatter(w, { kind: 'change', modelId, key: changeId }, outcomes[how]);
    const open = (await selectTouches(w.db, [changeId])).filter((one) => one.state === 'open').length;
    if (open === 0) await updateChange(w.db, changeId, { state: 'done', closedAt: w.now });
    const event = { id: newId(), kind: how, personId: w.actor.id, data: { modelId, ...evidence }, ...(words ? { words } : {}) };
    await insertEvent(w.db, { ...event, changeId, modelId, at: w.now });
    await tellOf(w, card, event, open === 0);
    const hashed = words ? { event: event.id, wordsHash: await hashWords(w, event.id, words) } : {};
    w.audit({
      verb: 'changes.settle',
      subject: `change:${changeId}`,
      detail: { number: row.number, modelId, how, evidence, open, ...hashed },
    });
    return { open, masked };
  });
}

async function assertMaySettle(w: WriteCtx, touch: Touch): Promise<void> {
  if (w.actor.kind !== 'person') throw new LeewayError('forbidden', 'Only a person can say what becomes of a change.');
  if (touch.ownerId === w.actor.id) return;
  const deputy = touch.ownerId === null ? undefined : await deputyOf(reading(w), touch.ownerId);
  if (deputy?.id === w.actor.id) return;
  authorise(w.actor, 'changes.settle', await relationToModel(w, touch.modelId));
}
