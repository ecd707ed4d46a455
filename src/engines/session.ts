import { stat } from 'node:fs/promises';
import { DuckDBInstance, type DuckDBConnection, type DuckDBResult } from '@duckdb/node-api';
import { LeewayError } from '../shared/errors.ts';
import type { Databases } from './databases.ts';
import { translated, type ErrorContext } from './duckdb-errors.ts';
import type { SourceSpec } from './engine.ts';
import { assertUnchanged, filesOf, snapshot, type Snapshot } from './source-files.ts';
import { assertOneSchema } from './source-schema.ts';
import { identifier, literal } from './sql.ts';

export interface SessionLimits {
  threads: number;
  memoryMb: number;
  timeoutMs: number;
}

export type Cell = string | number | boolean | null;

/** Runs one statement each; a text that hides a second one is refused: the files are open for writing too. */
export interface Reader {
  /** For results of texts, doubles and booleans only. */
  rows(sql: string): Promise<Cell[][]>;
  stream(sql: string): Promise<DuckDBResult>;
}

/** One request's own connection to a database that sees the source's files and nothing else of the machine. */
export interface Session {
  source: SourceSpec;
  files: readonly string[];
  /** Runs the task; what it throws is told as an error about `what`. */
  query<T>(about: Pick<ErrorContext, 'what' | 'field'>, task: (reader: Reader) => Promise<T>): Promise<T>;
}

export const maxLookupRows = 1_000_000;

/** Opens a session, runs, and checks that no file was replaced meanwhile; a database in which all went well may be kept. */
export async function inSession<T>(
  source: SourceSpec,
  limits: SessionLimits,
  databases: Databases,
  signal: AbortSignal | undefined,
  run: (session: Session) => Promise<T>,
): Promise<T> {
  const files = await filesOf(source);
  const lookups = source.lookups ?? [];
  const before = await snapshot([...files, ...lookups.map((lookup) => lookup.file)], source.name);
  const key = keyOf(source, before);
  const kept = databases.take(key);
  const database = kept ?? (await DuckDBInstance.create(':memory:', options(limits)));
  let sound = false;
  try {
    const result = await connected(
      database,
      { source, files, timeoutMs: limits.timeoutMs, signal },
      async (session, connection) => {
        if (!kept) await session.query({}, () => open(connection, source, files));
        return await run(session);
      },
    ).finally(() => assertUnchanged(before, source.name));
    sound = true;
    return result;
  } finally {
    if (sound) databases.keep(key, database);
    else database.closeSync();
  }
}

/** All that a database was opened with; time, joins and expressions belong to the single request. */
const keyOf = ({ name, format, lookups }: SourceSpec, files: Snapshot): string =>
  JSON.stringify([name, format, lookups, [...files]]);

async function connected<T>(
  database: DuckDBInstance,
  {
    source,
    files,
    timeoutMs,
    signal,
  }: { source: SourceSpec; files: readonly string[]; timeoutMs: number; signal: AbortSignal | undefined },
  run: (session: Session, connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const connection = await database.connect();
  let stopped: ErrorContext['stopped'];
  const stop = (why: 'time-out' | 'cancelled') => {
    stopped ??= why;
    connection.interrupt();
  };
  const cancel = () => stop('cancelled');
  const timer = setTimeout(() => stop('time-out'), timeoutMs);
  signal?.addEventListener('abort', cancel, { once: true });
  if (signal?.aborted) cancel();
  const query: Session['query'] = async (about, task) => {
    const explained = (cause: unknown) => translated(cause, { sourceName: source.name, files, ...about, stopped });
    // An interrupt between two queries is not remembered by DuckDB.
    if (stopped) throw explained(undefined);
    return await task(readerOf(connection)).catch((cause: unknown) => {
      throw explained(cause);
    });
  };
  try {
    return await run({ source, files, query }, connection);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
    connection.closeSync();
  }
}

const readerOf = (connection: DuckDBConnection): Reader => ({
  rows: async (sql) => (await (await (await connection.prepare(sql)).run()).getRowsJS()) as Cell[][],
  stream: async (sql) => await (await connection.prepare(sql)).stream(),
});

const options = (limits: SessionLimits) => ({
  threads: String(limits.threads),
  memory_limit: `${limits.memoryMb}MB`,
  temp_directory: '',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
});

async function open(connection: DuckDBConnection, source: SourceSpec, files: readonly string[]): Promise<void> {
  const lookups = source.lookups ?? [];
  const paths = [...files, ...lookups.map((lookup) => lookup.file)].map(literal);
  // Expressions come from a configuration: they may compute, and not reach other files, the network or these settings.
  // A request binds many expressions, so footers are kept; that a file changes meanwhile is noticed elsewhere.
  await connection.run(
    `set parquet_metadata_cache = true; set TimeZone = 'UTC'; set allowed_paths = [${paths.join(', ')}]; set enable_external_access = false; set lock_configuration = true`,
  );
  await assertOneSchema(connection, source, files);
  const rows = `${identifier(source.name)} as select * from ${reader(source.format, files)}`;
  if (!(await loadText(connection, source, files, rows))) await connection.run(`create view ${rows}`);
  for (const lookup of lookups) {
    const rows = `select * from ${reader(lookup.format, [lookup.file])} limit ${maxLookupRows + 1}`;
    const result = await connection.run(`create table ${identifier(lookup.name)} as ${rows}`);
    if (Number((await result.getRowsJS())[0]?.[0] ?? 0) > maxLookupRows) {
      throw new LeewayError('too-large', `Lookup table “${lookup.name}” has more than ${maxLookupRows} rows.`, {
        field: 'source.lookups',
      });
    }
  }
}

/** Text up to this size is parsed once for all requests that share the database; it takes about twice that in memory. */
const maxLoadedBytes = 200_000_000;
const compressed = 10;

/**
 * A CSV file is parsed in each scan, a hundred times slower than Parquet, and a look makes several. Says whether it was
 * loaded: where it is too large, or cannot be, each request reads the file and says what is wrong with it.
 */
async function loadText(
  connection: DuckDBConnection,
  { format }: SourceSpec,
  files: readonly string[],
  rows: string,
): Promise<boolean> {
  if (format !== 'csv') return false;
  const sizes = await Promise.all(
    files.map(async (file) => (await stat(file)).size * (/\.(?:gz|zst)$/i.test(file) ? compressed : 1)),
  );
  if (sizes.reduce((sum, size) => sum + size, 0) > maxLoadedBytes) return false;
  return connection.run(`create table ${rows}`).then(
    () => true,
    () => false,
  );
}

export const reader = (format: SourceSpec['format'], files: readonly string[]): string =>
  format === 'parquet'
    ? `read_parquet([${files.map(literal).join(', ')}])`
    : `read_csv([${files.map(literal).join(', ')}], nullstr = [${emptyTexts.map(literal).join(', ')}])`;

/** Text that other programs write for a number that is not there; by it alone a column of numbers would be one of words. */
const emptyTexts = ['', 'nan', 'NaN', 'NAN', 'inf', '-inf', 'Inf', '-Inf', 'Infinity', '-Infinity'];
