import { joinLines, type Line } from '../digest/line.ts';
import { sayList, sayReferenceTime } from '../digest/shared-rules.ts';
import type { OwnerKind } from '../db/schema/registry.ts';
import { sayOpened } from '../matters/say-opened.ts';
import { errorKind } from '../monitor/error-kind.ts';
import { speakFrom } from '../monitor/findings.ts';
import type { Fact } from '../shared/fact.ts';
import { addDays, sayDay, sayDayYear, sayPeriod, sayWeekday, type Day, type Period } from '../shared/period.ts';
import type { Asking } from './asking.ts';
import type { FindingJson, MatterJson } from './subject-store.ts';
import { sayReference, type Subject } from './subject.ts';

export const nothing: Line = { role: 'detail', text: '', facts: [] };
export const kept = (lines: readonly (Line | undefined)[]): Line[] =>
  lines.filter((one) => one !== undefined && one.text !== '') as Line[];

/** `week of 11 June`; with the year where it is not the asker's. */
export const sayWeek = (start: Day, today: Day): string =>
  `week of ${start.slice(0, 4) === today.slice(0, 4) ? sayDay(start) : sayDayYear(start)}`;

/** What sentences about one look need of the record; `tell` escapes them. */
export function wordsFor({ today }: Asking, subject: Subject): Record<string, string> {
  const { row, spec, period } = subject;
  const window: Period = period ?? { grain: 'week', start: today, end: addDays(today, 7) };
  const referenceLabel = spec ? sayReference(spec, window) : 'the reference';
  return {
    model: row.title,
    modelId: row.id,
    version: String(row.run?.version ?? ''),
    units: row.unitPlural,
    week: sayWeek(window.start, today),
    when: window.grain === 'day' ? sayDay(window.start) : `the ${sayWeek(window.start, today)}`,
    period: sayPeriod(window, { year: window.start.slice(0, 4) !== today.slice(0, 4) }),
    day: sayDay(window.start),
    predictions: spec?.predictionPhrase ?? 'predictions',
    ...(spec ? { errorKind: errorKind(spec) } : {}),
    predicted: spec?.predictionPhrase === 'forecasts' ? 'forecast' : 'predicted',
    inputs: sayList((spec?.inputs ?? []).slice(0, 4).map((input) => input.phrase)),
    outcome: spec?.outcome.phrase ?? 'the outcome',
    referenceLabel,
    referenceTime: sayReferenceTime(referenceLabel),
  };
}

export const isNews = (finding: Pick<FindingJson, 'kind' | 'severity'>): boolean =>
  finding.severity >= speakFrom && !finding.kind.endsWith('-better');

/** The facts of a finding by slot. */
export const slotsOf = (subject: Subject, finding: FindingJson): Record<string, Fact | undefined> =>
  Object.fromEntries(Object.entries(finding.slots).map(([slot, id]) => [slot, subject.factsById.get(id)]));

/** ` (18.2 the week before)`, or nothing. */
export const beforeOf = ({ tell }: Asking, before: Fact | undefined): Line =>
  before ? tell(`changes.brackets${before.unit === 'share' ? '-share' : ''}`, 'detail', { facts: { before } }) : nothing;

const ownerParts: readonly OwnerKind[] = ['business', 'operations', 'data-science'];
const partWords: Record<OwnerKind, string> = { business: 'business', operations: 'operations', 'data-science': 'data science' };

/** `Dana Whitfield (business), nobody (operations)`; undefined where nobody is named at all. */
export function sayOwners(owners: readonly { kind: OwnerKind; name: string }[]): string | undefined {
  if (owners.length === 0) return undefined;
  return ownerParts
    .map((part) => `${owners.find((owner) => owner.kind === part)?.name ?? 'nobody'} (${partWords[part]})`)
    .join(', ');
}

export function ownersLine({ tell }: Asking, subject: Subject): Line {
  const list = sayOwners(subject.row.owners);
  return list ? tell('owners', 'detail', { words: { list } }) : tell('no-owners', 'detail');
}

/** Which version answers, and which waits for its turn. */
export function servesLine({ tell }: Asking, subject: Subject): Line {
  const { servingVersion: version, row } = subject;
  if (version === null) return tell('serves-none', 'detail');
  const waiting = row.aliases.find((one) => one.alias === 'challenger')?.version;
  const runs = row.running.some((one) => one.version === waiting);
  if (waiting === undefined || waiting === version || runs)
    return tell('serves', 'detail', { words: { version: String(version) } });
  return tell('serves-waits', 'detail', { words: { version: String(version), waiting: String(waiting) } });
}

export const shownMatters = 3;

/** The open matters of a model, the most severe first; how many more there are is left to their list. `model` was named already. */
export function matterLines({ tell, today }: Asking, matters: readonly MatterJson[], model?: string): Line[] {
  return matters.slice(0, shownMatters).map((matter) => {
    const state =
      matter.state === 'open' ? 'nobody' : matter.dueOn === null ? 'taken-no-date' : matter.dueOn < today ? 'overdue' : 'taken';
    const words = {
      title: model && matter.title.startsWith(`${model}: `) ? matter.title.slice(model.length + 2) : matter.title,
      opened: sayOpened(matter),
      owner: matter.ownerName ?? 'somebody',
      due: matter.dueOn ? sayWeekday(matter.dueOn) : '',
    };
    return tell(`matter.${state}`, 'still-open', { words });
  });
}

export const buttonsOf = (matters: readonly MatterJson[]) =>
  matters
    .slice(0, shownMatters)
    .map(({ id, title, state, ownerName, dueOn, revision }) => ({ id, title, state, ownerName, dueOn, revision }));

/** How many rows were counted. */
export function countedLine(asking: Asking, subject: Subject): Line | undefined {
  const { tell } = asking;
  const facts = { rows: subject.fact('rows'), labelled: subject.fact('labelled'), fallback: subject.fact('fallback-count') };
  if (!facts.rows) return undefined;
  const whole = (subject.fact('unlabelled')?.value ?? 0) === 0;
  const phrase = subject.spec?.predictions[String(subject.row.run?.version)]?.fallbackPhrase;
  const words = { ...wordsFor(asking, subject), fallbackPhrase: phrase };
  return joinLines('coverage', [
    tell(`counted.${whole ? 'all' : 'some'}`, 'coverage', { facts, words }),
    phrase && facts.fallback && facts.fallback.value > 0 ? tell('counted.fallback', 'coverage', { facts, words }) : undefined,
  ]);
}

/** Which weeks there are to ask about. */
export function weeksLine({ tell, today }: Asking, subject: Subject): Line {
  const { firstWeek, lastWeekEnd } = subject.row;
  if (!firstWeek || !lastWeekEnd) return tell('no-weeks', 'coverage');
  const day = (at: Day) => (at.slice(0, 4) === today.slice(0, 4) ? sayDay(at) : sayDayYear(at));
  return tell('which-weeks', 'coverage', { words: { first: day(firstWeek), last: day(addDays(lastWeekEnd, -1)) } });
}
