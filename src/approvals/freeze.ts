import { addDays, clockIn, dayIn, daysBetween, instantAt, mondayOf, sayClock, type Day } from '../shared/period.ts';
import type { Freeze, PolicySpec } from './policy.ts';

export interface Frozen {
  why: string;
  until: Date;
}
type Frozing = Pick<PolicySpec, 'freeze' | 'zone'>;

const maxWindows = 400;

/** The freeze that holds at an instant, until its own end; null when approvals may go on. Pure. */
export function frozenAt({ freeze, zone }: Frozing, at: Date): Frozen | null {
  const holding = freeze.flatMap((one) => windowEnd(one, zone, at) ?? []);
  return holding.sort((left, right) => right.until.getTime() - left.until.getTime())[0] ?? null;
}

/** The first instant from `at` at which no freeze holds; undefined when one holds at `before` still. */
export function freeFrom(spec: Frozing, at: Date, before: Date): Date | undefined {
  let instant = at;
  for (let round = 0; round < maxWindows && instant < before; round++) {
    const frozen = frozenAt(spec, instant);
    if (!frozen) return instant;
    instant = frozen.until;
  }
  return undefined;
}

/** The instants after `from` and until `before` at which a freeze begins, ends or gives way to another. */
export function freezeEdges(spec: Frozing, from: Date, before: Date): Date[] {
  const days = Math.min(daysBetween(dayIn(spec.zone, from), dayIn(spec.zone, before)), maxWindows);
  const candidates = spec.freeze.flatMap(({ when }) => {
    if ('start' in when) return [startOf(when.start, spec.zone), startOf(when.end, spec.zone)];
    return Array.from({ length: days + 1 }, (_, index) => addDays(dayIn(spec.zone, from), index)).flatMap((day) => [
      atClock(day, when.from, spec.zone),
      atClock(day, when.until, spec.zone),
    ]);
  });
  const instants = [...new Set(candidates.map((one) => one.getTime()))].sort((left, right) => left - right);
  const isEdge = (at: number) => sayAt(spec, new Date(at - 1)) !== sayAt(spec, new Date(at));
  return instants.filter((at) => at > from.getTime() && at < before.getTime() && isEdge(at)).map((at) => new Date(at));
}

function sayAt(spec: Frozing, at: Date): string {
  const frozen = frozenAt(spec, at);
  return frozen ? sayFrozen(frozen, spec.zone) : '';
}

export const sayFrozen = ({ why, until }: Frozen, zone: string): string =>
  `Nothing is put live now: ${why}. That ends on ${sayClock(until, zone)}.`;

function windowEnd({ why, when }: Freeze, zone: string, at: Date): Frozen | undefined {
  const today = dayIn(zone, at);
  if ('start' in when) {
    const holds = when.start <= today && today < when.end;
    return holds ? { why, until: startOf(when.end, zone) } : undefined;
  }
  const now = clockIn(zone, at);
  const overnight = when.until <= when.from;
  const begunToday = when.weekdays.includes(weekdayOf(today)) && now >= when.from && (overnight || now < when.until);
  if (begunToday) return { why, until: atClock(overnight ? addDays(today, 1) : today, when.until, zone) };
  const yesterday = addDays(today, -1);
  const begunYesterday = overnight && when.weekdays.includes(weekdayOf(yesterday)) && now < when.until;
  return begunYesterday ? { why, until: atClock(today, when.until, zone) } : undefined;
}

const weekdayOf = (day: Day): number => daysBetween(mondayOf(day), day) + 1;
const startOf = (day: Day, zone: string): Date => instantAt(day, { hour: 0, minute: 0, zone });
const atClock = (day: Day, clock: string, zone: string): Date =>
  instantAt(day, { hour: Number(clock.slice(0, 2)), minute: Number(clock.slice(3)), zone });
