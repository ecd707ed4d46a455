import { button, createBlocks, type Outgoing } from '../blocks.ts';
import { actionIds } from '../action-ids.ts';
import { mrkdwn, notification, plain } from '../text.ts';

/** What is on record about a model. An empty value is shown as “not recorded”: a gap that is seen gets filled. */
export interface ModelRecordView {
  modelId: string;
  name: string;
  /** Why it exists: company goal, business question, KPI target, end user, the error that hurts most. */
  purpose: { label: string; value: string }[];
  owners: { part: string; name: string }[];
  versions: ModelVersionLine[];
  /** `Version 1 serves in production` */
  places: string[];
}
export interface ModelVersionLine {
  /** `Version 1, serving` */
  title: string;
  /** Artifact, data window and digest, code commit. */
  made: { label: string; value: string }[];
  /** Each with its period, population and assumptions. */
  metrics: { value: string; period: string; population: string; assumptions: string }[];
}

const maxVersions = 6;
const gap = 'not recorded';

export function modelRecordMessage(record: ModelRecordView): Outgoing {
  const make = createBlocks();
  const labelled = (rows: readonly { label: string; value: string }[]) =>
    rows
      .slice(0, 10)
      .map((row) => `*${mrkdwn(row.label, 80)}:* ${mrkdwn(row.value || gap, 180)}`)
      .join('\n');
  const owners = record.owners.map((owner) => ({ label: owner.part, value: owner.name }));
  const blocks = [make.header('name', record.name)];
  for (const [name, rows] of Object.entries({ purpose: record.purpose, owners }))
    if (rows.length > 0) blocks.push(make.section(name, labelled(rows)));
  blocks.push(
    make.section(
      'places',
      record.places.length > 0 ? mrkdwn(record.places.slice(0, 8).join('\n'), 1500) : 'No version is deployed anywhere.',
    ),
  );
  for (const version of record.versions.slice(0, maxVersions)) {
    blocks.push(
      make.divider(`${version.title}:line`),
      make.section(version.title, [`*${mrkdwn(version.title, 200)}*`, labelled(version.made)].filter(Boolean).join('\n')),
    );
    const lines = version.metrics.slice(0, 5).map((metric) => metricLine(metric));
    blocks.push(make.context(`${version.title}:figures`, lines.length > 0 ? lines : ['No figures recorded for this version.']));
  }
  const left = record.versions.length - maxVersions;
  if (left > 0) blocks.push(make.context('more', [`${left} older versions are not shown here.`]));
  blocks.push(make.actions('asks', [button(actionIds.askAgain, 'How is it doing?', plain(`status ${record.name}`, 2000))]));
  return { text: notification(`${record.name}: what is on record`), blocks };
}

/** No figure without its period, population and assumptions. */
const metricLine = (metric: ModelVersionLine['metrics'][number]) =>
  `${metric.value} · ${metric.period || 'period not recorded'} · ${metric.population || 'population not recorded'} · ${metric.assumptions || 'assumptions not recorded'}`;
