import type { WriteCtx } from '../audit/write.ts';
import { deputyOf } from '../people/deputies.ts';
import { readPersons } from '../people/read-persons.ts';
import { LeewayError } from '../shared/errors.ts';
import { selectAction, type ActionRow } from './case-store.ts';
import { loadCase, reading, type Loaded } from './load-case.ts';

/** The key of an action's matter begins with its case, where the buttons are. */
export const actionKey = (action: Pick<ActionRow, 'caseId' | 'id'>): string => `${action.caseId}:${action.id}`;

/**
 * Holds an action's case. Whoever is to do it may deal with it, whoever stands in for them, and whoever may decide on the
 * case; others get `forbidden`.
 */
export async function loadAction(w: WriteCtx, actionId: string): Promise<{ action: ActionRow; loaded: Loaded }> {
  const found = await selectAction(w.db, actionId);
  if (!found) throw new LeewayError('not-found', 'There is no such action.', { field: 'actionId', hint: 'Open the case again.' });
  const loaded = await loadCase(w, found.caseId);
  // Read again: the case is held only now.
  const action = (await selectAction(w.db, actionId)) ?? found;
  const standsIn = (await deputyOf(reading(w), action.personId))?.id;
  if (!loaded.triages && w.actor.id !== action.personId && w.actor.id !== standsIn) {
    const name = (await readPersons(reading(w), [action.personId])).get(action.personId)?.name ?? 'whoever does it';
    throw new LeewayError('forbidden', `That is for ${name} to say.`, { hint: 'You can write in the thread of the case.' });
  }
  return { action, loaded };
}

export function assertOpenAction(action: Pick<ActionRow, 'state'>): void {
  if (action.state === 'open') return;
  throw new LeewayError('conflict', `That was ${action.state === 'done' ? 'done' : 'given up'} already.`, {
    hint: 'Open the case again to see how it stands.',
  });
}
