import type { Line } from '../digest/line.ts';
import { readModel } from '../registry/read-model.ts';
import type { ModelRecord, VersionMetric, VersionRecord } from '../registry/records.ts';
import { measures, type Measure } from '../shared/fact.ts';
import { addDays, sayDayYear, sayPeriod } from '../shared/period.ts';
import { askWhich, impliedModel, sentenceOf, stateFigure, type Answerer, type Asking } from './asking.ts';
import { kept } from './sentences.ts';

const shownMetrics = 3;

/** Which version is live and which waits; asked in detail, what each was made of, and its figures with what they hold for. */
export const answerVersion: Answerer<'version'> = async (asking, query) => {
  const modelId = query.model ?? impliedModel(asking);
  if (modelId === undefined) return askWhich(asking, query);
  const { tell } = asking;
  const record = await readModel(asking.ctx, modelId);
  const { servingVersion } = record;
  const waiting = record.aliases.find((one) => one.version !== servingVersion);
  const words = { model: record.title, version: String(servingVersion ?? '') };
  const shown = record.versions.filter((one) => one.number === servingVersion || one.number === waiting?.version);
  return {
    kind: 'answer',
    headline: tell(`version.headline${servingVersion === null ? '-none' : ''}`, 'headline', { words }),
    lines: kept([
      ...record.running
        .filter((one) => record.running.length > 1 || one.version !== servingVersion)
        .slice(0, 5)
        .map((one) =>
          tell('version.environment', 'detail', { words: { environment: one.environment, version: String(one.version) } }),
        ),
      waiting && tell('version.waits', 'detail', { words: { version: String(waiting.version), alias: waiting.alias } }),
      ...(query.detail ? shown : [])
        .toSorted((a) => (a.number === servingVersion ? -1 : 1))
        .flatMap((version) => versionLines(asking, record, version)),
    ]),
    modelId: record.id,
    modelTitle: record.title,
    offers: [
      ...(query.detail || shown.length === 0 ? [] : [sentenceOf({ kind: 'version', model: record.id, detail: true })]),
      `how is ${record.id} doing?`,
      `who owns ${record.id}?`,
    ],
  };
};

function versionLines(asking: Asking, record: ModelRecord, version: VersionRecord): Line[] {
  const { tell } = asking;
  const learned =
    version.dataStart && version.dataEnd
      ? { start: sayDayYear(version.dataStart), end: sayDayYear(addDays(version.dataEnd, -1)) }
      : undefined;
  const words = {
    version: String(version.number),
    description: version.description || 'no description',
    ...learned,
    commit: version.codeCommit ?? '',
  };
  const old = version.flags.some((flag) => flag.kind === 'old-training-data');
  const shown = metricsOf(version);
  const rest = version.metrics.length > shown.length;
  const made = [
    tell('version.made', 'detail', { words }),
    learned && tell('version.learned', 'detail', { words }),
    old && learned ? tell('version.old', 'detail', { words }) : undefined,
    version.codeCommit ? tell('version.code', 'detail', { words: { commit: version.codeCommit.slice(0, 12) } }) : undefined,
  ];
  const said = kept(made);
  return [
    { role: 'detail', text: said.map((one) => one.text).join(' '), facts: [] },
    ...shown.map((metric) => metricLine(asking, record, version, metric)),
    ...kept([
      version.metrics.length === 0 ? tell('version.no-metrics', 'detail') : undefined,
      rest ? tell('version.more', 'detail') : undefined,
    ]),
  ];
}

const metricOrder = ['mae', 'rmse', 'bias'];
/** Of each figure the one of the newest period; the typical miss first. */
const metricsOf = (version: VersionRecord): VersionMetric[] =>
  [...Map.groupBy(version.metrics, (metric) => metric.name).values()]
    .map((same) => same.reduce((newest, one) => (one.periodEnd > newest.periodEnd ? one : newest)))
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, shownMetrics);
const rank = ({ name }: VersionMetric): number => (metricOrder.includes(name) ? metricOrder.indexOf(name) : metricOrder.length);

/** A figure about a version is what was recorded with it: stated as a fact of this answer, never without what it holds for. */
function metricLine(asking: Asking, record: ModelRecord, version: VersionRecord, metric: VersionMetric): Line {
  const { tell } = asking;
  const measure = measures.find((one) => one === metric.name);
  const period = { grain: 'day' as const, start: metric.periodStart, end: metric.periodEnd };
  const value = stateFigure(asking, {
    measure: (measure ?? 'kpi') as Measure,
    about: measure ? 'registered' : `registered:${metric.name}`,
    value: metric.value,
    unit: metric.unit,
    period,
    modelId: record.id,
    version: version.number,
    method: `recorded with version ${version.number}; ${metric.population}; ${metric.assumptions}`,
  });
  const named = metricOrder.includes(metric.name);
  const name = named ? tell(`version.names.${metric.name}`, 'detail') : metric.name;
  const words = {
    when: sayPeriod(period),
    population: metric.population.replace(/\.$/, ''),
    assumptions: metric.unit === 'index' ? metric.assumptions : roundFigures(metric.assumptions),
  };
  return tell('version.metric', 'detail', { facts: { value }, words: { ...words, name } });
}

/**
 * A record's own words with their figures as precise as the one beside them: “misses by 12.854” reads 12.9. What is below one
 * stays, where a decimal would be most of it, and so does what is no plain figure (1.2.10).
 */
export const roundFigures = (text: string): string =>
  text.replace(/(?<![\d.])[1-9]\d*\.\d{2,}(?!\d|\.\d)/g, (figure) => Number(figure).toFixed(1));
