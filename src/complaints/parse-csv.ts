import { LeewayError } from '../shared/errors.ts';
import { maxCounts, type CountRow } from './schemas.ts';

const needed = ['model', 'week', 'count'];
const known = [...needed, 'segment'];
const header = 'model,week,count,segment';

/**
 * Counts from a table as a spreadsheet saves it: the first line names the columns (`model`, `week` as 2001-03-05, `count`
 * and, if wanted, `segment`), split by comma, semicolon or tab. Throws `invalid` with the line that is wrong, `too-large`
 * above 2,000 lines.
 */
export function parseCounts(text: string): CountRow[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  const rows = lines.map((line, at) => ({ line, at: at + 1 })).filter(({ line }) => line.trim() !== '');
  const first = rows.shift();
  if (!first)
    throw new LeewayError('invalid', 'There is nothing in it.', { field: 'csv', hint: `The first line reads: ${header}` });
  const separator = ['\t', ';', ','].find((one) => first.line.includes(one)) ?? ',';
  const names = cellsOf(first.line, separator).map((name) => name.toLowerCase());
  assertHeader(names);
  if (rows.length === 0) throw new LeewayError('invalid', 'There is no line under the first one.', { field: 'csv' });
  if (rows.length > maxCounts)
    throw new LeewayError(
      'too-large',
      `It has ${rows.length.toLocaleString('en-US')} lines; at most ${maxCounts.toLocaleString('en-US')} are taken at once.`,
      { field: 'csv', hint: 'Send it in parts.' },
    );
  return rows.map(({ line, at }) => rowOf(names, cellsOf(line, separator), at));
}

function assertHeader(names: string[]): void {
  const missing = needed.filter((name) => !names.includes(name));
  const strange = names.filter((name) => !known.includes(name));
  const problem =
    missing.length > 0
      ? `The first line does not name ${missing.join(', ')}.`
      : strange.length > 0
        ? `I do not know the column “${strange[0]!.slice(0, 40)}”.`
        : new Set(names).size < names.length
          ? 'A column is named twice.'
          : undefined;
  if (problem) throw new LeewayError('invalid', problem, { field: 'csv', hint: `It reads: ${header}` });
}

function rowOf(names: string[], cells: string[], line: number): CountRow {
  const wrong = (what: string) => new LeewayError('invalid', `Line ${line}: ${what}`, { field: 'csv' });
  if (cells.length > names.length) throw wrong(`it has ${cells.length} columns, the first line names ${names.length}.`);
  const cell = (name: string) => cells[names.indexOf(name)] ?? '';
  const [week, count] = [cell('week'), cell('count').replace(/(?<=\d)[ ,'](?=\d{3}\b)/g, '')];
  if (cell('model') === '') throw wrong('it names no model.');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(week) || Number.isNaN(Date.parse(week)))
    throw wrong(`“${week.slice(0, 30)}” is no day such as 2001-03-05.`);
  if (!/^\d{1,8}$/.test(count)) throw wrong(`“${cell('count').slice(0, 30)}” is no whole number.`);
  return { modelId: cell('model'), week, count: Number(count), segment: cell('segment') };
}

/** A cell in quotation marks may hold the separator; two of them stand for one. */
function cellsOf(line: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!;
    if (quoted && char === '"' && line[at + 1] === '"') {
      cell += '"';
      at++;
    } else if (char === '"') quoted = !quoted;
    else if (char === separator && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += char;
  }
  return [...cells, cell.trim()];
}
