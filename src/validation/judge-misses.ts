import { errorKind, errorUnit } from '../monitor/error-kind.ts';
import type { MonitorSpec } from '../monitor/schemas.ts';
import { sayPeriod } from '../shared/period.ts';
import { both, countsOf, errorMethod, notRun, type Finding, type Judged } from './judged.ts';

export function judgeTypicalMiss(judged: Judged): Finding {
  const { figures, spec, against, alone } = judged;
  const { n, own, serving } = countsOf(judged);
  if (!serving) return notRun(alone ?? '');
  const unit = errorUnit(spec);
  const columns = both(spec);
  const method = errorMethod(spec);
  const { name, gap, smaller, larger } = wordsOf(spec);
  const value = own.sumAbsError / n;
  const mae = figures.pair({ measure: 'mae', value, unit, columns, method }, serving.sumAbsError / n);
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
  const against_ = `{mae} (version ${against}: {serving})`;
  const how = passed ? `${gap} smaller` : less > 0 ? 'hardly smaller' : 'no smaller';
  return {
    state: passed ? 'passed' : 'failed',
    reason: `${name} ${how}: ${against_}. It has to be at least {needed:plain} smaller.`,
    slots,
    evidence: {
      rule: `smaller than the serving version's by at least ${asked} of it`,
      method,
      line: {
        side: passed ? 'better' : 'worse',
        weight: 100,
        text: `${name} ${how} on ${population.text}, none learned from: ${against_}.`,
        short: `${name} ${how}: ${passed ? '{mae:bare}' : '{mae}'} against {serving:bare} (${population.text}).`,
        ...(passed ? { gist: smaller } : less < 0 ? { gist: larger } : {}),
      },
      notKnown: spec.notMeasured,
    },
  };
}

export function judgeConstant(judged: Judged): Finding {
  const { figures, spec, counts } = judged;
  const { n, own } = countsOf(judged);
  const { name } = spec.outcome;
  const unit = errorUnit(spec);
  const isShare = errorKind(spec) === 'wrong';
  const method = errorMethod(spec);
  const value = own.sumAbsError / n;
  const constant = counts.sumAbsConstantError / n;
  const slots = {
    ...(isShare
      ? {}
      : {
          guess: figures.state({
            measure: 'baseline',
            value: spec.baseline,
            unit,
            columns: [name],
            method: 'the constant guess of the monitor',
          }),
        }),
    constant: figures.state({
      measure: 'baseline-mae',
      value: constant,
      unit,
      columns: [name],
      method: isShare ? 'share of rows that are not the usual class' : 'mean |outcome − constant|',
    }),
    mae: figures.state({
      measure: 'mae',
      value,
      unit,
      columns: both(spec),
      method,
      comparison: { with: 'baseline', value: constant, label: 'always guessing the same', factIds: [] },
    }),
  };
  const passed = value < constant && constant - value >= spec.gains.constant * constant;
  const guess = isShare
    ? `Always giving the usual answer is wrong for {constant}, version ${judged.version} for {mae}`
    : `Always guessing {guess:plain} misses by {constant}, version ${judged.version} by {mae}`;
  return {
    state: passed ? 'passed' : 'failed',
    reason: `${guess}.`,
    slots,
    evidence: {
      rule: `${isShare ? 'a share of wrong answers' : 'a typical miss'} smaller than the constant guess's by at least ${spec.gains.constant} of it`,
      method,
      ...(passed
        ? {}
        : {
            line: {
              side: 'worse' as const,
              weight: 80,
              text: `No better than a guess. ${guess}.`,
              short: `${guess}.`,
              gist: 'being no better than a guess',
            },
          }),
    },
  };
}

export function judgeLargeMisses(judged: Judged): Finding {
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
  const said = `It missed by more than {limit:plain} on {share:hundred} ${judged.unitPlural} (version ${against}: {serving:hundred}).`;
  const line = (side: 'better' | 'worse') => ({
    line: {
      side,
      weight: 40,
      text: said,
      short: `Missed by more than {limit:plain}: {share:hundred} (version ${against}: {serving:hundred}).`,
      gist: `${side === 'better' ? 'fewer' : 'more'} large misses`,
    },
  });
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

/** A model that says classes misses by no amount. A difference of two shares is in points. */
const wordsOf = (spec: MonitorSpec) =>
  errorKind(spec) === 'wrong'
    ? {
        name: 'Share of wrong answers',
        gap: '{gain:bare} points',
        smaller: 'fewer wrong answers',
        larger: 'more wrong answers',
      }
    : { name: 'Typical miss', gap: '{gain}', smaller: 'a smaller typical miss', larger: 'a larger typical miss' };

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
  return { slots: { rows, total }, text: `${share} ${unitPlural} of ${days}` };
}
