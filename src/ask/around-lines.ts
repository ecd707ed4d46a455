import type { Line } from '../digest/line.ts';
import type { Fact } from '../shared/fact.ts';
import { sayDayYear } from '../shared/period.ts';
import type { Asking } from './asking.ts';
import { beforeOf, isNews, wordsFor } from './sentences.ts';
import type { Subject } from './subject.ts';

/** What customers said of the week, beside its figures; undefined where nobody counted. */
export function complaintsLine(asking: Asking, subject: Subject): Line | undefined {
  const now = complaintsOf(subject);
  if (!now) return undefined;
  const words = { ...wordsFor(asking, subject), before: beforeOf(asking, subject.before('complaints')) };
  return asking.tell('complaints', 'kpi', { facts: { now }, words });
}

/** What customers said to experts, who passed it on: beside the count, never in it. */
export function passedOnLine(asking: Asking, subject: Subject): Line | undefined {
  const now = subject.series('complaints-passed-on').find((fact) => fact.periodStart === subject.period?.start && fact.value > 0);
  return now && asking.tell('passed-on', 'kpi', { facts: { now }, words: wordsFor(asking, subject) });
}

export const complaintsOf = (subject: Subject): Fact | undefined =>
  subject.series('complaints').find((fact) => fact.periodStart === subject.period?.start);

/** Customers complained more than usual in the week, and the matter that this opened is not closed yet. */
export const complainedMore = ({ row, period }: Subject): boolean =>
  row.matters.some((matter) => /^complaints(?::|$)/.test(matter.key) && matter.openedFor === period?.start);

/**
 * Changes in the business that held in a week in which something stood out. They coincide; that is all that is known. Their
 * words are left out: an answer is kept, and whoever wrote them may take them back.
 */
export function coincidingLines(asking: Asking, subject: Subject): Line[] {
  if (!subject.findings.some(isNews)) return [];
  return subject.row.changes.map(({ number, startsOn }) =>
    asking.tell('coincides', 'cause', { words: { number: String(number), since: sayDayYear(startsOn) } }),
  );
}
