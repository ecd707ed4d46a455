import { LeewayError } from '../shared/errors.ts';
import { addDays } from '../shared/period.ts';
import { dayOfRow, rowsIn } from './columns.ts';
import type { MissesSpec, PerformanceRequest, PerformanceSums } from './engine.ts';
import { assertSomeRows, assertWindow, countRows, rowsChanged } from './profile-request.ts';
import type { Session } from './session.ts';
import { answer, hasOwnAnswer } from './own-answer.ts';
import { embedded, identifier } from './sql.ts';
import { steady } from './steady.ts';

export const maxMeasures = 200;

/** Sums of errors, measures and counters by day, in one scan; then one more to see that the joins kept every row. */
export async function performanceInSession(session: Session, request: PerformanceRequest): Promise<PerformanceSums[]> {
  const days = assertWindow(request.window);
  if (request.measures.length + request.counters.length > maxMeasures) {
    throw new LeewayError('too-large', `At most ${maxMeasures} measures and counters can be summed at once.`, {
      field: 'measures',
    });
  }
  await assertReadable(session, request);
  const costly = request.misses?.costly;
  const source = costly ? await answeredIn(session, request, costly) : undefined;
  const byDay = await session.query({ what: 'prediction and outcome', field: 'performance' }, async (reader) => {
    const rows = await reader.rows(sumsSql(session, request, source));
    return new Map(rows.map((row) => [row[0] as number, row.map((value) => steady(Number(value ?? 0)))]));
  });
  const counted = await countRows(session, request.window, days.length);
  assertSomeRows(session, request.window, counted);
  return days.map((day, index) => {
    const row = byDay.get(index) ?? [];
    if ((row[1] ?? 0) !== counted[index]) throw rowsChanged(session, day);
    return { start: day, end: addDays(day, 1), ...sumsOf(row, request) };
  });
}

function sumsOf(
  row: readonly number[],
  { measures, counters, misses }: PerformanceRequest,
): Omit<PerformanceSums, 'start' | 'end'> {
  const [
    ,
    rows = 0,
    labelled = 0,
    unlabelled = 0,
    unpredicted = 0,
    sumError = 0,
    sumAbsError = 0,
    sumSquaredError = 0,
    sumAbsConstantError = 0,
  ] = row;
  const fixed = 9;
  const afterMeasures = fixed + 2 * measures.length;
  const [large = 0, costly = 0, costlyCalled = 0] = row.slice(afterMeasures + counters.length);
  return {
    rows,
    errors: { labelled, unlabelled, unpredicted, sumError, sumAbsError, sumSquaredError, sumAbsConstantError },
    measures: Object.fromEntries(
      measures.map(({ name }, index) => [name, { sum: row[fixed + 2 * index] ?? 0, count: row[fixed + 2 * index + 1] ?? 0 }]),
    ),
    counters: Object.fromEntries(counters.map(({ name }, index) => [name, row[afterMeasures + index] ?? 0])),
    ...(misses ? { misses: { large, costly, costlyCalled } } : {}),
  };
}

/** NaN and infinities count as no value, as in profiles. */
const finite = (expression: string) =>
  `case when isfinite(${embedded(expression)}::double) then ${embedded(expression)}::double end`;

/** A name of ours among a source's columns; nobody has a column called so by chance. */
const our = (name: string, index: number | '' = '') => `leeway__${name}${index}`;

/** A value for each row of the window: its day, prediction, outcome, and what is summed and counted. */
function valuesOf(session: Session, { window, prediction, outcome, measures, counters }: PerformanceRequest): string[] {
  return [
    `${dayOfRow(session)} - date '${window.start}' as ${our('d')}`,
    `${finite(prediction)} as ${our('p')}`,
    `${finite(outcome)} as ${our('y')}`,
    ...measures.map(
      ({ kind, expression }, index) => `${kind === 'mean' ? finite(expression) : embedded(expression)} as ${our('m', index)}`,
    ),
    ...counters.map(({ expression }, index) => `${embedded(expression)} as ${our('c', index)}`),
  ];
}

/** The rows with the answer as a column, for what is called on account of it; checked to be readable. */
async function answeredIn(
  session: Session,
  request: PerformanceRequest,
  { actual, called }: NonNullable<MissesSpec['costly']>,
): Promise<string> {
  const name = identifier(session.source.name);
  const columns = `${name}.*${(await hasOwnAnswer(session)) ? ` exclude (${answer})` : ''}`;
  const own = [...valuesOf(session, request), `${embedded(actual)} as ${our('a')}`, `${finite(request.prediction)} as ${answer}`];
  const inner = `select ${columns}, ${own.join(', ')} ${rowsIn(session, request.window, true)}`;
  const sql = `select *, ${embedded(called)} as ${our('k')} from (${inner}) as ${name}`;
  for (const [what, field, column] of [
    ['what is costly', 'costly.actual', our('a')],
    ['what is called', 'costly.called', our('k')],
  ] as const) {
    const looked = column === our('a') ? inner : sql;
    await session.query({ what, field }, async (reader) => {
      const found = (await reader.rows(`describe ${looked}`)).find(([one]) => one === column)?.[1];
      if (found !== 'BOOLEAN') throw new Error(`it is ${String(found)}, expected BOOLEAN`);
    });
  }
  return sql;
}

function sumsSql(session: Session, request: PerformanceRequest, answered: string | undefined): string {
  const { window, constant, measures, counters, misses } = request;
  const rows = answered ?? `select ${valuesOf(session, request).join(', ')} ${rowsIn(session, window, true)}`;
  const [p, y] = [our('p'), our('y')];
  const error = `(${y} - ${p})`;
  const count = (condition: string) => `(count(*) filter (${condition}))::double`;
  const both = `${error} is not null`;
  const outer = [
    `${our('d')}::double`,
    'count(*)::double',
    `count(${error})::double`,
    `(count(${p}) - count(${error}))::double`,
    `(count(*) - count(${p}))::double`,
    `fsum(${error})`,
    `fsum(abs(${error}))`,
    `fsum(${error} * ${error})`,
    `fsum(abs(${y} - (${Number(constant)}))) filter (${p} is not null)`,
    ...measures.flatMap(({ kind }, index) => [
      kind === 'mean' ? `fsum(${our('m', index)})` : count(our('m', index)),
      `count(${our('m', index)})::double`,
    ]),
    ...counters.map((_, index) => count(our('c', index))),
    ...(misses ? [count(`abs(${error}) > ${Number(misses.large)}`)] : []),
    ...(answered ? [count(`${both} and ${our('a')}`), count(`${both} and ${our('a')} and ${our('k')}`)] : []),
  ];
  return `select ${outer.join(', ')} from (${rows}) as ${identifier('rows')} group by ${our('d')}`;
}

/** Looks at each expression alone, so that a wrong one is named. */
async function assertReadable(session: Session, request: PerformanceRequest): Promise<void> {
  const named = [
    { name: 'prediction', field: 'prediction', type: 'double', expression: request.prediction },
    { name: 'outcome', field: 'outcome', type: 'double', expression: request.outcome },
    ...request.measures.map((measure) => ({
      ...measure,
      field: `measures.${measure.name}`,
      type: measure.kind === 'mean' ? 'double' : 'boolean',
    })),
    ...request.counters.map((counter) => ({ ...counter, field: `counters.${counter.name}`, type: 'boolean' })),
  ];
  for (const { name, field, type, expression } of named) {
    await session.query({ what: `“${name}”`, field }, async (reader) => {
      const sql = `describe select ${embedded(expression)} ${rowsIn(session, request.window, true)}`;
      const found = String((await reader.rows(sql))[0]?.[1]);
      const isBoolean = found === 'BOOLEAN';
      const isNumeric = /INT|FLOAT|DOUBLE|DECIMAL/.test(found);
      if (type === 'boolean' ? !isBoolean : !isNumeric)
        throw new Error(`it is ${found}, expected ${type === 'boolean' ? 'BOOLEAN' : 'a number'}`);
    });
  }
}
