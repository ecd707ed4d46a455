import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { Ctx } from './db/ctx.ts';
import type { Engine, GroupMeans } from './engines/engine.ts';
import { readMonitors } from './monitor/read-monitors.ts';
import { actorFor } from './people/find-person.ts';
import { readPersons } from './people/read-persons.ts';
import { readModel } from './registry/read-model.ts';
import { LeewayError } from './shared/errors.ts';
import { sha256 } from './shared/ids.ts';
import { addDays, dayIn, mondayOf, sayPeriod, type Period } from './shared/period.ts';
import { fileDigest } from './validation/file-digest.ts';
import { uploadTestReport } from './validation/upload-test-report.ts';
import { registerPredictedVersion } from './validation/register-predicted-version.ts';

const modelId = 'flight-delay';
const number = 3;
const builder = 'priya';
const fitWeeks = 4;

/** Where the fitted table is kept; it must outlast the process, because the version refers to it. */
export interface FitPlace {
  folder: string;
}

/** A folder beside the database; where nothing is kept a temporary one, made when it is first asked for and gone on `close`. */
export function createFits(dataDir: string) {
  let made: Promise<string> | undefined;
  return {
    folder: (): Promise<string> =>
      dataDir === 'memory:' ? (made ??= mkdtemp(join(tmpdir(), 'leeway-models-'))) : Promise.resolve(join(dataDir, 'models')),
    async close(): Promise<void> {
      if (made) await rm(await made, { recursive: true, force: true });
    },
  };
}

/**
 * The demo's version 3: the median delay of a flight's origin and hour, of the four weeks that end a week before the
 * clock, so that the last finished week is left to test it on. Registered as the demo's data scientist by the verb that
 * anybody would use. Returns what happened, for a reader. Throws `conflict` when there is a version 3 already.
 */
export async function registerLatestFit(system: Ctx, engine: Engine, place: FitPlace): Promise<string> {
  const model = await readModel(system, modelId);
  if (model.versions.some((one) => one.number === number))
    throw new LeewayError(
      'conflict',
      `Version ${number} of ${model.title} is registered already: look at it with /leeway version.`,
    );
  const [monitor] = await readMonitors(system, [modelId]);
  const person = (await readPersons(system, [builder])).get(builder);
  if (!monitor || !person) throw new LeewayError('not-found', 'The demo’s model or its data scientist is not there.');
  const { spec } = monitor;
  const end = addDays(mondayOf(dayIn(spec.zone, system.now)), -7);
  const window: Period = { grain: 'week', start: addDays(end, -7 * fitWeeks), end };
  const fitted = await engine.groupMeans({
    source: { name: 'source', files: spec.source.files, format: spec.source.format, time: spec.source.time },
    window,
    keys: [
      { name: 'origin', expression: 'source.origin' },
      { name: 'hour', expression: 'hour(source.date)' },
    ],
    value: spec.outcome.expression,
    statistic: 'median',
  });
  const table = await writeTable(place, window, fitted);
  const environment = environmentOf();
  await registerPredictedVersion(
    { ...system, actor: actorFor(person) },
    {
      modelId,
      number,
      description: `Forecasts from the latest four weeks (${sayPeriod(window)}) in place of January: the median delay of the flight's origin and hour.`,
      artifact: `models/${basename(table.file)}`,
      artifactDigest: table.digest,
      dataStart: window.start,
      dataEnd: window.end,
      dataSource: 'flights-3m.parquet',
      dataDigest: (await fileDigest(spec.source.files)) ?? null,
      notes: 'Medians are moved less by a few very late flights than means are.',
      builtById: builder,
      environmentSpec: environment,
      environmentDigest: sha256(environment),
      prediction: {
        lookup: { files: table.file, format: 'csv', on: { origin: 'source.origin', hour: 'hour(source.date)' } },
        expression: `coalesce(lookup.median, ${fitted.overallMean})`,
        fallback: 'lookup.median is null',
        fallbackPhrase: 'had no median of the latest four weeks of their own',
      },
    },
  );
  await uploadTestReport(
    { ...system, actor: actorFor(person) },
    { modelId, version: number, suite: 'fitted table', format: 'json', text: JSON.stringify({ tests: testsOf(fitted) }) },
  );
  return `${person.name} registered version ${number}, fitted on ${sayPeriod(window)}. Its checks have begun.`;
}

/** What its builder looks at before anybody else does. */
function testsOf({ groups, rows }: GroupMeans): { name: string; state: 'passed' | 'failed' }[] {
  const of = (name: string, holds: boolean) => ({ name, state: holds ? ('passed' as const) : ('failed' as const) });
  const keys = new Set(groups.map(({ key }) => key.join(' ')));
  return [
    of(
      'every group has a median',
      groups.every(({ mean }) => Number.isFinite(mean)),
    ),
    of('no group is there twice', keys.size === groups.length),
    of('every flight is in one group', groups.reduce((sum, group) => sum + group.rows, 0) === rows),
    of(
      'every hour lies in a day',
      groups.every(({ key }) => Number(key[1]) >= 0 && Number(key[1]) <= 23),
    ),
  ];
}

/** A table never changes under a version: it is written beside and put in place whole, under a name of its days. */
async function writeTable({ folder }: FitPlace, window: Period, fitted: GroupMeans): Promise<{ file: string; digest: string }> {
  const lines = fitted.groups.map(({ key, mean, rows }) => [...key, mean.toFixed(4), rows].join(','));
  const text = `${['origin,hour,median,n', ...lines].join('\n')}\n`;
  const file = join(resolve(folder), `${modelId}-${window.start}-${window.end}.csv`);
  await mkdir(resolve(folder), { recursive: true });
  await writeFile(`${file}.part`, text);
  await rename(`${file}.part`, file);
  return { file, digest: sha256(text) };
}

/** With what the fit can be repeated. */
const environmentOf = (): string => `package-lock.json beside src/demo-version.ts, with Node ${process.versions.node}`;
