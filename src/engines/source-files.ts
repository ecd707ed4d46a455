import { glob, stat } from 'node:fs/promises';
import { basename, isAbsolute } from 'node:path';
import { LeewayError } from '../shared/errors.ts';
import type { SourceSpec } from './engine.ts';

export const maxFiles = 1000;

/** Size and time of change of each file: two equal snapshots mean that nothing was replaced in between. */
export type Snapshot = Map<string, string>;

/** The files of a source, sorted, so that the first one (which decides the schema) is always the same. */
export async function filesOf(source: SourceSpec): Promise<string[]> {
  const field = 'source.files';
  if (!isAbsolute(source.files)) throw new LeewayError('invalid', `Source “${source.name}” needs an absolute path.`, { field });
  const found: string[] = [];
  if (/[*?[{]/.test(source.files)) {
    for await (const file of glob(source.files)) {
      found.push(file);
      if (found.length > maxFiles) {
        throw new LeewayError(
          'too-large',
          `Source “${source.name}” matches more than ${maxFiles} files. Narrow ${basename(source.files)}.`,
          { field },
        );
      }
    }
  } else found.push(source.files);
  if (found.length === 0) {
    throw new LeewayError('not-found', `Source “${source.name}” matches no file: ${basename(source.files)}.`, { field });
  }
  const odd = found.find((file) => /[*?[\]{}]/.test(file));
  if (odd !== undefined) {
    throw new LeewayError(
      'invalid',
      `Rename ${basename(odd)}: the characters * ? [ ] { } in a path would match other files too.`,
      { field },
    );
  }
  return found.sort();
}

export async function snapshot(files: readonly string[], sourceName: string): Promise<Snapshot> {
  const entries = await Promise.all(
    files.map(async (file) => {
      const found = await stat(file).catch((cause: unknown) => {
        throw new LeewayError(
          'not-found',
          `Source “${sourceName}” cannot find ${basename(file)}. Check the path and the rights.`,
          {
            field: 'source.files',
            cause,
          },
        );
      });
      if (!found.isFile())
        throw new LeewayError('invalid', `${basename(file)} of source “${sourceName}” is not a file.`, { field: 'source.files' });
      return [file, `${found.size} ${found.mtimeMs} ${found.ino}`] as const;
    }),
  );
  return new Map(entries);
}

/** All that a source reads: its files, then its lookup tables. */
export const snapshotOf = async (source: SourceSpec): Promise<Snapshot> =>
  snapshot([...(await filesOf(source)), ...(source.lookups ?? []).map((lookup) => lookup.file)], source.name);

/** Throws `unavailable` when a file was replaced since the snapshot: the counts may mix two versions of it. */
export async function assertUnchanged(before: Snapshot, sourceName: string): Promise<void> {
  const after = await snapshot([...before.keys()], sourceName).catch((cause: unknown) => {
    throw changed(sourceName, [...before.keys()][0]!, cause);
  });
  for (const [file, state] of before) if (after.get(file) !== state) throw changed(sourceName, file);
}

const changed = (sourceName: string, file: string, cause?: unknown) =>
  new LeewayError(
    'unavailable',
    `${basename(file)} of source “${sourceName}” changed while it was read. Try again when it is complete.`,
    {
      field: 'source.files',
      ...(cause === undefined ? {} : { cause }),
    },
  );
