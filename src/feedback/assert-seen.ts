import type { WriteCtx } from '../audit/write.ts';
import { readPersons } from '../people/read-persons.ts';
import { decisions, movedOn, sayDecision, type Decision } from './case-rules.ts';
import { selectNewestEvent } from './case-store.ts';
import { reading, type Loaded } from './load-case.ts';

/**
 * A click decides on what its card showed. Throws `conflict` when somebody has decided since that revision, naming who
 * and what; false when it was the same person with the same decision, which needs not be done twice.
 */
export async function isFresh(w: WriteCtx, { row }: Loaded, revisionSeen: number, kind: Decision): Promise<boolean> {
  const newest = await selectNewestEvent(w.db, row.id, decisions);
  if (!newest || Number(newest.data['revision'] ?? 0) <= revisionSeen) return true;
  if (w.actor.kind === 'person' && newest.personId === w.actor.id && newest.kind === kind) return false;
  const name = newest.personId && (await readPersons(reading(w), [newest.personId])).get(newest.personId)?.name;
  throw movedOn(row.number, name || 'Somebody', sayDecision[newest.kind as Decision]);
}
