import type { CaseFigures } from '../../src/feedback/case-figures.ts';
import type { GateShown } from '../../src/approvals/evidence.ts';
import type { OrderJson, RequestJson } from '../../src/digest/happenings-store.ts';
import { noHappenings, type Happenings } from '../../src/digest/happenings.ts';
import type { FindingMaterial, FocusMaterial, Material, MatterMaterial } from '../../src/digest/material.ts';
import { wrongMethod } from '../../src/monitor/error-kind.ts';
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
  /** A request that waits, by what its checks came to. */
  checks?: Checks;
  request?: Partial<RequestJson>;
  moreDecisions?: number;
  /** Matters brought to an end in the week, and open since before it. */
  closed?: number;
  older?: number;
  /** What became of experts' complaints: raised, closed, reopened and silent, and the rest where it can be told. */
  caseFigures?: Partial<Record<keyof CaseFigures, number>>;
  /** Everything that there are words for happened in the week. */
  busy?: boolean;
  /** Models that lack an owner, and that are not watched. */
  gaps?: { unowned?: number; unmonitored?: number };
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
    if (one[1] === 'delay' && wish.without?.includes('outcome')) continue;
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
    error: 'miss',
    referenceLabel: 'January',
    referenceIsTraining: true,
    trainingIsKnown: true,
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
  const asked = wish.checks && waitingFor(wish.checks, wish.request);
  for (const fact of asked?.facts.values() ?? []) facts.set(fact.id, fact);
  const busy = wish.busy ? busyWeek((measure, about, value, unit) => state([measure, about, value, unit])) : noHappenings;
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
    gaps: {
      unowned: wish.gaps?.unowned ? count('models', wish.gaps.unowned) : null,
      unmonitored: wish.gaps?.unmonitored ? count('models', wish.gaps.unmonitored) : null,
    },
    focus: wish.focus === null ? null : focus,
    findings: findings.toSorted((a, b) => b.severity - a.severity),
    matters,
    open: count('matters-open', matters.filter((one) => one.state === 'open').length),
    closed: wish.closed ? count('matters-closed', wish.closed) : null,
    older: wish.older ? count('matters-older', wish.older) : null,
    cases: [],
    caseFigures: wish.caseFigures ? figuresOf(wish.caseFigures, state) : null,
    facts,
    met: new Set(['concept-drift', 'data-drift', 'data-quality', 'usual-range', 'target', 'error-measure']),
    picture: (term) => `Like a ${term}.`,
    awaited: null,
    more: null,
    happenings: { ...busy, ...asked?.happenings },
    moreDecisions: wish.moreDecisions ? count('matters-open', wish.moreDecisions) : null,
    moreHappenings: wish.busy ? count('models-more', 4) : null,
    ...wish.more,
  };
}

type StateValue = (value: Value) => Fact;

function figuresOf(wish: Partial<Record<keyof CaseFigures, number>>, state: StateValue): CaseFigures {
  const of = (measure: Measure, value = 0, unit: Value[3] = 'count') => state([measure, '', value, unit]);
  return {
    raised: of('cases', wish.raised),
    closed: of('cases-closed', wish.closed),
    reopened: of('cases-reopened', wish.reopened),
    silent: of('cases-silent', wish.silent),
    ...(wish.confirmedShare === undefined ? {} : { confirmedShare: of('cases-confirmed-share', wish.confirmedShare, 'share') }),
    ...(wish.firstAnswer === undefined ? {} : { firstAnswer: of('case-first-answer', wish.firstAnswer, 'hours') }),
    ...(wish.repair === undefined ? {} : { repair: of('case-repair', wish.repair, 'days') }),
  };
}

const request = (more: Partial<RequestJson>): RequestJson => ({
  id: '00000000-0000-7000-8000-00000000000a',
  number: 1,
  kind: 'promotion',
  state: 'open',
  modelId: 'flight-delay',
  modelTitle: 'Flight Delay',
  environment: 'production',
  version: 3,
  replaces: 1,
  requestedBy: 'Priya Raman',
  requestedAt: '2001-06-18T14:00:00+00:00',
  decidedAt: null,
  expiresAt: '2001-06-21T22:00:00+00:00',
  approvers: [],
  failed: [],
  total: 1,
  ...more,
});

type Side = 'passed' | 'failed' | 'not-run';
/** What the checks of a request came to, by gate. */
export type Checks = Partial<
  Record<'typical-miss' | 'wrong-answers' | 'costly-error' | 'large-misses' | 'bias' | 'constant' | 'unheard-of', Side>
>;

/** A request that waits for a decision, with a line for each check: passed speaks for it, failed against it. */
export function waitingFor(
  checks: Checks,
  more: Partial<RequestJson> = {},
): { happenings: Partial<Happenings>; facts: Map<string, Fact> } {
  const book = newBook();
  const facts = new Map<string, Fact>();
  const gates = Object.entries(checks).map(([gate, state]): GateShown => {
    const costly = gate === 'costly-error';
    // The first check of a model that says classes.
    const wrong = gate === 'wrong-answers';
    const stated = book.state({
      measure: costly ? 'costly-called-share' : wrong ? 'mae' : 'gain',
      about: costly ? 'late flights' : gate,
      value: costly ? 0.04 : 1.8,
      unit: costly ? 'share' : 'minutes',
      columns: [],
      method: wrong ? wrongMethod : '',
    });
    facts.set(stated.id, stated);
    const ids = state === 'not-run' ? [] : [stated.id];
    return {
      gate: wrong ? 'typical-miss' : gate,
      title: gate,
      state,
      required: true,
      mayBeOutvoted: true,
      reason: null,
      facts: ids,
      hash: '',
    };
  });
  const lines = (state: Side) =>
    gates
      .filter((one) => one.state === state)
      .map((one) => ({ text: `${one.title} as measured: ${one.gate === 'costly-error' ? '4.0' : '1.8'}.`, facts: one.facts }));
  const shown = {
    serving: 1,
    digest: null,
    fallback: 1,
    gates,
    better: lines('passed'),
    worse: lines('failed'),
    notKnown: ['money.'],
    gone: [],
  };
  return { happenings: { waiting: [{ ...request(more), shown }] }, facts };
}

/** A week in which everything happened that there are words for. */
export function busyWeek(leadFact: (measure: Measure, about: string, value: number, unit: string) => Fact): Happenings {
  const states = ['open', 'queued', 'approved', 'refused', 'withdrawn', 'expired', 'superseded', 'void'] as const;
  const decidedAt = '2001-06-14T15:00:00+00:00';
  const order = (more: Partial<OrderJson>): OrderJson => ({
    kind: 'promotion',
    state: 'succeeded',
    modelId: 'flight-delay',
    modelTitle: 'Flight Delay',
    environment: 'production',
    version: 3,
    from: 1,
    finishedAt: '2001-06-14T16:00:00+00:00',
    by: 'Priya Raman',
    lead: null,
    total: 5,
    ...more,
  });
  const lead = {
    'lead-time': leadFact('lead-time', '', 70.5, 'hours').id,
    'requested-decided': leadFact('step-time', 'requested-decided', 49.2, 'hours').id,
    'manual-steps': leadFact('manual-steps', '', 3, 'count').id,
  };
  const turn = {
    modelId: 'flight-delay',
    modelTitle: 'Flight Delay',
    environment: 'production',
    at: decidedAt,
    by: 'Tom Okafor',
    total: 3,
  };
  const complained = (value: number) => leadFact('complaints', '', value, 'count').id;
  const change = { models: ['Flight Delay', 'Gate Hold'], total: 4 };
  return {
    changes: [
      { ...change, number: 1, startsOn: '2001-06-12', open: 2 },
      { ...change, number: 2, startsOn: '2001-07-01', open: 1 },
      { ...change, number: 3, startsOn: '2001-07-02', models: ['Gate Hold'], open: 0 },
    ],
    complaints: [
      {
        modelId: 'flight-delay',
        modelTitle: 'Flight Delay',
        now: complained(37),
        before: complained(21),
        passed: leadFact('complaints-passed-on', '', 3, 'count').id,
      },
      { modelId: 'gate-hold', modelTitle: 'Gate Hold', now: complained(4), before: null, passed: null },
    ],
    waiting: [],
    requests: [
      ...states.map((state, index) =>
        request({
          number: index + 1,
          state,
          failed: ['Late flights called'],
          ...(state === 'open' || state === 'queued' ? {} : { decidedAt }),
        }),
      ),
      request({ number: 9, state: 'approved', decidedAt, approvers: ['Dana Whitfield', 'Lena Fischer'] }),
    ],
    orders: [
      order({ lead }),
      order({ state: 'failed' }),
      order({ kind: 'rollback', version: 1 }),
      order({ kind: 'rollback', version: 1, by: null }),
      order({ kind: 'rollback', version: 1, state: 'timed-out' }),
      order({ environment: 'staging' }),
    ],
    turns: [
      { ...turn, verb: 'deploy.pause' },
      { ...turn, verb: 'deploy.resume' },
      { ...turn, verb: 'deploy.act-by-rule', by: null },
    ],
    validations: [
      {
        modelId: 'flight-delay',
        version: 3,
        total: 1,
        gates: [
          { gate: 'data', title: 'Data', state: 'passed' },
          { gate: 'tests', title: 'Tests', state: 'running' },
          { gate: 'typical-miss', title: 'Typical miss', state: 'failed' },
          { gate: 'bias', title: 'Bias', state: 'not-run' },
        ],
      },
    ],
  };
}
