import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { readPersons } from '../people/read-persons.ts';
import { authorise } from '../shared/access.ts';
import { newId } from '../shared/ids.ts';
import { parseInput } from '../shared/parse.ts';
import { dayIn } from '../shared/period.ts';
import { loadOpen, reading, tellOf, writeTouches } from './follow-change.ts';
import { describeInput, type DescribeInput } from './schemas.ts';
import { insertEvent, updateChange } from './store.ts';

/**
 * Says which models a change touches, by whoever knows. Their owners get its card and a matter; a model that was brought to
 * its end keeps it. None at all ends the change: it touches no model. Throws `conflict` for a change that is over.
 */
export async function describeTouch(ctx: Ctx, input: DescribeInput): Promise<{ open: number }> {
  const { changeId, touches: wanted } = parseInput(describeInput, input);
  authorise(ctx.actor, 'changes.report');
  const zone = (await readPersons(reading(ctx), [ctx.actor.id])).get(ctx.actor.id)?.zone ?? 'utc';
  return write(ctx, async (w) => {
    const { row, card } = await loadOpen(w, changeId);
    const touches = await writeTouches(w, row, card, wanted, dayIn(zone, w.now));
    const open = touches.filter((one) => one.state === 'open').length;
    const state = open > 0 ? ('open' as const) : ('done' as const);
    await updateChange(w.db, changeId, { state, closedAt: open > 0 ? null : w.now });
    const models = touches.map((one) => one.modelId);
    const personId = w.actor.kind === 'person' ? w.actor.id : null;
    await insertEvent(w.db, { id: newId(), changeId, at: w.now, personId, kind: 'described', data: { models } });
    const by = personId ? { personId } : {};
    await tellOf(w, card, { kind: 'described', data: { models }, ...by }, open === 0);
    w.audit({ verb: 'changes.describe', subject: `change:${changeId}`, detail: { number: row.number, models } });
    return { open };
  });
}
