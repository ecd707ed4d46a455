import type {
  ColumnSpec,
  ComparisonRequest,
  ComparisonVersion,
  MeasureSpec,
  PerformanceRequest,
  ProfileRequest,
  SourceSpec,
} from '../engines/engine.ts';
import { LeewayError } from '../shared/errors.ts';
import type { Period } from '../shared/period.ts';
import type { Watched } from './read-watched.ts';
import type { MonitorSpec, PredictionSpec } from './schemas.ts';

export const predictionColumn = 'prediction';
export const fallbackCounter = 'fallback';

type Request = Omit<ProfileRequest, 'edges'> & Omit<PerformanceRequest, 'source' | 'window'>;

/** What the engine is asked about a window of the version that serves: monitor and KPIs put in the engine's terms. */
export function engineRequest({ spec, version, kpis }: Pick<Watched, 'spec' | 'version' | 'kpis'>, window: Period): Request {
  const prediction = spec.predictions[String(version)];
  if (!prediction) {
    throw new LeewayError('invalid', `The monitor says nothing of version ${version}'s predictions.`, {
      field: `monitor.predictions.${version}`,
    });
  }
  const source: SourceSpec = {
    name: 'source',
    files: spec.source.files,
    format: spec.source.format,
    time: spec.source.time,
    ...(prediction.lookup
      ? {
          lookups: [{ name: 'lookup', file: prediction.lookup.files, format: prediction.lookup.format }],
          joins: `left join lookup on ${Object.entries(prediction.lookup.on)
            .map(([column, expression]) => `lookup.${column} = ${expression}`)
            .join(' and ')}`,
        }
      : {}),
  };
  const columns: ColumnSpec[] = [
    ...spec.inputs.map(({ name, expression, type }) => ({ name, expression, type })),
    { name: predictionColumn, expression: prediction.expression, type: 'numeric' },
    { name: spec.outcome.name, expression: spec.outcome.expression, type: 'numeric' },
  ];
  const measures: MeasureSpec[] = kpis.map((kpi) => ({ name: kpi.id, kind: 'share', expression: kpi.numerator }));
  return {
    source,
    window,
    columns,
    prediction: prediction.expression,
    outcome: spec.outcome.expression,
    constant: spec.baseline,
    measures,
    counters: prediction.fallback ? [{ name: fallbackCounter, expression: prediction.fallback }] : [],
    misses: { large: spec.largeMiss, ...costlyOf(spec) },
  };
}

const costlyOf = ({ costly }: MonitorSpec): Pick<ComparisonRequest, 'costly'> =>
  costly ? { costly: { actual: costly.actual, called: costly.called } } : {};

/** Some versions on the same rows, each of which the monitor must have predictions of. Inputs are not looked through. */
export const comparisonRequest = (spec: MonitorSpec, versions: readonly number[], window: Period): ComparisonRequest => ({
  source: { name: 'source', files: spec.source.files, format: spec.source.format, time: spec.source.time },
  window,
  outcome: spec.outcome.expression,
  constant: spec.baseline,
  largeMiss: spec.largeMiss,
  ...costlyOf(spec),
  inputs: [],
  versions: versions.map((version) => comparedVersion(version, spec.predictions[String(version)]!)),
});

const comparedVersion = (version: number, { lookup, expression, fallback }: PredictionSpec): ComparisonVersion => ({
  key: String(version),
  prediction: expression,
  ...(fallback === undefined ? {} : { fallback }),
  ...(lookup ? { lookup: { file: lookup.files, format: lookup.format, on: lookup.on } } : {}),
});
