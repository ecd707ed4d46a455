import { LeewayError } from '../shared/errors.ts';
import { columnTypeOf, isWithin } from './columns.ts';
import type { ComparedVersion, Comparison, ComparisonRequest } from './engine.ts';
import { answer, hasOwnAnswer } from './own-answer.ts';
import { assertSomeRows, assertWindow, countRows, rowsChanged } from './profile-request.ts';
import type { Reader, Session } from './session.ts';
import { embedded, identifier } from './sql.ts';
import { steady } from './steady.ts';

export const maxComparedVersions = 20;
const maxInputs = 500;

/** What the versions of a request look values up in, as the session opens it. */
export const lookupsOf = (request: ComparisonRequest) =>
  request.versions.flatMap(({ lookup }, index) =>
    lookup ? [{ name: tableOf(index), file: lookup.file, format: lookup.format }] : [],
  );

/**
 * Errors of several versions on the same rows, in one scan: a row counts where the outcome and every version's prediction
 * are known. Each version's expressions see the source under its name and that version's table as `lookup`.
 */
export async function comparisonInSession(session: Session, request: ComparisonRequest): Promise<Comparison> {
  const days = assertWindow(request.window);
  assertSizes(request);
  const sql = compose(session, request, await hasOwnAnswer(session));
  await assertReadable(session, request, sql);
  const row = await session.query({ what: 'the versions’ predictions', field: 'comparison' }, async (reader) => {
    const [found] = await reader.rows(`select ${sql.sums.join(', ')} from (${sql.flags})`);
    return (found ?? []).map((value) => steady(Number(value ?? 0)));
  });
  const counted = await countRows(session, request.window, days.length);
  assertSomeRows(session, request.window, counted);
  const result = read(row, request);
  if (result.rows !== counted.reduce((sum, count) => sum + count, 0)) throw rowsChanged(session, 'the comparison');
  return result;
}

function assertSizes({ versions, inputs }: ComparisonRequest): void {
  if (versions.length === 0 || versions.length > maxComparedVersions) {
    throw new LeewayError('too-large', `1 to ${maxComparedVersions} versions are compared at once, not ${versions.length}.`, {
      field: 'versions',
    });
  }
  if (inputs.length > maxInputs)
    throw new LeewayError('too-large', `At most ${maxInputs} inputs are looked through at once.`, { field: 'inputs' });
}

const tableOf = (index: number) => `lookup_${index}`;
/** Names of ours among a source's columns; nobody has a column called so by chance. */
const our = (name: string, index: number | '' = '') => `leeway__${name}${index}`;

interface Composed {
  /** Answers of each version, beside the source's columns; for looking at one version alone, the first i. */
  answered(count: number): string;
  flags: string;
  sums: string[];
}

function compose(session: Session, request: ComparisonRequest, hasOwn: boolean): Composed {
  const { source } = session;
  const name = identifier(source.name);
  const rows = `select ${name}.* from ${name} where ${isWithin(session, request.window)}`;
  const answered = (count: number): string =>
    request.versions.slice(0, count).reduce((inner, version, index) => {
      const join = version.lookup
        ? ` left join ${tableOf(index)} as lookup on ${Object.entries(version.lookup.on)
            .map(([column, expression]) => `lookup.${identifier(column)} = ${embedded(expression)}`)
            .join(' and ')}`
        : '';
      const fallback = version.fallback === undefined ? 'false' : embedded(version.fallback);
      return `select ${name}.*, ${finite(version.prediction)} as ${our('p', index)}, ${fallback} as ${our('f', index)} from (${inner}) as ${name}${join}`;
    }, rows);
  return { answered, flags: flagsSql(request, name, answered(request.versions.length), hasOwn), sums: sumsOf(request) };
}

/** NaN and infinities count as no value, as in profiles. */
const finite = (expression: string) =>
  `case when isfinite(${embedded(expression)}::double) then ${embedded(expression)}::double end`;

/** One column each for outcome, inputs that are missing, what was costly, and what each version called. */
function flagsSql({ outcome, inputs, costly, versions }: ComparisonRequest, name: string, answered: string, hasOwn: boolean) {
  const known = [finite(outcome), ...versions.map((_, index) => our('p', index))];
  const complete = known.map((one) => `${one} is not null`).join(' and ');
  const own = [
    `${finite(outcome)} as ${our('y')}`,
    `(${complete}) as ${our('n')}`,
    ...inputs.map(({ expression }, index) => `(${embedded(expression)} is null) as ${our('i', index)}`),
    ...(costly ? [`${embedded(costly.actual)} as ${our('a')}`] : []),
  ];
  const flagged = `select ${name}.*${hasOwn ? ` exclude (${answer})` : ''}, ${own.join(', ')} from (${answered}) as ${name}`;
  if (!costly) return flagged;
  return versions.reduce((inner, _, index) => {
    const withAnswer = `select ${name}.*, ${our('p', index)} as ${answer} from (${inner}) as ${name}`;
    return `select ${name}.* exclude (${answer}), ${embedded(costly.called)} as ${our('c', index)} from (${withAnswer}) as ${name}`;
  }, flagged);
}

const fixedSums = 5;
const sumsOfVersion = 8;

function sumsOf({ versions, inputs, constant, largeMiss, costly }: ComparisonRequest): string[] {
  const count = (condition: string) => `(count(*) filter (${condition}))::double`;
  const n = our('n');
  const y = our('y');
  return [
    'count(*)::double',
    count(`${y} is null`),
    count(n),
    costly ? count(`${n} and ${our('a')}`) : '0::double',
    `fsum(abs(${y} - (${Number(constant)}))) filter (${n})`,
    ...inputs.map((_, index) => count(our('i', index))),
    ...versions.flatMap((_, index) => {
      const error = `(${y} - ${our('p', index)})`;
      const called = our('c', index);
      return [
        count(`${our('p', index)} is null`),
        count(our('f', index)),
        `fsum(${error}) filter (${n})`,
        `fsum(abs(${error})) filter (${n})`,
        `fsum(${error} * ${error}) filter (${n})`,
        count(`${n} and abs(${error}) > ${Number(largeMiss)}`),
        costly ? count(`${n} and ${called}`) : '0::double',
        costly ? count(`${n} and ${called} and ${our('a')}`) : '0::double',
      ];
    }),
  ];
}

function read(row: readonly number[], { inputs, versions }: ComparisonRequest): Comparison {
  const [rows = 0, unlabelled = 0, compared = 0, costlyActual = 0, sumAbsConstantError = 0] = row;
  const start = fixedSums + inputs.length;
  const of = (index: number): ComparedVersion => {
    const from = start + index * sumsOfVersion;
    const [
      unpredicted = 0,
      fallback = 0,
      sumError = 0,
      sumAbsError = 0,
      sumSquaredError = 0,
      largeMisses = 0,
      called = 0,
      calledRight = 0,
    ] = row.slice(from, from + sumsOfVersion);
    return { unpredicted, fallback, sumError, sumAbsError, sumSquaredError, largeMisses, called, calledRight };
  };
  return {
    rows,
    unlabelled,
    compared,
    costlyActual,
    sumAbsConstantError,
    missing: Object.fromEntries(inputs.map(({ name }, index) => [name, row[fixedSums + index] ?? 0])),
    versions: Object.fromEntries(versions.map(({ key }, index) => [key, of(index)])),
  };
}

/** Looks at each expression alone, so that a wrong one is named. */
async function assertReadable(session: Session, request: ComparisonRequest, sql: Composed): Promise<void> {
  const name = identifier(session.source.name);
  const rows = `(${sql.answered(0)}) as ${name}`;
  const look = (what: string, field: string, statement: string, fits: (type: string) => boolean, expected: string) =>
    session.query({ what, field }, async (reader: Reader) => {
      const type = String((await reader.rows(`describe ${statement}`))[0]?.[1]);
      if (!fits(type)) throw new Error(`it is ${type}, expected ${expected}`);
    });
  const number = (type: string) => columnTypeOf(type) === 'numeric';
  const isBoolean = (type: string) => type === 'BOOLEAN';
  const any = () => true;
  await look('the outcome', 'outcome', `select ${embedded(request.outcome)} from ${rows}`, number, 'a number');
  for (const [index, { key }] of request.versions.entries())
    await look(`version ${key}’s prediction`, `predictions.${key}`, sql.answered(index + 1), any, 'a number');
  for (const { name: input, expression } of request.inputs)
    await look(`column “${input}”`, `columns.${input}`, `select ${embedded(expression)} from ${rows}`, any, 'a value');
  const { costly } = request;
  if (!costly) return;
  await look('what is costly', 'costly.actual', `select ${embedded(costly.actual)} from ${rows}`, isBoolean, 'BOOLEAN');
  await look('what is called', 'costly.called', `select ${our('c', 0)} from (${sql.flags})`, isBoolean, 'BOOLEAN');
}
