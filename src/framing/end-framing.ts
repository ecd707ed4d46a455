import { write, type WriteCtx } from '../audit/write.ts';
import { moveCard } from '../cards/move-card.ts';
import { planDue } from '../cards/open-card.ts';
import { findCard } from '../cards/read-card.ts';
import type { Ctx } from '../db/ctx.ts';
import { endMatter } from '../matters/follow-matter.ts';
import { LeewayError } from '../shared/errors.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { happen, loadFraming, loadOpen, told } from './load.ts';
import { noModel, openItsMatter } from './open-framing.ts';
import { bringBackAt } from './rules.ts';
import { endInput, reopenInput, type EndInput, type ReopenInput } from './schemas.ts';
import { selectCase, updateFraming, type FramingRow } from './store.ts';

/** Ends an idea without a model, with the reason, which stays for whoever has it again. Only who asked may withdraw it. */
export async function endFraming(ctx: Ctx, input: EndInput): Promise<{ number: number; masked: string[] }> {
  const { framingId, as, words, revision } = parseInput(endInput, input);
  const { text, masked } = maskPersonal(words);
  return write(ctx, async (w) => {
    const loaded = await loadOpen(w, framingId, 'framing.settle', revision);
    const { row } = loaded;
    if (as === 'withdrawn' && row.byId !== w.actor.id)
      throw new LeewayError('forbidden', 'Only who asked it can withdraw an idea.', {
        hint: 'Say that it is not worth a model, and why.',
      });
    await updateFraming(w.db, framingId, { state: as, closedAt: w.now });
    const { event, wordsHash } = await happen(w, loaded, { kind: as, words: text }, { settled: true, tell: told });
    w.audit({ verb: 'framing.end', subject: `framing:${framingId}`, detail: { as, event, wordsHash } });
    await closeWithCase(w, row, as, as === 'withdrawn' ? 'It was withdrawn.' : 'It was found not to be worth a model.');
    return { number: row.number, masked };
  });
}

/** Brings an idea back that was dropped or withdrawn; its answers and options stand as they stood. */
export async function reopenFraming(ctx: Ctx, input: ReopenInput): Promise<{ number: number; masked: string[] }> {
  const { framingId, words } = parseInput(reopenInput, input);
  const { text, masked } = maskPersonal(words);
  return write(ctx, async (w) => {
    const loaded = await loadFraming(w, framingId, 'framing.settle');
    const { row, card } = loaded;
    if (row.state === 'open') throw new LeewayError('conflict', `Idea ${row.number} is open.`);
    if (row.state === 'kpi')
      throw new LeewayError('conflict', `Idea ${row.number} has become a planned model: change that one.`, {
        hint: 'Or open a new idea with /leeway idea.',
      });
    const from = row.caseId === null ? undefined : await selectCase(w.db, row.caseId);
    const matterId = await openItsMatter(w, row, from?.modelId);
    await updateFraming(w.db, framingId, { state: 'open', closedAt: null, matterId });
    await planDue(w, card.id, [{ kind: 'bring-back', dueAt: bringBackAt(w.now, 0) }]);
    const { event, wordsHash } = await happen(w, loaded, { kind: 'reopened', words: text }, { reopened: true, tell: told });
    w.audit({ verb: 'framing.reopen', subject: `framing:${framingId}`, detail: { event, wordsHash } });
    return { number: row.number, masked };
  });
}

/** An idea's matter ends with it, and the case that it came from hears how. */
export async function closeWithCase(w: WriteCtx, row: FramingRow, state: FramingRow['state'], outcome: string): Promise<void> {
  const from = row.caseId === null ? undefined : await selectCase(w.db, row.caseId);
  await endMatter(w, { kind: 'framing', modelId: from?.modelId ?? noModel, key: row.id }, outcome);
  const card = from && (await findCard(w, 'case', from.id));
  if (!card) return;
  const data = { framingId: row.id, number: row.number, state };
  await moveCard(w, card.id, { happening: { kind: 'framing-ended', data }, tell: ['flagger', 'voice'] });
}
