import { LeewayError } from '../shared/errors.ts';
import { rowsIn } from './columns.ts';
import type { Sample, SampleRequest } from './engine.ts';
import { answer, hasOwnAnswer } from './own-answer.ts';
import { assertWindow } from './profile-request.ts';
import type { Session } from './session.ts';
import { embedded, identifier, literal } from './sql.ts';

/** Rows that leave an engine at once, at the most. */
export const maxSampleRows = 200;
const maxShown = 12;
/** A value is for a person to read; what is longer is cut. */
const maxValueChars = 200;

/**
 * The one way by which rows leave: at most `count` of them, and of each only what `show` names. Drawn without replacement:
 * rows are ordered by the MD5 of the seed and all that the row holds, and the first are taken, so that the same seed and rows
 * give the same sample whatever the files' order. Rows that are alike in everything are told apart by counting them.
 */
export async function sampleInSession(session: Session, request: SampleRequest): Promise<Sample> {
  assertWindow(request.window);
  assertSizes(request);
  const answered = await answeredRows(session, request);
  await assertReadable(session, request, answered);
  const name = identifier(session.source.name);
  const chosen = `select *, row_number() over (partition by ${our('row')}) as ${our('n')} from (${answered}) as ${name} where ${embedded(request.where)}`;
  const shown = request.show.map(({ expression }) => `left(coalesce(${embedded(expression)}::varchar, ''), ${maxValueChars})`);
  const order = `md5(${literal(request.seed)} || ' ' || ${our('n')} || ' ' || ${our('row')})`;
  const sql = `with chosen as (${chosen}) select (select count(*) from chosen)::double, ${shown.join(', ')} from chosen as ${name} order by ${order} limit ${request.count}`;
  return await session.query({ what: 'the sample', field: 'sampling' }, async (reader) => {
    const rows = await reader.rows(sql);
    return {
      population: Number(rows[0]?.[0] ?? 0),
      rows: rows.map(([, ...values]) =>
        Object.fromEntries(request.show.map((one, index) => [one.name, String(values[index] ?? '')])),
      ),
    };
  });
}

const our = (name: string) => `leeway__${name}`;

function assertSizes({ count, show }: SampleRequest): void {
  if (!Number.isInteger(count) || count < 1 || count > maxSampleRows)
    throw new LeewayError('too-large', `1 to ${maxSampleRows} rows are drawn at once, not ${count}.`, { field: 'count' });
  if (show.length < 1 || show.length > maxShown)
    throw new LeewayError('too-large', `1 to ${maxShown} values of a row are shown, not ${show.length}.`, { field: 'show' });
}

/** The window's rows with the version's answer as a column, and all that a row holds as one text. */
async function answeredRows(session: Session, { window, prediction }: SampleRequest): Promise<string> {
  const name = identifier(session.source.name);
  const columns = `${name}.*${(await hasOwnAnswer(session)) ? ` exclude (${answer})` : ''}`;
  const value = embedded(prediction);
  const known = `case when isfinite(${value}::double) then ${value}::double end`;
  return `select ${columns}, ${known} as ${answer}, ${name}::varchar as ${our('row')} ${rowsIn(session, window, true)}`;
}

/** Looks at each expression alone, so that a wrong one is named. */
async function assertReadable(session: Session, { where, show }: SampleRequest, answered: string): Promise<void> {
  const from = `from (${answered}) as ${identifier(session.source.name)}`;
  await session.query({ what: 'the prediction', field: 'prediction' }, (reader) => reader.rows(`describe ${answered}`));
  await session.query({ what: 'which rows are drawn from', field: 'sampling.where' }, async (reader) => {
    const found = String((await reader.rows(`describe select ${embedded(where)} ${from}`))[0]?.[1]);
    if (found !== 'BOOLEAN') throw new Error(`it is ${found}, expected BOOLEAN`);
  });
  for (const { name, expression } of show)
    await session.query({ what: `“${name}”`, field: `sampling.show.${name}` }, (reader) =>
      reader.rows(`describe select ${embedded(expression)} ${from}`),
    );
}
