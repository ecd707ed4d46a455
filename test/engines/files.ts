import { DuckDBInstance } from '@duckdb/node-api';
import { fileURLToPath } from 'node:url';
import type { SourceSpec } from '../../src/engines/engine.ts';
import type { Period } from '../../src/shared/period.ts';
import { tempFolder } from '../support/temp-folder.ts';

export const newFolder = (): string => tempFolder('engines');

/** Writes the rows of a query into a real Parquet or CSV file. */
export async function writeRows(file: string, query: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`copy (${query}) to '${file}' (format ${file.endsWith('.csv') ? 'csv, header' : 'parquet'})`);
  connection.closeSync();
  instance.closeSync();
}

export const sourceOf = (files: string, more: Partial<SourceSpec> = {}): SourceSpec => ({
  name: 'trips',
  files,
  format: files.endsWith('.csv') ? 'csv' : 'parquet',
  time: 'moment',
  ...more,
});

export const week: Period = { grain: 'week', start: '2001-01-01', end: '2001-01-08' };
export const january: Period = { grain: 'month', start: '2001-01-01', end: '2001-02-01' };

const inPackage = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
/** The demo's flights with version 1 as its lookup table. */
export const flights: SourceSpec = {
  name: 'flights',
  files: inPackage('node_modules/vega-datasets/data/flights-3m.parquet'),
  format: 'parquet',
  time: 'date',
  lookups: [{ name: 'v1', file: inPackage('examples/flights/models/v1.csv'), format: 'csv' }],
  joins: 'left join v1 on v1.origin = flights.origin and v1.hour = hour(flights.date)',
};
