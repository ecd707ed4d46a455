import { joinLines, type Line } from '../digest/line.ts';
import { production } from '../registry/rules.ts';
import { dayIn, sayClock, sayDay, sayDayYear, sayWeekday } from '../shared/period.ts';
import type { Fact, Measure } from '../shared/fact.ts';
import { stateFigure, type Asking } from './asking.ts';
import { kept, servesLine } from './sentences.ts';
import { factOf, type FactJson, type SubjectRow } from './subject-store.ts';
import type { Subject } from './subject.ts';

/** Where it is not production, it is said. */
const placeOf = (environment: string): string => (environment === production ? '' : ` in ${environment}`);

/** What is asked of people about a model, what serves, how much hangs on it, and what was done last. */
export function standingLines(asking: Asking, subject: Subject): Line[] {
  const { row } = subject;
  return kept([
    ...requestLines(asking, row),
    servesLine(asking, subject),
    perHourLine(asking, row),
    notBackLine(asking, row),
    rollbackLine(asking, row),
    leadLine(asking, row),
    casesLine(asking, row),
  ]);
}

export function pausedLines({ tell, zone }: Asking, { paused }: SubjectRow): Line[] {
  return paused.map(({ environment, since, by }) =>
    tell(`paused.line${by === null ? '-by-rule' : ''}`, 'change', {
      words: { place: placeOf(environment), since: sayClock(new Date(since), zone), by: by ?? '' },
    }),
  );
}

function requestLines({ tell, zone }: Asking, { requests }: SubjectRow): Line[] {
  return requests.map(({ number, kind, version, environment, expiresAt }) =>
    tell(`request.${kind === 'promotion' ? 'open' : 'open-rule'}`, 'change', {
      words: {
        number: String(number),
        version: String(version ?? ''),
        place: placeOf(environment),
        due: sayWeekday(dayIn(zone, new Date(expiresAt))),
      },
    }),
  );
}

export function perHourLine({ tell, today }: Asking, { perHour }: SubjectRow): Line | undefined {
  if (!perHour) return undefined;
  const day = perHour.period_start.slice(0, 4) === today.slice(0, 4) ? sayDay : sayDayYear;
  return tell('per-hour', 'detail', { facts: { now: factOf(perHour) }, words: { day: day(perHour.period_start) } });
}

/** The switch was turned and the deployment did not follow: what runs is not known. */
function notBackLine({ tell, zone }: Asking, { notBack }: SubjectRow): Line | undefined {
  if (!notBack) return undefined;
  const words = {
    version: String(notBack.version),
    place: placeOf(notBack.environment),
    day: sayDay(dayIn(zone, new Date(notBack.at))),
  };
  return tell('rollback.not-back', 'change', { words });
}

export function rollbackLine({ tell, zone, today }: Asking, { rollback }: SubjectRow): Line | undefined {
  if (!rollback) return undefined;
  const at = dayIn(zone, new Date(rollback.at));
  const name = rollback.by === null ? 'by-rule' : 'by-person';
  return tell(`rollback.${name}`, 'detail', {
    words: {
      version: String(rollback.version),
      place: placeOf(rollback.environment),
      day: at.slice(0, 4) === today.slice(0, 4) ? sayDay(at) : sayDayYear(at),
      by: rollback.by ?? '',
    },
  });
}

/** How long the version that went live last was on its way; the time in which people were waited for apart. */
export function leadLine({ tell }: Asking, { lead }: Pick<SubjectRow, 'lead'>): Line | undefined {
  const facts = leadOf(lead);
  if (!facts) return undefined;
  return tell('lead', 'detail', { facts, words: { version: String(facts.total.version ?? '') } });
}

export function leadOf(rows: readonly FactJson[]): { total: Fact; waiting: Fact; manual: Fact } | undefined {
  const find = (measure: string) => {
    const row = rows.find((one) => one.measure === measure);
    return row && factOf(row);
  };
  const [total, waiting, manual] = [find('lead-time'), leadStep(rows, 'requested-decided'), find('manual-steps')];
  return total && waiting && manual ? { total, waiting, manual } : undefined;
}

export function leadStep(rows: readonly FactJson[], step: string): Fact | undefined {
  const row = rows.find((one) => one.measure === 'step-time' && one.about === step);
  return row && factOf(row);
}

/** What experts flagged and what became of it; nothing where they flagged nothing lately. */
function casesLine(asking: Asking, { id: modelId, cases }: SubjectRow): Line | undefined {
  const { tell } = asking;
  const { open, silent, closed, confirmed, answered, answerHours } = cases;
  const figure = (measure: Measure, value: number, method: string, unit = 'count') =>
    stateFigure(asking, { measure, value, unit, modelId, source: 'leeway: cases', method });
  const counted = (name: string, measure: Measure, value: number, method: string) =>
    value > 0
      ? tell(`cases.${name}.${value === 1 ? 'one' : 'many'}`, 'detail', { facts: { now: figure(measure, value, method) } })
      : undefined;
  const took =
    answerHours !== null && answered > 0
      ? figure('case-first-answer', answerHours, 'median from raised to the first answer, of the last quarter', 'hours')
      : undefined;
  const share =
    closed > 0
      ? figure('cases-confirmed-share', confirmed / closed, 'confirmed, of those closed in the last quarter', 'share')
      : undefined;
  return joinLines('detail', [
    counted('open', 'cases-open', open, 'cases that have not come to their end'),
    counted('silent', 'cases-silent', silent, 'open cases whose promised day passed without the step that was due'),
    took ? tell('cases.first-answer', 'detail', { facts: { now: took } }) : undefined,
    share ? tell('cases.confirmed', 'detail', { facts: { now: share } }) : undefined,
  ]);
}
