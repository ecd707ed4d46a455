import type { Ctx } from '../../db/ctx.ts';
import { readPersons } from '../../people/read-persons.ts';
import { noteVersion, readVersionNotes } from '../../registry/note-version.ts';
import { readModel } from '../../registry/read-model.ts';
import type { ModelRecord, VersionMetric, VersionRecord } from '../../registry/records.ts';
import { relationToModel } from '../../registry/relation-to-model.ts';
import { may } from '../../shared/access.ts';
import { LeewayError } from '../../shared/errors.ts';
import { dayIn, sayDayYear } from '../../shared/period.ts';
import { readGates } from '../../validation/read-gates.ts';
import type { Gate } from '../../validation/schemas.ts';
import type { DecisionVerbs } from '../decision-verbs.ts';
import type { VersionPageView } from '../views/version-page.ts';
import { sayDays } from './record-verbs.ts';

const production = 'production';
const shortDigest = (digest: string | null) => (digest ? `sha256 ${digest.slice(0, 12)}…` : '');

export const validationVerbs: Pick<DecisionVerbs, 'versionPage' | 'noteVersion'> = {
  async versionPage(ctx, { modelId, version: asked }) {
    const model = await readModel(ctx, modelId);
    const number = asked ?? model.newestVersion;
    const version = model.versions.find((one) => one.number === number);
    if (!version)
      throw new LeewayError(
        'not-found',
        number === null ? `${model.title} has no version yet.` : `${model.title} has no version ${number}.`,
        {
          hint: `Its versions: ${
            model.versions
              .slice(0, 10)
              .map((one) => one.number)
              .join(', ') || 'none'
          }.`,
        },
      );
    const gates = await readGates(ctx, [{ modelId, version: version.number }]);
    const live = model.running.some((one) => one.environment === production && one.version === version.number);
    const relation = await relationToModel(ctx, modelId);
    const mayAsk = may(ctx.actor, 'approvals.request', relation);
    return {
      modelId,
      modelName: model.title,
      version: version.number,
      description: version.description,
      places: placesOf(model, version),
      stages: gates.map(stageOf),
      figures: version.metrics.map(figureOf),
      made: await madeOf(ctx, version),
      links: [
        ...(version.trainingDataUrl ? [{ label: 'Training data', url: version.trainingDataUrl }] : []),
        ...(version.labelDataUrl ? [{ label: 'Label data', url: version.labelDataUrl }] : []),
      ],
      notes: await notesOf(ctx, model, version),
      ...(mayAsk && !live && version.archivedAt === null ? { promoteTo: production } : {}),
      mayNote: may(ctx.actor, 'registry.note', relation),
      // Checks begin by themselves a moment after the version was registered.
      running: gates.length === 0 || gates.some((one) => one.state === 'running' || one.state === 'waiting'),
    } satisfies VersionPageView;
  },
  async noteVersion(ctx, input) {
    await noteVersion(ctx, input);
  },
};

function placesOf(model: ModelRecord, { number, archivedAt }: VersionRecord): string[] {
  const runs = model.deployments.filter((one) => one.version === number && one.until === null);
  return [
    ...runs.map((one) => `It serves in ${one.environment} since ${sayDayYear(dayIn('utc', one.since))}.`),
    ...(archivedAt ? ['It is archived: nobody can put it live.'] : []),
  ];
}

/** A stage as a card shows it; a policy says elsewhere which are required. */
const stageOf = (gate: Gate): VersionPageView['stages'][number] => ({
  gate: gate.gate,
  title: gate.title,
  state: gate.state,
  required: false,
  mayBeOutvoted: false,
  reason: gate.said,
  facts: Object.values(gate.facts),
});

const figureOf = (metric: VersionMetric): VersionPageView['figures'][number] => ({
  value: `${metric.name.toUpperCase()} ${metric.value.toLocaleString('en-US', { maximumFractionDigits: 2 }).replace('-', '−')} ${metric.unit}`,
  period: sayDays(metric.periodStart, metric.periodEnd),
  population: metric.population,
  assumptions: metric.assumptions,
});

async function madeOf(ctx: Ctx, version: VersionRecord): Promise<VersionPageView['made']> {
  const { builtById } = version;
  const builder = builtById ? ((await readPersons(ctx, [builtById])).get(builtById)?.name ?? builtById) : '';
  return [
    { label: 'Built by', value: builder },
    {
      label: 'Learned from',
      value: [sayDays(version.dataStart, version.dataEnd), version.dataSource ?? ''].filter(Boolean).join(', '),
    },
    { label: 'Data digest', value: shortDigest(version.dataDigest) },
    { label: 'Artifact', value: `${version.artifact} (${shortDigest(version.artifactDigest)})` },
    { label: 'Code', value: version.codeCommit ? `commit ${version.codeCommit.slice(0, 12)}` : '' },
    {
      label: 'Environment',
      value: [version.environmentSpec ?? '', shortDigest(version.environmentDigest)].filter(Boolean).join(', '),
    },
  ];
}

/** The newest first; what was written when it was registered is one too. */
async function notesOf(ctx: Ctx, model: ModelRecord, version: VersionRecord): Promise<VersionPageView['notes']> {
  const notes = await readVersionNotes(ctx, { modelId: model.id, version: version.number });
  const said = notes
    .toReversed()
    .flatMap(({ name, personId, at, words }) =>
      words === null ? [] : [{ by: name ?? personId, on: sayDayYear(dayIn('utc', at)), words }],
    );
  const { notes: first, registeredById: id, registeredAt } = version;
  if (!first) return said;
  const by = id === null ? undefined : (await readPersons(ctx, [id])).get(id)?.name;
  return [...said, { by: by ?? 'whoever registered it', on: sayDayYear(dayIn('utc', registeredAt)), words: first }];
}
