import { write, type WriteCtx } from '../audit/write.ts';
import { readCard } from '../cards/read-card.ts';
import type { Ctx } from '../db/ctx.ts';
import { readMembers } from '../people/members.ts';
import { readPersons } from '../people/read-persons.ts';
import { callIn } from './call-in.ts';
import { isClosed } from './case-rules.ts';
import { selectActions } from './case-store.ts';
import { loadCase, reading, type Loaded } from './load-case.ts';
import { maxActionsOfCase, moveCase, type Step } from './move-case.ts';
import { newPromise } from './promise.ts';
import { ownersInOrder } from './rules.ts';

/**
 * Does what came due on a case's card: nobody's case goes silent. Looks at the case as it is now, so that what was
 * planned for an earlier state does nothing.
 */
export async function caseDue(ctx: Ctx, { cardId, kind }: { cardId: string; kind: string }): Promise<void> {
  const card = await readCard(ctx, cardId);
  if (card.kind !== 'case') return;
  await write(ctx, async (w) => {
    const loaded = await loadCase(w, card.subjectId);
    const { state, waitsFor } = loaded.row;
    if (isClosed(state) || waitsFor === null) return;
    const step = waitsFor === 'owner' ? await ownersDue(w, loaded, kind) : await flaggersDue(w, loaded, kind);
    if (step) await moveCase(w, loaded, step);
  });
}

async function ownersDue(w: WriteCtx, loaded: Loaded, kind: string): Promise<Step | undefined> {
  switch (kind) {
    case 'remind-owner':
      return remindOwner(w, loaded);
    case 'remind-action': {
      const actions = await selectActions(w.db, loaded.row.id, maxActionsOfCase);
      const due = actions.filter((one) => one.state === 'open' && one.dueOn <= loaded.today);
      return due.length === 0 ? undefined : reminded(w, [...new Set(due.map((one) => one.personId))], 'action');
    }
    case 'tell-deputy':
      return deputise(w, loaded);
    case 'tell-above':
      return tellAbove(w, loaded);
    default:
      return undefined;
  }
}

/** Whoever stands in for an owner who is away; somebody else at once where the owner has left. */
async function remindOwner(w: WriteCtx, loaded: Loaded): Promise<Step | undefined> {
  const { row, deputy } = loaded;
  const ownerId = deputy?.id ?? row.ownerId;
  return (ownerId === null ? undefined : await reminded(w, [ownerId], 'owner')) ?? deputise(w, loaded);
}

async function flaggersDue(w: WriteCtx, loaded: Loaded, kind: string): Promise<Step | undefined> {
  const { row, voices } = loaded;
  switch (kind) {
    case 'remind-flagger':
      return reminded(w, voices, 'flagger');
    case 'no-reply': {
      const { promisedOn } = await newPromise(w, loaded);
      return { verb: 'no-reply', event: { kind: 'returned' }, change: { waitsFor: 'owner', promisedOn } };
    }
    case 'unconfirmed':
      if (row.state !== 'done' && row.state !== 'answered') return undefined;
      return {
        verb: 'unconfirmed',
        event: { kind: 'unconfirmed', data: { why: 'silent' } },
        change: { state: 'unconfirmed', waitsFor: null },
      };
    default:
      return undefined;
  }
}

async function reminded(w: WriteCtx, ids: string[], what: 'owner' | 'flagger' | 'action'): Promise<Step | undefined> {
  const names = await activeNames(w, ids);
  return names.length === 0
    ? undefined
    : { verb: 'remind', event: { kind: 'reminded', data: { what, names } }, detail: { reminded: ids } };
}

/** The promise has passed: whoever stands in for its owner, else another owner of the model, is called in. */
async function deputise(w: WriteCtx, loaded: Loaded): Promise<Step | undefined> {
  const { row, card, model, deputy, voices } = loaded;
  const others = ownersInOrder(model.owners).filter((id) => id !== row.ownerId && !voices.includes(id));
  const to = deputy?.id ?? (await firstActive(w, others));
  if (to === undefined) return tellAbove(w, loaded);
  await callIn(w, card.id, to, 'deputy');
  const [name] = await activeNames(w, [to]);
  const owner = row.ownerId === null ? [] : await activeNames(w, [row.ownerId]);
  return {
    verb: 'deputise',
    event: { kind: 'deputised', data: { toPersonId: to, name: name ?? to, for: owner[0] ?? null } },
    detail: { toPersonId: to },
  };
}

/** The business owner, else whoever keeps Leeway; and the digest says that the case has gone silent. */
async function tellAbove(w: WriteCtx, { row, card, model, voices }: Loaded): Promise<Step | undefined> {
  if (row.silentAt !== null) return undefined;
  const business = model.owners.filter((one) => one.kind === 'business').map((one) => one.personId);
  const known = new Set([...voices, row.ownerId]);
  const above = business.filter((id) => !known.has(id));
  const ids =
    above.length > 0 ? above : (await readMembers(reading(w), { roles: ['admin', 'operator'] })).filter((id) => !known.has(id));
  for (const id of ids.slice(0, maxAbove)) await callIn(w, card.id, id, 'above');
  const names = await activeNames(w, ids.slice(0, maxAbove));
  return {
    verb: 'tell-above',
    event: { kind: 'told-above', data: { names } },
    change: { silentAt: w.now },
    detail: { told: ids },
  };
}

const maxAbove = 5;

async function activeNames(w: WriteCtx, ids: readonly string[]): Promise<string[]> {
  const persons = await readPersons(reading(w), ids);
  return ids.flatMap((id) => (persons.get(id)?.active ? [persons.get(id)!.name] : []));
}

async function firstActive(w: WriteCtx, ids: readonly string[]): Promise<string | undefined> {
  const persons = await readPersons(reading(w), ids);
  return ids.find((id) => persons.get(id)?.active);
}
