import { write } from '../audit/write.ts';
import { planDue } from '../cards/open-card.ts';
import { readCard } from '../cards/read-card.ts';
import type { Ctx } from '../db/ctx.ts';
import { happen, told } from './load.ts';
import { bringBackAt } from './rules.ts';
import { lockFraming, selectEvents } from './store.ts';

const maxEvents = 2_000;

/**
 * Brings an idea back that nobody has touched for a while: its people are told under their own letters what is asked next.
 * It is never closed by itself; each time in vain the next comes later.
 */
export async function framingDue(ctx: Ctx, { cardId }: { cardId: string; kind: string }): Promise<void> {
  const card = await readCard(ctx, cardId);
  await write(ctx, async (w) => {
    const row = await lockFraming(w.db, card.subjectId);
    if (row?.state !== 'open') return;
    const events = await selectEvents(w.db, row.id, maxEvents);
    const last = events.findLast((one) => one.kind !== 'brought-back');
    const since = last?.at ?? row.at;
    const inVain = events.filter((one) => one.kind === 'brought-back' && one.at > since).length;
    const due = bringBackAt(events.at(-1)?.at ?? row.at, inVain);
    // Somebody has been at it since this was planned: it comes when it has been quiet for as long.
    if (due > w.now) return planDue(w, cardId, [{ kind: 'bring-back', dueAt: due }]);
    await happen(w, { row, card }, { kind: 'brought-back', data: { since: since.toISOString(), inVain } }, { tell: told });
    await planDue(w, cardId, [{ kind: 'bring-back', dueAt: bringBackAt(w.now, inVain + 1) }]);
    w.audit({ verb: 'framing.bring-back', subject: `framing:${row.id}`, detail: { number: row.number, inVain } });
  });
}
