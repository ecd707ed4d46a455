import { closeSync, existsSync, globSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { FileFormat } from '../engines/engine.ts';
import { LeewayError, messageOf } from '../shared/errors.ts';

export interface FoundFile {
  /** Absolute path or glob. */
  files: string;
  format: FileFormat;
  /** The first file. */
  first: string;
  count: number;
}

const endings: Record<string, FileFormat> = { parquet: 'parquet', pq: 'parquet', csv: 'csv', tsv: 'csv', txt: 'csv' };
const headBytes = 4_096;
const maxFiles = 1_000;

/**
 * What `leeway init` was pointed at: a file, a folder of one kind of files, or a pattern. Throws `not-found` or `invalid`
 * with what was found in its place.
 */
export function findFile(given: string): FoundFile {
  const path = resolve(given);
  if (!existsSync(path)) return /[*?{]/.test(given) ? several(path, given) : refuse(given, 'There is no such file');
  if (/[*?[\]{}]/.test(path))
    throw wrong(path, 'has one of * ? [ ] { } in its path, which would match other files too; rename it');
  if (statSync(path).isDirectory()) return folder(path, given);
  return { files: path, format: formatOf(path), first: path, count: 1 };
}

function folder(path: string, given: string): FoundFile {
  const names = readdirSync(path);
  const ending = ['parquet', 'pq', 'csv', 'tsv'].find((one) => names.some((name) => name.toLowerCase().endsWith(`.${one}`)));
  if (!ending) return refuse(given, 'This folder holds no .parquet or .csv file');
  return several(join(path, `*.${ending}`), given);
}

function several(pattern: string, given: string): FoundFile {
  const found = globSync(pattern).toSorted();
  const [first] = found;
  if (first === undefined) return refuse(given, 'No file matches');
  if (found.length > maxFiles)
    throw new LeewayError('too-large', `${given} matches ${found.length} files; at most ${maxFiles} are read at once.`, {
      field: 'FILE',
    });
  return { files: pattern, format: formatOf(first), first, count: found.length };
}

/** By what is in the file; its ending decides only what the first bytes leave open. */
function formatOf(path: string): FileFormat {
  const head = headOf(path);
  const name = basename(path);
  if (head.length === 0) throw wrong(name, 'is empty');
  const start = head.toString('latin1', 0, 4);
  if (start === 'PAR1') return 'parquet';
  const ending = /\.([a-z]+)(?:\.gz)?$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  if (endings[ending] === 'parquet')
    throw wrong(name, 'is called Parquet, but does not begin as a Parquet file does: it may be half written');
  if (head[0] === 0x1f && head[1] === 0x8b && endings[ending] === 'csv') return 'csv';
  const text = head.toString('utf8').replace(/^\uFEFF/, '');
  if (head.includes(0)) throw wrong(name, 'is neither Parquet nor text');
  if (/^\s*[[{]/.test(text)) throw wrong(name, 'looks like JSON; write it as Parquet or CSV first');
  return 'csv';
}

function headOf(path: string): Buffer {
  try {
    const file = openSync(path, 'r');
    try {
      const head = Buffer.alloc(headBytes);
      return head.subarray(0, readSync(file, head, 0, headBytes, 0));
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw new LeewayError('not-found', `${basename(path)} cannot be read (${messageOf(cause)}).`, { field: 'FILE', cause });
  }
}

const wrong = (name: string, what: string) =>
  new LeewayError('invalid', `${name} ${what}.`, {
    field: 'FILE',
    hint: 'Leeway reads Parquet and CSV files with a line of column names.',
  });

function refuse(given: string, what: string): never {
  throw new LeewayError('not-found', `${what}: ${given}.`, {
    field: 'FILE',
    hint: 'Name a Parquet or CSV file, a folder of them, or a pattern such as "data/*.parquet".',
  });
}
