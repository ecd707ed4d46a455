import type {
  ColumnSpec,
  ComparisonRequest,
  ComparisonVersion,
  MeasureSpec,
  PerformanceRequest,
  ProfileRequest,
  SourceSpec,
} from '../engines/engine.ts';
import { embedded } from '../engines/sql.ts';
import { LeewayError } from '../shared/errors.ts';
import type { Period } from '../shared/period.ts';
import { comparedAs, errorKind } from './error-kind.ts';
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
    said(spec, prediction),
    ...happened(spec),
  ];
  const compared = comparedAs(spec);
  const measures: MeasureSpec[] = kpis.map((kpi) => ({ name: kpi.id, kind: 'share', expression: kpi.numerator }));
  return {
    source,
    window,
    columns,
    prediction: compared.predictionOf(prediction.expression),
    outcome: compared.outcome,
    constant: compared.constant,
    measures,
    counters: prediction.fallback ? [{ name: fallbackCounter, expression: prediction.fallback }] : [],
    misses: { large: spec.largeMiss, ...costlyOf(spec) },
  };
}

/** What the model says, as a column: its scores or numbers, or the classes. */
const said = ({ classes }: MonitorSpec, { expression }: PredictionSpec): ColumnSpec =>
  classes && !classes.score
    ? { name: predictionColumn, expression: `${embedded(expression)}::varchar`, type: 'categorical' }
    : { name: predictionColumn, expression, type: 'numeric' };

/** What happened, as a column, where the source says it. */
function happened(spec: MonitorSpec): ColumnSpec[] {
  const { name, expression } = spec.outcome;
  if (errorKind(spec) === 'unknown') return [];
  return spec.classes
    ? [{ name, expression: `${embedded(expression)}::varchar`, type: 'categorical' }]
    : [{ name, expression, type: 'numeric' }];
}

const costlyOf = ({ costly }: MonitorSpec): Pick<ComparisonRequest, 'costly'> =>
  costly ? { costly: { actual: costly.actual, called: costly.called } } : {};

/** Some versions on the same rows, each of which the monitor must have predictions of. Inputs are not looked through. */
export function comparisonRequest(spec: MonitorSpec, versions: readonly number[], window: Period): ComparisonRequest {
  const { outcome, constant, predictionOf } = comparedAs(spec);
  return {
    source: { name: 'source', files: spec.source.files, format: spec.source.format, time: spec.source.time },
    window,
    outcome,
    constant,
    largeMiss: spec.largeMiss,
    ...costlyOf(spec),
    inputs: [],
    versions: versions.map((version) => comparedVersion(version, spec.predictions[String(version)]!, predictionOf)),
  };
}

const comparedVersion = (
  version: number,
  { lookup, expression, fallback }: PredictionSpec,
  predictionOf: (expression: string) => string,
): ComparisonVersion => ({
  key: String(version),
  prediction: predictionOf(expression),
  ...(fallback === undefined ? {} : { fallback }),
  ...(lookup ? { lookup: { file: lookup.files, format: lookup.format, on: lookup.on } } : {}),
});
