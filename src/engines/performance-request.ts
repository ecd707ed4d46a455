import { LeewayError } from '../shared/errors.ts';
import { addDays } from '../shared/period.ts';
import { dayOfRow, rowsIn } from './columns.ts';
import type { PerformanceRequest, PerformanceSums } from './engine.ts';
import { assertSomeRows, assertWindow, countRows, rowsChanged } from './profile-request.ts';
import type { Session } from './session.ts';
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
  const byDay = await session.query({ what: 'prediction and outcome', field: 'performance' }, async (reader) => {
    const rows = await reader.rows(sumsSql(session, request));
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

function sumsOf(row: readonly number[], { measures, counters }: PerformanceRequest): Omit<PerformanceSums, 'start' | 'end'> {
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
  return {
    rows,
    errors: { labelled, unlabelled, unpredicted, sumError, sumAbsError, sumSquaredError, sumAbsConstantError },
    measures: Object.fromEntries(
      measures.map(({ name }, index) => [name, { sum: row[fixed + 2 * index] ?? 0, count: row[fixed + 2 * index + 1] ?? 0 }]),
    ),
    counters: Object.fromEntries(counters.map(({ name }, index) => [name, row[afterMeasures + index] ?? 0])),
  };
}

/** NaN and infinities count as no value, as in profiles. */
const finite = (expression: string) =>
  `case when isfinite(${embedded(expression)}::double) then ${embedded(expression)}::double end`;

function sumsSql(session: Session, request: PerformanceRequest): string {
  const { window, prediction, outcome, constant, measures, counters } = request;
  const inner = [
    `${dayOfRow(session)} - date '${window.start}' as d`,
    `${finite(prediction)} as p`,
    `${finite(outcome)} as y`,
    ...measures.map(
      ({ kind, expression }, index) => `${kind === 'mean' ? finite(expression) : embedded(expression)} as m${index}`,
    ),
    ...counters.map(({ expression }, index) => `${embedded(expression)} as c${index}`),
  ];
  const outer = [
    'd::double',
    'count(*)::double',
    'count(y - p)::double',
    '(count(p) - count(y - p))::double',
    '(count(*) - count(p))::double',
    'fsum(y - p)',
    'fsum(abs(y - p))',
    'fsum((y - p) * (y - p))',
    `fsum(abs(y - (${Number(constant)}))) filter (p is not null)`,
    ...measures.flatMap(({ kind }, index) => [
      kind === 'mean' ? `fsum(m${index})` : `(count(*) filter (m${index}))::double`,
      `count(m${index})::double`,
    ]),
    ...counters.map((_, index) => `(count(*) filter (c${index}))::double`),
  ];
  return `select ${outer.join(', ')} from (select ${inner.join(', ')} ${rowsIn(session, window, true)}) as ${identifier('rows')} group by d`;
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
