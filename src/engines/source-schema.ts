import type { DuckDBConnection } from '@duckdb/node-api';
import { basename } from 'node:path';
import { LeewayError } from '../shared/errors.ts';
import type { SourceSpec } from './engine.ts';
import { literal } from './sql.ts';

/**
 * Throws `invalid` when the files of a source have different columns or (Parquet) types: DuckDB would cast to the first
 * file's types without a word. A CSV file has no types of its own, so there only the names are compared.
 */
export async function assertOneSchema(connection: DuckDBConnection, source: SourceSpec, files: readonly string[]): Promise<void> {
  if (files.length < 2) return;
  const [first, ...others] = files;
  const expected = await columnsIn(connection, source, first!);
  for (const file of others) {
    const found = await columnsIn(connection, source, file);
    const lacking = [...expected.keys()].find((name) => !found.has(name));
    const surplus = [...found.keys()].find((name) => !expected.has(name));
    const other = [...expected].find(([name, type]) => found.get(name) !== type)?.[0];
    const where = `in ${basename(file)} of source “${source.name}”`;
    const field = (name: string) => ({ field: `columns.${name}` });
    if (lacking !== undefined)
      throw new LeewayError('invalid', `Column “${lacking}” is missing ${where}; ${basename(first!)} has it.`, field(lacking));
    if (surplus !== undefined)
      throw new LeewayError('invalid', `Column “${surplus}” ${where} is not in ${basename(first!)}.`, field(surplus));
    if (other !== undefined) {
      throw new LeewayError(
        'invalid',
        `Column “${other}” ${where} is ${found.get(other)}, in ${basename(first!)} ${expected.get(other)}. Write both alike.`,
        field(other),
      );
    }
  }
}

async function columnsIn(connection: DuckDBConnection, source: SourceSpec, file: string): Promise<Map<string, string>> {
  const from = source.format === 'parquet' ? 'read_parquet' : 'read_csv';
  const rows = await (await connection.run(`describe select * from ${from}([${literal(file)}])`)).getRowsJS();
  return new Map(rows.map((row) => [row[0] as string, source.format === 'csv' ? '' : (row[1] as string)]));
}
