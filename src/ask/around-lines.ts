import { changesNear } from '../changes/read-change.ts';
import type { Line } from '../digest/line.ts';
import { sayDayYear } from '../shared/period.ts';
import type { Asking } from './asking.ts';
import { beforeOf, isNews, wordsFor } from './sentences.ts';
import type { Subject } from './subject.ts';

const shownChanges = 2;

/** What customers said of the week, beside its figures; undefined where nobody counted. */
export function complaintsLine(asking: Asking, subject: Subject): Line | undefined {
  const now = subject.series('complaints').find((fact) => fact.periodStart === subject.period?.start);
  if (!now) return undefined;
  const words = { ...wordsFor(asking, subject), before: beforeOf(asking, subject.before('complaints')) };
  return asking.tell('complaints', 'kpi', { facts: { now }, words });
}

/**
 * Changes in the business that held in a week in which something stood out. They coincide; that is all that is known. Their
 * words are left out: an answer is kept, and whoever wrote them may take them back.
 */
export async function coincidingLines(asking: Asking, subject: Subject): Promise<Line[]> {
  if (!subject.period || !subject.findings.some(isNews)) return [];
  const near = await changesNear(asking.ctx, [subject.row.id], subject.period);
  return near
    .slice(0, shownChanges)
    .map(({ number, startsOn }) =>
      asking.tell('coincides', 'cause', { words: { number: String(number), since: sayDayYear(startsOn) } }),
    );
}
