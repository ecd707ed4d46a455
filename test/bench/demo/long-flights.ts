import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { parseDocument } from 'yaml';

const example = fileURLToPath(new URL('../../../examples/flights/leeway.yml', import.meta.url));
const cli = fileURLToPath(new URL('../../../src/cli.ts', import.meta.url));
const monitor = ['models', 'flight-delay', 'monitor'];
/** 26 weeks: half a year of flights follows on itself, a weekday on its like. */
const halfYearDays = 182;

/**
 * Gives a running demo the same half-year of flights `times` times over, one after the other, so that its clock can be moved
 * further than the data go. The long file lies in `folder`.
 */
export async function lengthenFlights(dataDir: string, folder: string, times: number): Promise<void> {
  const document = parseDocument(readFileSync(example, 'utf8'));
  const besideExample = (path: string) => resolve(dirname(example), path);
  const source = besideExample(String(document.getIn([...monitor, 'source', 'files'])));
  const long = join(folder, 'flights-long.parquet');
  await runSql(
    `copy (select * replace (date + to_days((${halfYearDays} * round)::integer) as date)
       from '${source}', generate_series(0, ${times - 1}) as rounds(round) order by date)
     to '${long}' (format parquet)`,
  );
  document.setIn([...monitor, 'source', 'files'], long);
  for (const version of [1, 2]) {
    const lookup = [...monitor, 'predictions', version, 'lookup', 'files'];
    document.setIn(lookup, besideExample(String(document.getIn(lookup))));
  }
  const file = join(folder, 'leeway.yml');
  writeFileSync(file, document.toString());
  await promisify(execFile)(process.execPath, [cli, 'apply', '-f', file], { env: { ...process.env, LEEWAY_DATA_DIR: dataDir } });
}

async function runSql(statement: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}
