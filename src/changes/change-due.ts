import { write } from '../audit/write.ts';
import { sayUnderCard } from '../cards/move-card.ts';
import { addLetters, planDue } from '../cards/open-card.ts';
import { readCard } from '../cards/read-card.ts';
import type { Ctx } from '../db/ctx.ts';
import { deputyOf } from '../people/deputies.ts';
import { readModels } from '../registry/read-model.ts';
import { lockChange, selectTouches } from './store.ts';

const weekMs = 7 * 24 * 3_600_000;
/** Reminders after which it is left to the list of open matters. */
const maxReminders = 8;

/** A change whose models have no end yet: their owners, who stands in for them, then those who own the business side hear of it weekly. */
export async function changeDue(ctx: Ctx, { cardId, kind }: { cardId: string; kind: string }): Promise<void> {
  const count = Number(kind.split(':')[1] ?? 1);
  await write(ctx, async (w) => {
    const card = await readCard(w, cardId);
    const row = await lockChange(w.db, card.subjectId);
    if (!row || (row.state !== 'open' && row.state !== 'asked')) return;
    const open = (await selectTouches(w.db, [row.id])).filter((touch) => touch.state === 'open');
    const owners = [...new Set(open.flatMap((touch) => touch.ownerId ?? []))];
    for (const id of owners) {
      const deputy = await deputyOf(w, id);
      if (deputy) await addLetters(w, cardId, [{ personId: deputy.id, part: 'deputy' }]);
    }
    if (count > 1) {
      const models = await readModels(
        w,
        open.map((touch) => touch.modelId),
      );
      const above = [...models.values()].flatMap((model) => model.owners.filter((owner) => owner.kind === 'business'));
      const letters = [...new Set(above.map((owner) => owner.personId))].map((personId) => ({ personId, part: 'above' }));
      await addLetters(w, cardId, letters);
    }
    const data = { models: open.map((touch) => touch.modelId), owners };
    await sayUnderCard(w, card, { kind: 'reminded', data }, ['reporter', 'owner', 'deputy', 'above']);
    if (count < maxReminders)
      await planDue(w, cardId, [{ kind: `remind:${count + 1}`, dueAt: new Date(w.now.getTime() + weekMs) }]);
    w.audit({ verb: 'changes.remind', subject: `change:${row.id}`, detail: { number: row.number, count, ...data } });
  });
}
