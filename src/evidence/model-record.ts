import type { Ctx } from '../db/ctx.ts';
import { readKpis, type Kpi } from '../kpi/read-kpis.ts';
import { readPersons } from '../people/read-persons.ts';
import { readModel } from '../registry/read-model.ts';
import { readVersionNotes, type VersionNote } from '../registry/note-version.ts';
import type { ModelRecord } from '../registry/records.ts';
import { authorise } from '../shared/access.ts';
import { sayDayYear, sayInstant } from '../shared/period.ts';
import { readGates } from '../validation/read-gates.ts';
import type { Gate } from '../validation/schemas.ts';
import { listOr, tableOr, text, type Document, type Section } from './document.ts';
import { noteLines, versionSection } from './version-lines.ts';

const gap = 'not recorded';
const maxVersions = 50;
const kpiValue = (kpi: Kpi): string =>
  kpi.target === null
    ? `${kpi.title}: no target`
    : `${kpi.title}: target ${kpi.unit === 'share' ? `${kpi.target * 100} %` : `${kpi.target} ${kpi.unit}`}`;

/** Everything on record about a model as a document: purpose, people, versions with their figures, checks and notes, where each ran. */
export async function readModelDocument(ctx: Ctx, modelId: string, zone: string): Promise<Document> {
  authorise(ctx.actor, 'registry.read');
  const record = await readModel(ctx, modelId);
  const shown = record.versions.slice(0, maxVersions);
  const [kpis, notes, gates] = [
    await readKpis(ctx, [modelId]),
    await readVersionNotes(ctx, { modelId }),
    await readGates(
      ctx,
      shown.map(({ number }) => ({ modelId, version: number })),
    ),
  ];
  const ids = shown.flatMap((one) => [one.builtById, one.registeredById]).filter((id) => id !== null);
  const people = await readPersons(ctx, ids);
  const nameOf = (id: string | null) => (id === null ? gap : (people.get(id)?.name ?? id));
  const sections = shown.map((version) => {
    const own = gates.filter((gate: Gate) => gate.version === version.number);
    const said = notes.filter((note: VersionNote) => note.version === version.number);
    return versionSection(version, { gates: own, notes: noteLines(said, zone), nameOf, zone });
  });
  const left = record.versions.length - shown.length;
  return {
    title: `${record.title}: model record`,
    kicker: `Leeway · ${modelId} · as of ${sayInstant(ctx.now, zone)} (${zone})`,
    sections: [
      purposeOf(record, kpis),
      ownersOf(record),
      placesOf(record, zone),
      ...sections,
      ...(left > 0 ? [{ heading: 'Older versions', parts: [text(`${left} older versions are not in this document.`)] }] : []),
    ],
  };
}

function purposeOf(record: ModelRecord, kpis: Kpi[]): Section {
  return {
    heading: 'What it is for',
    parts: [
      tableOr(
        ['', ''],
        [
          ['Description', record.description || gap],
          ['Company goal', record.companyGoal ?? gap],
          ['Business question', record.businessQuestion ?? gap],
          ['End user', record.endUser ?? gap],
          ['The error that hurts most', record.costlyError ?? gap],
          ['Business measures', kpis.map(kpiValue).join('; ') || gap],
          ['Life-cycle stage', record.stage],
          ['Risk class', record.riskClass ?? gap],
          ['Maintenance plan', record.maintenancePlan ?? gap],
          ['Next review', record.reviewDueOn ? sayDayYear(record.reviewDueOn) : gap],
        ],
        '',
      ),
      listOr(
        record.links.map((link) => `${link.label}: ${link.url}`),
        'No links are recorded.',
      ),
    ],
  };
}

const ownersOf = (record: ModelRecord): Section => ({
  heading: 'Who answers for it',
  parts: [
    text(record.teamName ? `Team: ${record.teamName}.` : 'No team is recorded.'),
    tableOr(
      ['Part', 'Person'],
      record.owners.map((owner) => [owner.kind, owner.name]),
      'No owners are recorded.',
    ),
    listOr(
      record.flags.map((flag) => flag.text),
      'Nothing is missing from the record.',
    ),
  ],
});

const placesOf = (record: ModelRecord, zone: string): Section => ({
  heading: 'Where it ran',
  parts: [
    tableOr(
      ['Environment', 'Version', 'From', 'Until'],
      record.deployments.map((one) => [
        one.environment,
        String(one.version),
        sayInstant(one.since, zone),
        one.until ? sayInstant(one.until, zone) : 'runs now',
      ]),
      'No version was ever deployed.',
    ),
  ],
});
