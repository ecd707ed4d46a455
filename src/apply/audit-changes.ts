import type { WriteCtx } from '../audit/write.ts';
import type { Change } from './plan.ts';

const maxEntries = 500;
const subjectsPerEntry = 50;
const maxLines = 1_000;

/**
 * One entry a subject; of a very large change one for fifty subjects, since a transaction's entries are bounded. `agreed`
 * says under which request it was agreed to and by whom.
 */
export function auditChanges(w: WriteCtx, changes: Change[], agreed: Record<string, unknown> = {}): void {
  const bySubject = Map.groupBy(changes, (change) => change.subject);
  const detailOf = (ones: Change[]) => ({
    count: ones.length,
    changes: ones.slice(0, maxLines).map((change) => change.text),
    ...agreed,
  });
  if (bySubject.size <= maxEntries) {
    for (const [subject, ones] of bySubject) w.audit({ verb: 'config.apply', subject, detail: detailOf(ones) });
    return;
  }
  const groups = [...bySubject.values()];
  for (let from = 0; from < groups.length; from += subjectsPerEntry)
    w.audit({ verb: 'config.apply', subject: 'config', detail: detailOf(groups.slice(from, from + subjectsPerEntry).flat()) });
}
