import type { FindingMaterial, FocusMaterial, Material, MatterMaterial } from '../../src/digest/material.ts';
import { createFactBook } from '../../src/monitor/fact-book.ts';
import { severities, type FindingKind } from '../../src/monitor/findings.ts';
import type { Fact, Measure } from '../../src/shared/fact.ts';
import { weekOf } from '../../src/shared/period.ts';

const period = weekOf('2001-06-11');
const newBook = () =>
  createFactBook({
    runId: '00000000-0000-7000-8000-000000000000',
    modelId: 'flight-delay',
    version: 1,
    ...period,
    source: 'flights',
    rows: 1_000,
    computedAt: new Date(0),
  });

type Value = [measure: Measure, about: string, value: number, unit: string];
const figures: Value[] = [
  ['rows', '', 1_000, 'count'],
  ['labelled', '', 1_000, 'count'],
  ['unlabelled', '', 0, 'count'],
  ['fallback-count', '', 12, 'count'],
  ['fallback-share', '', 0.012, 'share'],
  ['mae', '', 21.9, 'minutes'],
  ['rmse', '', 40.6, 'minutes'],
  ['bias', '', 6.3, 'minutes'],
  ['baseline', '', -1, 'minutes'],
  ['baseline-mae', '', 22.2, 'minutes'],
  ['psi', 'prediction', 0.002, 'index'],
  ['psi', 'delay', 0.045, 'index'],
];

/** The facts that a finding's sentences may use, by slot. */
const slots: Record<string, Value> = {
  error_now: ['mae', '', 21.9, 'minutes'],
  error_before: ['mae', 'before', 18.2, 'minutes'],
  error_reference: ['mae', 'reference', 17.4, 'minutes'],
  error_low: ['limit-low', 'mae', 14.1, 'minutes'],
  error_high: ['limit-high', 'mae', 21.4, 'minutes'],
  error_usual: ['usual', 'mae', 17.8, 'minutes'],
  error_weeks: ['weeks-running', 'error', 2, 'weeks'],
  error_points: ['history-points', 'mae', 1, 'weeks'],
  error_needed: ['history-needed', '', 8, 'weeks'],
  kpi_now: ['kpi', 'on-time', 0.729, 'share'],
  kpi_before: ['kpi', 'before', 0.809, 'share'],
  kpi_reference: ['kpi', 'on-time:reference', 0.785, 'share'],
  kpi_target: ['kpi-target', 'on-time', 0.8, 'share'],
  kpi_gap: ['change', 'kpi-target:on-time', -0.071, 'share'],
  kpi_low: ['limit-low', 'kpi', 0.688, 'share'],
  kpi_high: ['limit-high', 'kpi', 0.9, 'share'],
  kpi_usual: ['usual', 'kpi', 0.794, 'share'],
  kpi_weeks: ['weeks-running', 'kpi', 2, 'weeks'],
  kpi_points: ['history-points', 'kpi', 1, 'weeks'],
  kpi_needed: ['history-needed', 'kpi', 8, 'weeks'],
  other_now: ['psi', 'hour', 0.31, 'index'],
  other_days: ['short-days', '', 1, 'days'],
  other_weeks: ['weeks-running', 'drift', 2, 'weeks'],
};

export interface Wish {
  voice?: Material['voice'];
  /** Kinds of the focus' findings; `error-…` and `kpi-…` get all slots but those left out. */
  findings?: (FindingKind | (Partial<FindingMaterial> & { kind: FindingKind }))[];
  /** Slots that were not stated, such as `before` after a gap. */
  without?: string[];
  values?: Partial<Record<string, number>>;
  better?: 'higher' | 'lower';
  matters?: Partial<MatterMaterial>[];
  focus?: Partial<FocusMaterial> | null;
  unchecked?: string[];
  models?: number;
  highest?: number;
  before?: boolean;
  more?: Partial<Material>;
}

const words = { phrase: 'flights on time', title: 'On time', kpi: 'on-time' };

/** A digest's material made by hand. By default a model that was checked and has nothing to say. */
export function materialOf(wish: Wish = {}): Material {
  const book = newBook();
  const past = newBook();
  const facts = new Map<string, Fact>();
  const state = (value: Value, into = book): Fact => {
    const [measure, about, number, unit] = value;
    const made = into.state({ measure, about, value: number, unit, columns: ['hour'], method: '' });
    facts.set(made.id, made);
    return made;
  };
  for (const one of figures) {
    state([one[0], one[1], wish.values?.[one[0]] ?? one[2], one[3]]);
    if (wish.before !== false) state(one, past);
  }
  const highest = book.state({
    measure: 'psi-highest',
    value: wish.highest ?? 0.009,
    unit: 'index',
    columns: ['hour'],
    method: '',
    comparison: { with: 'usual', value: 0.1, label: 'level', factIds: [] },
  });
  facts.set(highest.id, highest);
  const findings = (wish.findings ?? ['error-in-range', 'kpi-in-range']).map((one, index): FindingMaterial => {
    const given = typeof one === 'string' ? { kind: one } : one;
    const family = given.kind.startsWith('error-') ? 'error' : given.kind.startsWith('kpi-') ? 'kpi' : 'other';
    const own = Object.entries(slots).filter(([slot]) => slot.startsWith(family) && !wish.without?.includes(slot.split('_')[1]!));
    return {
      id: `finding-${index}`,
      modelId: 'flight-delay',
      modelTitle: 'Flight Delay',
      key: family === 'kpi' ? 'kpi:on-time' : family === 'error' ? 'error' : given.kind,
      severity: severities[given.kind],
      pattern: 'abrupt',
      weeksRunning: 1,
      slots: Object.fromEntries(
        own.map(([slot, value]) => [
          slot.split('_')[1]!,
          state([value[0], value[1], wish.values?.[slot] ?? value[2], value[3]]).id,
        ]),
      ),
      words: family === 'kpi' ? { ...words, better: wish.better ?? 'higher' } : { column: 'hour', phrase: 'hours' },
      ...given,
    };
  });
  const count = (measure: Measure, value: number) => state([measure, '', value, 'count']);
  const unchecked = (wish.unchecked ?? []).map((title) => ({ title, reason: 'the file is gone' }));
  const models = wish.models ?? 1 + unchecked.length;
  const focus: FocusMaterial = {
    modelId: 'flight-delay',
    title: 'Flight Delay',
    version: 1,
    unitPlural: 'flights',
    predictionPhrase: 'forecasts',
    notMeasured: [],
    fallbackPhrase: 'had no average of their own',
    inputPhrases: ['airports', 'hours'],
    inputColumns: ['origin', 'hour'],
    outcome: 'delay',
    referenceLabel: 'January',
    referenceIsTraining: true,
    fact: (measure, about) => book.find(measure, about),
    before: (measure, about) => past.find(measure, about),
    series: () => [],
    ...wish.focus,
  };
  const matters = (wish.matters ?? []).map((one, index): MatterMaterial => ({
    id: `matter-${index}`,
    kind: 'alert',
    modelId: 'flight-delay',
    modelTitle: 'Flight Delay',
    key: 'error',
    title: 'Flight Delay: the model misses by more than usual',
    severity: 80,
    state: 'open',
    ownerName: one.state === 'taken' ? 'Tom Okafor' : null,
    dueOn: one.state === 'taken' ? '2001-06-21' : null,
    openedFor: '2001-06-11',
    findingId: null,
    revision: 1,
    ...one,
  }));
  return {
    voice: wish.voice ?? 'executive',
    audience: { id: 'executives', title: 'Executives' },
    organisation: { name: 'Skyway', note: null, zone: 'America/Chicago' },
    period,
    today: '2001-06-18',
    models: {
      all: count('models', models),
      checked: count('models-checked', models - unchecked.length),
      unchecked,
      uncheckedMore: 0,
    },
    focus: wish.focus === null ? null : focus,
    findings: findings.toSorted((a, b) => b.severity - a.severity),
    matters,
    open: count('matters-open', matters.filter((one) => one.state === 'open').length),
    cases: [],
    facts,
    met: new Set(['concept-drift', 'data-drift', 'data-quality', 'usual-range', 'target', 'error-measure']),
    picture: (term) => `Like a ${term}.`,
    awaited: null,
    more: null,
    ...wish.more,
  };
}
