import type { Comparison } from '../engines/engine.ts';
import type { MonitorSpec } from '../monitor/schemas.ts';
import type { GateState } from '../db/schema/validation.ts';
import type { Fact } from '../shared/fact.ts';
import { sayPeriod } from '../shared/period.ts';
import type { Figures } from './figures.ts';
import type { GateEvidence, GateName, Span } from './schemas.ts';

/** What a check came to: its sentence has slots, whose facts are given beside it. */
export interface Finding {
  state: Extract<GateState, 'passed' | 'failed' | 'not-run'>;
  reason: string;
  slots: Record<string, Fact>;
  evidence: GateEvidence;
}

/** The rows that versions were compared on, and what the model's people want of a new one. */
export interface Judged {
  version: number;
  /** Undefined when there is no other version that serves. */
  against: number | undefined;
  alone: string | undefined;
  spec: MonitorSpec;
  unitPlural: string;
  window: Span;
  counts: Comparison;
  figures: Figures;
}

export const notRun = (reason: string, slots: Record<string, Fact> = {}): Finding => ({
  state: 'not-run',
  reason,
  slots,
  evidence: {},
});

export type ComparedGate = Exclude<GateName, 'data' | 'tests'>;

/** How each check by comparison is decided. Pure but for the facts that it states into `figures`. */
export const judges: Record<ComparedGate, (judged: Judged) => Finding> = {
  'typical-miss': judgeTypicalMiss,
  constant: judgeConstant,
  bias: judgeBias,
  'large-misses': judgeLargeMisses,
  'costly-error': judgeCostlyError,
};

const both = (spec: MonitorSpec) => ['prediction', spec.outcome.name];
const absolute = 'mean |outcome − prediction|';

/** The version's own counts and those of the one that serves. */
function countsOf({ version, against, counts }: Judged) {
  return { n: counts.compared, own: counts.versions[String(version)]!, serving: counts.versions[String(against)] };
}

function statePopulation({ figures, counts, spec, unitPlural, window }: Judged) {
  const rows = figures.state({
    measure: 'compared-rows',
    value: counts.compared,
    unit: 'count',
    columns: both(spec),
    method: 'rows with the outcome and every compared version’s prediction',
  });
  const total = figures.state({
    measure: 'rows',
    value: counts.rows,
    unit: 'count',
    columns: [spec.source.time],
    method: 'count(*)',
  });
  const days = sayPeriod({ grain: 'week', ...window });
  const share = counts.compared === counts.rows ? 'all {rows}' : '{rows} of {total}';
  return { slots: { rows, total }, text: `${share} ${unitPlural} of ${days}, none learned from` };
}

function judgeTypicalMiss(judged: Judged): Finding {
  const { figures, spec, against, alone } = judged;
  const { n, own, serving } = countsOf(judged);
  if (!serving) return notRun(alone ?? '');
  const { unit } = spec.outcome;
  const columns = both(spec);
  const value = own.sumAbsError / n;
  const mae = figures.pair({ measure: 'mae', value, unit, columns, method: absolute }, serving.sumAbsError / n);
  const less = mae.serving.value - value;
  const gain = figures.state({
    measure: 'gain',
    about: 'mae',
    value: less,
    unit,
    columns,
    method: 'mae of the serving version − mae',
  });
  const asked = spec.gains.typicalMiss;
  const needed = figures.state({
    measure: 'tolerance',
    about: 'mae',
    value: asked,
    unit: 'share',
    columns: [],
    method: 'gains.typicalMiss',
  });
  const population = statePopulation(judged);
  const passed = less > 0 && less >= asked * mae.serving.value;
  const slots = { ...population.slots, mae: mae.own, serving: mae.serving, gain, needed };
  const against_ = `{mae}, version ${against} {serving}`;
  const how = passed ? '{gain} smaller' : less > 0 ? 'hardly smaller' : 'no smaller';
  return {
    state: passed ? 'passed' : 'failed',
    reason: `Typical miss ${how}: ${against_}. It has to be at least {needed:plain} smaller.`,
    slots,
    evidence: {
      rule: `smaller than the serving version's by at least ${asked} of it`,
      method: absolute,
      line: { side: passed ? 'better' : 'worse', weight: 100, text: `Typical miss ${how} on ${population.text}: ${against_}.` },
      notKnown: spec.notMeasured,
    },
  };
}

function judgeConstant(judged: Judged): Finding {
  const { figures, spec, counts } = judged;
  const { n, own } = countsOf(judged);
  const { unit, name } = spec.outcome;
  const value = own.sumAbsError / n;
  const constant = counts.sumAbsConstantError / n;
  const slots = {
    guess: figures.state({
      measure: 'baseline',
      value: spec.baseline,
      unit,
      columns: [name],
      method: 'the constant guess of the monitor',
    }),
    constant: figures.state({
      measure: 'baseline-mae',
      value: constant,
      unit,
      columns: [name],
      method: 'mean |outcome − constant|',
    }),
    mae: figures.state({
      measure: 'mae',
      value,
      unit,
      columns: both(spec),
      method: absolute,
      comparison: { with: 'baseline', value: constant, label: 'always guessing the same', factIds: [] },
    }),
  };
  const passed = value < constant && constant - value >= spec.gains.constant * constant;
  const guess = `Always guessing {guess:plain} misses by {constant}, version ${judged.version} by {mae}`;
  return {
    state: passed ? 'passed' : 'failed',
    reason: `${guess}.`,
    slots,
    evidence: {
      rule: `a typical miss smaller than the constant guess's by at least ${spec.gains.constant} of it`,
      method: absolute,
      ...(passed ? {} : { line: { side: 'worse' as const, weight: 80, text: `No better than a guess. ${guess}.` } }),
    },
  };
}

/** From here on, a share of the typical miss, a lean is worth a line beside the serving version's. */
const notableLean = 0.1;

function judgeBias(judged: Judged): Finding {
  const { figures, spec, against } = judged;
  const { n, own, serving } = countsOf(judged);
  const { unit, phrase } = spec.outcome;
  const columns = both(spec);
  const stated = { measure: 'bias', value: own.sumError / n, unit, columns, method: 'mean of outcome − prediction' } as const;
  const pair = serving ? figures.pair(stated, serving.sumError / n) : undefined;
  const bias = pair?.own ?? figures.state(stated);
  const mae = own.sumAbsError / n;
  const method = `${spec.gains.bias} × its typical miss`;
  const limit = figures.state({ measure: 'tolerance', about: 'bias', value: spec.gains.bias * mae, unit, columns, method });
  const passed = Math.abs(bias.value) <= limit.value;
  const direction = (fact: Fact) => (fact.value >= 0 ? 'more' : 'less');
  const other = pair ? ` (version ${against}: {serving:abs} ${direction(pair.serving)})` : '';
  const said = `On average the ${phrase} was {bias:abs} ${direction(bias)} than it said${other}.`;
  const grown = pair ? Math.abs(bias.value) - Math.abs(pair.serving.value) : 0;
  const line = (side: 'better' | 'worse') => ({ line: { side, weight: 60, text: said } });
  return {
    state: passed ? 'passed' : 'failed',
    reason: `${said} Up to {limit} is allowed.`,
    slots: { bias, limit, ...(pair ? { serving: pair.serving } : {}) },
    evidence: {
      rule: `off to one side by at most ${method}`,
      method: 'mean of outcome − prediction',
      ...(!passed || grown > notableLean * mae ? line('worse') : grown < -notableLean * mae ? line('better') : {}),
    },
  };
}

function judgeLargeMisses(judged: Judged): Finding {
  const { figures, spec, against, alone } = judged;
  const { n, own, serving } = countsOf(judged);
  if (!serving) return notRun(alone ?? '');
  const columns = both(spec);
  const value = own.largeMisses / n;
  const method = `share of rows with |outcome − prediction| > ${spec.largeMiss}`;
  const share = figures.pair({ measure: 'large-miss-share', value, unit: 'share', columns, method }, serving.largeMisses / n);
  const { unit } = spec.outcome;
  const limit = figures.state({
    measure: 'large-miss-limit',
    value: spec.largeMiss,
    unit,
    columns: [],
    method: 'largeMiss of the monitor',
  });
  const allowed = spec.gains.largeMisses;
  const tolerance = figures.state({
    measure: 'tolerance',
    about: 'large-miss-share',
    value: allowed,
    unit: 'share',
    columns: [],
    method: 'gains.largeMisses',
  });
  const grown = value - share.serving.value;
  const said = `It missed by more than {limit:plain} on {share:hundred} ${judged.unitPlural}, version ${against} on {serving:hundred}.`;
  const line = (side: 'better' | 'worse') => ({ line: { side, weight: 40, text: said } });
  return {
    state: grown <= allowed ? 'passed' : 'failed',
    reason: `${said} {tolerance:hundred} more is allowed.`,
    slots: { limit, share: share.own, serving: share.serving, tolerance },
    evidence: {
      rule: `a share of large misses greater than the serving version's by at most ${allowed}`,
      method,
      ...(grown > allowed ? line('worse') : grown < -allowed ? line('better') : {}),
    },
  };
}

/** Nearer than this, two shares of right calls are said to be alike. */
const alike = 0.01;

function judgeCostlyError(judged: Judged): Finding {
  const { figures, spec, against, alone, counts } = judged;
  const { costly } = spec;
  const { own, serving } = countsOf(judged);
  if (!costly) return notRun('The monitor does not say which error hurts most.');
  if (!serving) return notRun(alone ?? '');
  if (counts.costlyActual === 0) return notRun(`There were no ${costly.phrase} on these days.`);
  const columns = both(spec);
  const method = `called ÷ ${costly.phrase}; called: ${costly.called}`;
  const value = own.calledRight / counts.costlyActual;
  const measure = { measure: 'costly-called-share', about: costly.phrase, value, unit: 'share', columns, method } as const;
  const called = figures.pair(measure, serving.calledRight / counts.costlyActual);
  const tolerance = figures.state({
    measure: 'tolerance',
    about: 'costly-called-share',
    value: costly.tolerance,
    unit: 'share',
    columns: [],
    method: 'costly.tolerance',
  });
  const right = stateRight(judged, own, serving);
  const fallen = called.serving.value - value;
  const failed = fallen > costly.tolerance;
  const said = `Of ${costly.means ?? costly.phrase} it called {called:hundred} beforehand, version ${against} {serving:hundred}.${right.text}`;
  const line = (side: 'better' | 'worse') => ({ line: { side, weight: 90, text: said } });
  return {
    state: failed ? 'failed' : 'passed',
    reason: `${said} {tolerance:hundred} fewer is allowed.`,
    slots: { called: called.own, serving: called.serving, tolerance, ...right.slots },
    evidence: {
      rule: `a called share smaller than the serving version's by at most ${costly.tolerance}`,
      method,
      ...(failed ? line('worse') : fallen < -costly.tolerance ? line('better') : {}),
    },
  };
}

/** Of what a version called, the share that was so: fewer calls may be better ones. */
function stateRight({ figures, spec }: Judged, own: Called, serving: Called): { text: string; slots: Record<string, Fact> } {
  if (own.called === 0) return { text: ' It never calls one.', slots: {} };
  if (serving.called === 0) return { text: '', slots: {} };
  const value = own.calledRight / own.called;
  const stated = {
    measure: 'costly-right-share',
    about: spec.costly!.phrase,
    value,
    unit: 'share',
    columns: both(spec),
  } as const;
  const right = figures.pair({ ...stated, method: 'called and so ÷ called' }, serving.calledRight / serving.called);
  const more = value - right.serving.value;
  const often = Math.abs(more) < alike ? 'about as often' : more > 0 ? 'more often' : 'less often';
  return {
    text: ` When it does call one, it is right ${often} ({right:hundred} against {servingRight:hundred}).`,
    slots: { right: right.own, servingRight: right.serving },
  };
}

type Called = Pick<Comparison['versions'][string], 'called' | 'calledRight'>;
