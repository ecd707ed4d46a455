import { readKpis } from '../../kpi/read-kpis.ts';
import { readModel } from '../../registry/read-model.ts';
import type { ModelRecord, VersionMetric, VersionRecord } from '../../registry/records.ts';
import { addDays, sayPeriod, type Day } from '../../shared/period.ts';
import type { SlackVerbs } from '../verbs.ts';
import type { ModelVersionLine } from '../views/model-record.ts';

const ownerParts = { business: 'Business', operations: 'Operations', 'data-science': 'Data science' } as const;
const shortDigest = (digest: string | null) => (digest ? `${digest.slice(0, 12)}…` : '');
const percent = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1 });

export const recordVerbs: Pick<SlackVerbs, 'modelRecord'> = {
  async modelRecord(ctx, { modelId }) {
    const model = await readModel(ctx, modelId);
    const kpis = await readKpis(ctx, [modelId]);
    const targets = kpis.map((kpi) =>
      kpi.target === null
        ? `${kpi.title}: no target`
        : `${kpi.title}: ${percent.format(kpi.target)} or ${kpi.better === 'higher' ? 'more' : 'less'}`,
    );
    return {
      modelId,
      name: model.title,
      purpose: [
        { label: 'Company goal', value: model.companyGoal ?? '' },
        { label: 'Business question', value: model.businessQuestion ?? '' },
        { label: 'Target', value: targets.join('; ') },
        { label: 'Used by', value: model.endUser ?? '' },
        { label: 'The error that hurts most', value: model.costlyError ?? '' },
        { label: 'Stage', value: model.stage },
        ...model.links.map((link) => ({ label: link.label, value: link.url })),
      ],
      owners: Object.entries(ownerParts).map(([kind, part]) => ({
        part: `${part} owner`,
        name: model.owners.find((owner) => owner.kind === kind)?.name ?? '',
      })),
      places: [
        ...model.running.map((one) => `Version ${one.version} runs in ${one.environment}.`),
        ...model.flags.map((flag) => `⚠ ${flag.text}`),
      ],
      versions: model.versions.map((version) => versionLine(model, version)),
    };
  },
};

function versionLine(model: ModelRecord, version: VersionRecord): ModelVersionLine {
  const names = model.aliases
    .filter((alias) => alias.version === version.number)
    .map((alias) => (alias.alias === 'champion' ? 'serves' : alias.alias === 'challenger' ? 'waits' : alias.alias));
  return {
    title: [`Version ${version.number}`, ...names].join(', '),
    made: [
      { label: 'What it is', value: version.description },
      { label: 'Artifact', value: `${version.artifact} (sha256 ${shortDigest(version.artifactDigest)})` },
      {
        label: 'Learned from',
        value: [
          sayDays(version.dataStart, version.dataEnd),
          version.dataSource ?? '',
          version.dataDigest ? `sha256 ${shortDigest(version.dataDigest)}` : '',
        ]
          .filter(Boolean)
          .join(', '),
      },
      { label: 'Code', value: version.codeCommit ? `commit ${version.codeCommit.slice(0, 12)}` : '' },
      ...version.flags.map((flag) => ({ label: 'Note', value: flag.text })),
    ],
    metrics: version.metrics.map(metricLine),
  };
}

const metricLine = (metric: VersionMetric) => ({
  value: `${metric.name.toUpperCase()} ${metric.value.toLocaleString('en-US', { maximumFractionDigits: 2 }).replace('-', '−')} ${metric.unit}`,
  period: sayDays(metric.periodStart, metric.periodEnd),
  population: metric.population,
  assumptions: metric.assumptions,
});

/** A whole month by its name, any other stretch by its first and last day. */
export function sayDays(start: Day | null, end: Day | null): string {
  if (!start || !end) return '';
  const month = start.endsWith('-01') && end.endsWith('-01') && addDays(start, 31) >= end;
  return sayPeriod({ grain: month ? 'month' : 'day', start, end });
}
