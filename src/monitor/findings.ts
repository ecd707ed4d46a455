import type { Fact } from '../shared/fact.ts';
import { autocorrelation, xmrLimits, xmrSignal, type XmrSignal } from '../shared/xmr.ts';
import type { FactBook } from './fact-book.ts';
import type { History } from './history.ts';
import type { MonitorSpec } from './schemas.ts';
import { roleOf } from './state-column-facts.ts';

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
  'values-missing',
  'run-failed',
  'run-abstained',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** How much each kind matters, 0 to 100. From `alertFrom` on a matter is opened; below `speakFrom` it is background. */
const severities: Record<FindingKind, number> = {
  'run-failed': 90,
  'kpi-outside': 85,
  'error-outside': 80,
  'rows-short': 70,
  'run-abstained': 65,
  'values-missing': 60,
  'kpi-shift': 55,
  'error-shift': 50,
  'outcome-drift': 45,
  'prediction-drift': 45,
  'input-drift': 40,
  'kpi-better': 30,
  'error-better': 30,
  'new-categories': 15,
  'kpi-in-range': 10,
  'error-in-range': 10,
  'kpi-early': 10,
  'error-early': 10,
};
export const alertFrom = 50;
export const speakFrom = 30;

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
  kpis: readonly { id: string; title: string; phrase: string; better: 'higher' | 'lower'; target: number | null }[];
  book: FactBook;
  history: History;
  /** Findings of the window before, for what persists. */
  before: readonly { key: string; kind: string; weeksRunning: number }[];
}

/** Above this lag-1 autocorrelation the run rules fire on nothing; only a point outside the limits then counts. */
const maxAutocorrelation = 0.25;

/** The findings of one weekly window, most severe first. Pure: same facts, same findings. */
export function judgeWeek(judged: Judged): FindingDraft[] {
  const findings = [judgeError(judged), ...judged.kpis.map((kpi) => judgeKpi(judged, kpi)), ...judgeColumns(judged)];
  return findings.filter((one) => one !== undefined).toSorted((a, b) => b.severity - a.severity || a.key.localeCompare(b.key));
}

function judgeError(judged: Judged): FindingDraft | undefined {
  const now = judged.book.find('mae');
  if (!now) return undefined;
  const signal = signalOf(judged.history.series('mae'), now);
  const kind = !hasLimits(judged, 'mae')
    ? 'error-early'
    : !signal
      ? 'error-in-range'
      : signal.side === 'below'
        ? 'error-better'
        : signal.rule === 'outside'
          ? 'error-outside'
          : 'error-shift';
  const slots = slotsOf(judged, { now: 'mae', rmse: 'rmse', bias: 'bias', baseline: 'baseline-mae', reference: 'mae reference' });
  return draft(
    judged,
    kind,
    'error',
    changeDirection(judged, 'mae'),
    signal,
    { ...slots, ...historySlots(judged, 'mae', '', 'mae') },
    {},
  );
}

function judgeKpi(judged: Judged, kpi: Judged['kpis'][number]): FindingDraft | undefined {
  const now = judged.book.find('kpi', kpi.id);
  if (!now) return undefined;
  const name = `kpi:${kpi.id}`;
  const signal = signalOf(judged.history.series('kpi', kpi.id), now);
  const worse = kpi.better === 'higher' ? 'below' : 'above';
  const kind = !hasLimits(judged, name)
    ? 'kpi-early'
    : !signal
      ? 'kpi-in-range'
      : signal.side !== worse
        ? 'kpi-better'
        : signal.rule === 'outside'
          ? 'kpi-outside'
          : 'kpi-shift';
  const slots = slotsOf(judged, {
    now: `kpi ${kpi.id}`,
    target: `kpi-target ${kpi.id}`,
    gap: `change kpi-target:${kpi.id}`,
    reference: `kpi ${kpi.id}:reference`,
  });
  const words = { kpi: kpi.id, title: kpi.title, phrase: kpi.phrase, better: kpi.better };
  return draft(
    judged,
    kind,
    name,
    changeDirection(judged, name),
    signal,
    { ...slots, ...historySlots(judged, 'kpi', kpi.id, name) },
    words,
  );
}

function judgeColumns(judged: Judged): FindingDraft[] {
  const { spec, book } = judged;
  const names = [...spec.inputs.map((input) => input.name), 'prediction', spec.outcome.name];
  return names
    .flatMap((column) => [judgeDrift(judged, column), judgeMissing(judged, column), judgeNewCategories(judged, column)])
    .filter((one) => one !== undefined)
    .concat(judgeRows(book, judged) ?? []);
}

/** Distance of a column: said when it is large enough for enough weeks, kept until it is clearly smaller again. */
function judgeDrift(judged: Judged, column: string): FindingDraft | undefined {
  const now = judged.book.find('psi', column);
  if (!now) return undefined;
  const { psi: level, leaveShare, persistWeeks } = judged.spec.thresholds;
  const key = `drift:${column}`;
  const wasSaid = judged.before.some((one) => one.key === key);
  const past = judged.history.series('psi', column);
  const enter = [...past.slice(-(persistWeeks - 1)), now].slice(-persistWeeks);
  const holds = wasSaid
    ? now.value >= level * leaveShare
    : enter.length === persistWeeks && enter.every((fact) => fact.value >= level);
  if (!holds) return undefined;
  const start = past.at(-persistWeeks)?.value ?? 0;
  const pattern = now.value - start >= level ? 'abrupt' : 'gradual';
  const role = roleOf(judged.spec, column);
  const drafted = draft(
    judged,
    `${role}-drift`,
    key,
    'up',
    undefined,
    slotsOf(judged, { now: `psi ${column}`, wasserstein: `wasserstein ${column}`, distance: `jensen-shannon ${column}` }),
    {
      column,
      phrase: phraseOf(judged.spec, column),
    },
  );
  return { ...drafted, pattern };
}

function judgeMissing(judged: Judged, column: string): FindingDraft | undefined {
  const share = judged.book.find('missing-share', column);
  if (!share || share.value < judged.spec.thresholds.missingShare) return undefined;
  return draft(
    judged,
    'values-missing',
    `missing:${column}`,
    'up',
    undefined,
    { now: share.id },
    { column, phrase: phraseOf(judged.spec, column) },
  );
}

function judgeNewCategories(judged: Judged, column: string): FindingDraft | undefined {
  const fresh = judged.book.find('new-categories', column);
  if (!fresh || fresh.value === 0) return undefined;
  return draft(
    judged,
    'new-categories',
    `new:${column}`,
    'up',
    undefined,
    { now: fresh.id },
    { column, phrase: phraseOf(judged.spec, column) },
  );
}

/** A week with clearly fewer rows than the median of the weeks before. */
function judgeRows(book: FactBook, judged: Judged): FindingDraft | undefined {
  const now = book.find('rows');
  const short = book.find('short-days');
  if (!now || !short || short.value === 0) return undefined;
  return draft(
    judged,
    'rows-short',
    'rows',
    'down',
    undefined,
    { now: now.id, days: short.id, ...historySlots(judged, 'rows', '', 'rows') },
    {},
  );
}

function draft(
  judged: Judged,
  kind: FindingKind,
  key: string,
  direction: FindingDraft['direction'],
  signal: XmrSignal | undefined,
  slots: Record<string, string>,
  words: Record<string, string>,
): FindingDraft {
  const earlier = judged.before.find((one) => one.key === key && one.kind === kind);
  const weeksRunning = (earlier?.weeksRunning ?? 0) + 1;
  const weeks = judged.book.state({
    measure: 'weeks-running',
    about: key,
    value: weeksRunning,
    unit: 'weeks',
    columns: [],
    method: `weeks in a row with ${kind}`,
  });
  return {
    kind,
    key,
    severity: severities[kind],
    direction,
    pattern: signal ? (signal.rule === 'outside' ? 'abrupt' : 'gradual') : 'none',
    weeksRunning,
    slots: { ...slots, weeks: weeks.id },
    words,
  };
}

function signalOf(past: readonly Fact[], now: Fact): XmrSignal | undefined {
  const values = past.map((fact) => fact.value);
  const limits = xmrLimits(values);
  if (!limits) return undefined;
  const signal = xmrSignal([...values, now.value], limits);
  if (!signal || signal.rule === 'outside') return signal;
  return autocorrelation(values) > maxAutocorrelation ? undefined : signal;
}

const hasLimits = (judged: Judged, name: string) => judged.book.find('usual', name) !== undefined;

function changeDirection(judged: Judged, name: string): FindingDraft['direction'] {
  const change = judged.book.find('change', name);
  if (!change || change.value === 0) return 'none';
  return change.value > 0 ? 'up' : 'down';
}

/** Slot → fact id, for those of the wanted facts (`measure about`) that were stated. */
function slotsOf(judged: Judged, wanted: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([slot, what]) => {
      const [measure, ...about] = what.split(' ');
      const fact = judged.book.find(measure as Fact['measure'], about.join(' '));
      return fact ? [[slot, fact.id]] : [];
    }),
  );
}

function historySlots(judged: Judged, measure: Fact['measure'], about: string, name: string): Record<string, string> {
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

function phraseOf(spec: MonitorSpec, column: string): string {
  if (column === 'prediction') return 'predictions';
  if (column === spec.outcome.name) return spec.outcome.phrase;
  return spec.inputs.find((input) => input.name === column)?.phrase ?? column;
}
