import type { WriteCtx } from '../audit/write.ts';
import { addLetters } from '../cards/open-card.ts';
import { findCard, type Card } from '../cards/read-card.ts';
import { moveCard, type Happening } from '../cards/move-card.ts';
import type { Ctx } from '../db/ctx.ts';
import { endMatter, followMatter } from '../matters/follow-matter.ts';
import { readPersons } from '../people/read-persons.ts';
import { teamChannel } from '../people/team-channel.ts';
import { readModels, unknownModel } from '../registry/read-model.ts';
import { systemActor } from '../shared/actor.ts';
import { LeewayError } from '../shared/errors.ts';
import { sayDay, type Day } from '../shared/period.ts';
import { dueOn, ownerOf } from './rules.ts';
import { deleteOpenTouches, insertTouch, lockChange, selectTouches, setMatter, type ChangeRow, type Touch } from './store.ts';

/** How pressing a change is that nobody has said anything about, beside alerts (0 to 100). */
const severity = 45;

export const reading = <C extends Ctx>(ctx: C): C => ({ ...ctx, actor: systemActor('changes') });

/** Locks a change that is not at its end. Throws `not-found`, and `conflict` where it has ended. */
export async function loadOpen(w: WriteCtx, changeId: string): Promise<{ row: ChangeRow; card: Card }> {
  const row = await lockChange(w.db, changeId);
  const card = row && (await findCard(w, 'change', changeId));
  if (!row || !card) throw new LeewayError('not-found', 'There is no such change.', { field: 'changeId' });
  if (row.state === 'withdrawn' || row.state === 'done')
    throw new LeewayError(
      'conflict',
      `Change ${row.number} is over: ${row.state === 'done' ? 'every model has its end' : 'it was withdrawn'}.`,
    );
  return { row, card };
}

export interface Wanted {
  modelId: string;
  columns: string[];
  segment: string | null;
}

/** Writes which models a change touches; each one's owner gets the card and a matter. Returns the touches as they are now. */
export async function writeTouches(w: WriteCtx, row: ChangeRow, card: Card, wanted: Wanted[], today: Day): Promise<Touch[]> {
  const ctx = reading(w);
  const models = await readModels(
    ctx,
    wanted.map((one) => one.modelId),
  );
  for (const { modelId } of wanted) if (!models.has(modelId)) throw await unknownModel(ctx, modelId);
  const owners = [...models.values()].flatMap((model) => model.owners.map((owner) => owner.personId));
  const people = await readPersons(ctx, owners);
  for (const gone of await deleteOpenTouches(w.db, row.id, [...models.keys()]))
    await endMatter(w, { kind: 'change', modelId: gone.modelId, key: row.id }, 'The change does not touch this model after all.');
  for (const touch of wanted) {
    const owner = ownerOf(models.get(touch.modelId)!.owners, (id) => people.get(id)?.active ?? false);
    await insertTouch(w.db, { changeId: row.id, ...touch, ownerId: owner ?? null });
  }
  const touches = await selectTouches(w.db, [row.id]);
  const due = dueOn(row.startsOn, today);
  for (const { modelId, modelTitle, ownerId, state } of touches) {
    if (state !== 'open') continue;
    const nextStep = 'Say whether it was trained anew, or that the change has no effect';
    const { id } = await followMatter(w, {
      kind: 'change',
      modelId,
      key: row.id,
      title: `Change ${row.number} from ${sayDay(row.startsOn)} touches ${modelTitle}`,
      severity,
      openedFor: today,
      inHand: ownerId ? { ownerId, nextStep, dueOn: due } : null,
    });
    await setMatter(w.db, row.id, modelId, id);
  }
  const asked = [...new Set(touches.flatMap((one) => one.ownerId ?? []))].filter((id) => id !== row.byId);
  await addLetters(
    w,
    card.id,
    asked.map((personId) => ({ personId, part: 'owner' })),
  );
  return touches;
}

/** Whoever has a letter of a change, in whatever part. */
export const everybody = ['reporter', 'owner', 'deputy', 'above'];

/** A step in the card's thread, and under everybody's letter. */
export const tellOf = async (w: WriteCtx, card: Card, happening: Happening, settled: boolean): Promise<number> =>
  (await moveCard(w, card.id, { happening, settled, tell: everybody })).revision;

/** Where it is talked of: the channel of the first touched model's team, else of the reporter's, else the usual one. */
export async function channelFor(w: WriteCtx, modelIds: readonly string[]): Promise<string> {
  const ctx = reading(w);
  const first = modelIds[0];
  const model = first === undefined ? undefined : (await readModels(ctx, [first])).get(first);
  const person = w.actor.kind === 'person' ? w.actor : undefined;
  return (await teamChannel(ctx, [model?.teamId, ...(person?.teams ?? [])])) ?? `person:${w.actor.id}`;
}
