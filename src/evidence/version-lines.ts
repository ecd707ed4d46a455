import type { VersionNote } from '../registry/note-version.ts';
import type { VersionRecord } from '../registry/records.ts';
import { addDays, sayDayYear, sayInstant } from '../shared/period.ts';
import type { Gate } from '../validation/schemas.ts';
import { code, listOr, tableOr, type Section } from './document.ts';

const gap = 'not recorded';
const gateWords = { passed: 'passed', failed: 'FAILED', 'not-run': 'not run', running: 'running', waiting: 'waiting' } as const;

/** The last day of a window is the one before its end. */
export const sayWindow = (start: string | null, end: string | null): string =>
  start && end ? `${sayDayYear(start)} – ${sayDayYear(addDays(end, -1))}` : gap;

export interface AboutVersion {
  gates: Gate[];
  notes: string[];
  nameOf: (id: string | null) => string;
  zone: string;
}

/** One version: what it was made of and by whom, its figures, checks, environment and notes. */
export function versionSection(version: VersionRecord, { gates, notes, nameOf, zone }: AboutVersion): Section {
  return {
    heading: `Version ${version.number}`,
    parts: [
      tableOr(
        ['', ''],
        [
          ['Description', version.description || gap],
          ['Registered', `${sayInstant(version.registeredAt, zone)} by ${nameOf(version.registeredById)}`],
          ['Built by', nameOf(version.builtById)],
          ['Artifact', version.artifact],
          ['SHA-256 of the artifact', version.artifactDigest],
          ['Training data', `${version.dataSource ?? gap}, ${sayWindow(version.dataStart, version.dataEnd)}`],
          ['SHA-256 of the training data', version.dataDigest ?? gap],
          ['Where the training data are', version.trainingDataUrl ?? gap],
          ['Where the labels are', version.labelDataUrl ?? gap],
          ['Code', version.codeCommit ?? gap],
          ['SHA-256 of the environment', version.environmentDigest ?? gap],
        ],
        '',
      ),
      ...(version.environmentSpec ? [code(version.environmentSpec)] : []),
      tableOr(
        ['Figure', 'Value', 'Period', 'Population', 'Assumptions'],
        version.metrics.map((one) => [
          one.name,
          `${one.value} ${one.unit}`,
          sayWindow(one.periodStart, one.periodEnd),
          one.population,
          one.assumptions,
        ]),
        'No figures were registered with it.',
      ),
      tableOr(
        ['Check', 'Result', 'Why', 'Learned from', 'Tested on'],
        gates.map((gate) => [
          gate.title,
          gateWords[gate.state],
          gate.said,
          sayWindow(gate.fit?.start ?? null, gate.fit?.end ?? null),
          sayWindow(gate.test?.start ?? null, gate.test?.end ?? null),
        ]),
        'It was not checked.',
      ),
      listOr([...(version.notes ? [version.notes] : []), ...notes], 'No notes.'),
    ],
  };
}

export const noteLines = (notes: VersionNote[], zone: string): string[] =>
  notes.map((note) => `${sayInstant(note.at, zone)}, ${note.name ?? note.personId}: ${note.words ?? '(erased)'}`);
