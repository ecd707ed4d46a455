import type { Kpi } from '../kpi/read-kpis.ts';
import type { Fact } from '../shared/fact.ts';
import type { FactBook } from './fact-book.ts';
import type { History } from './history.ts';
import type { MonitorSpec } from './schemas.ts';

export const findingKinds = [
  'error-outside',
  'error-shift',
  'error-better',
  'error-in-range',
  'error-early',
  'kpi-outside',
  'kpi-shift',
  'kpi-better',
  'kpi-in-range',
  'kpi-early',
  'input-drift',
  'prediction-drift',
  'outcome-drift',
  'new-categories',
  'rows-short',
  'rows-many',
  'values-missing',
  'run-failed',
  'run-abstained',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** How much each kind matters, 0 to 100. From `alertFrom` on a matter is opened; below `speakFrom` it is background. */
export const severities: Record<FindingKind, number> = {
  'run-failed': 90,
  'kpi-outside': 85,
  'error-outside': 80,
  'rows-short': 70,
  'run-abstained': 65,
  'rows-many': 60,
  'values-missing': 60,
  'kpi-shift': 55,
  'error-shift': 50,
  'outcome-drift': 45,
  'prediction-drift': 45,
  'input-drift': 40,
  'kpi-better': 30,
  'error-better': 30,
  'kpi-in-range': 10,
  'error-in-range': 10,
  'kpi-early': 10,
  'error-early': 10,
  'new-categories': 5,
};
/** From here on the model's owner is told at once, and then the team's channel: neither waits for a digest. */
export const tellFrom = 60;
export const alertFrom = 40;
export const speakFrom = 30;

const aboutData: ReadonlySet<FindingKind> = new Set(['rows-short', 'rows-many', 'values-missing', 'run-failed', 'run-abstained']);
/** Whether it says something of the data that came, rather than of the model or the business. */
export const isAboutData = (kind: FindingKind): boolean => aboutData.has(kind);

/** One thing worth saying: what its sentences need, by slot. A slot holds the id of a stored fact. */
export interface FindingDraft {
  kind: FindingKind;
  key: string;
  severity: number;
  direction: 'up' | 'down' | 'none';
  pattern: 'abrupt' | 'gradual' | 'none';
  weeksRunning: number;
  slots: Record<string, string>;
  words: Record<string, string>;
}

export interface Judged {
  spec: MonitorSpec;
  kpis: readonly Pick<Kpi, 'id' | 'title' | 'phrase' | 'better' | 'target'>[];
  book: FactBook;
  history: History;
  /** Findings of the window before, for what persists. */
  before: readonly (Pick<FindingDraft, 'key' | 'pattern' | 'weeksRunning'> & { kind: string })[];
}

type Drafting = Pick<FindingDraft, 'kind' | 'key'> &
  Partial<Pick<FindingDraft, 'direction' | 'pattern' | 'slots' | 'words'>> & {
    /** False where the week before was one of these then, and is none by what is usual now. */
    goesOn?: boolean;
  };

/** A finding with its severity and the number of weeks that it has been one, which becomes a fact. */
export function draft(
  judged: Judged,
  { kind, key, direction = 'none', pattern = 'none', slots = {}, words = {}, goesOn = true }: Drafting,
): FindingDraft {
  const earlier = judged.before.find((one) => one.key === key && one.kind === kind);
  const weeksRunning = goesOn ? (earlier?.weeksRunning ?? 0) + 1 : 1;
  const weeks = judged.book.state({
    measure: 'weeks-running',
    about: key,
    value: weeksRunning,
    unit: 'weeks',
    columns: [],
    method: `weeks in a row with ${kind}`,
  });
  return { kind, key, severity: severities[kind], direction, pattern, weeksRunning, slots: { ...slots, weeks: weeks.id }, words };
}

/** Slot → fact id, for those of the wanted facts (`measure about`) that were stated. */
export function slotsOf({ book }: Judged, wanted: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([slot, what]) => {
      const [measure, ...about] = what.split(' ');
      const fact = book.find(measure as Fact['measure'], about.join(' '));
      return fact ? [[slot, fact.id]] : [];
    }),
  );
}

/** The figure of the week before, if it was looked at, and the usual range. */
export function historySlots(judged: Judged, measure: Fact['measure'], about: string): Record<string, string> {
  const name = about ? `${measure}:${about}` : measure;
  const previous = judged.history.series(measure, about).at(-1);
  const adjacent = previous && previous.periodEnd === judged.book.find(measure, about)?.periodStart;
  return {
    ...(adjacent ? { before: previous.id } : {}),
    ...slotsOf(judged, {
      change: `change ${name}`,
      low: `limit-low ${name}`,
      high: `limit-high ${name}`,
      usual: `usual ${name}`,
      points: `history-points ${name}`,
      needed: 'history-needed',
    }),
  };
}
