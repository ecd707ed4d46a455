import { LeewayError } from '../shared/errors.ts';
import type { Day } from '../shared/period.ts';
import { maxCount, maxCounts, type CountRow } from './schemas.ts';

const needed = ['model', 'week', 'count'];
const known = [...needed, 'segment'];
const wanted = 'Wanted are model, week and count; segment may be left out.';
const shownLines = 5;
const maxSegmentChars = 60;

export interface WrongLine {
  line: number;
  what: string;
}
export interface TableRow {
  modelId: string;
  week: Day;
  count: number;
  segment: string;
  line: number;
}

/**
 * Counts from a table as a spreadsheet saves it: the first line names the columns (`model`, `week` as 2001-03-05, `count`
 * and, if wanted, `segment`), split by comma, semicolon or tab; `modelId` stands in for the column `model`. Throws `invalid`
 * for a table that cannot be read, `too-large` above 2,000 lines.
 */
export function readTable(text: string, modelId?: string): { rows: TableRow[]; wrong: WrongLine[] } {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  const filled = lines.map((line, at) => ({ line, at: at + 1 })).filter(({ line }) => line.trim() !== '');
  const first = filled.shift();
  if (!first)
    throw new LeewayError('invalid', 'There is nothing in it.', {
      field: 'csv',
      hint: `The first line names the columns. ${wanted}`,
    });
  const separator = ['\t', ';', ','].find((one) => first.line.includes(one)) ?? ',';
  const names = (cellsOf(first.line, separator) ?? [first.line]).map((name) => name.toLowerCase());
  assertHeader(names, modelId);
  if (filled.length === 0) throw new LeewayError('invalid', 'There is no line under the first one.', { field: 'csv' });
  if (filled.length > maxCounts)
    throw new LeewayError(
      'too-large',
      `It has ${filled.length.toLocaleString('en-US')} lines; at most ${maxCounts.toLocaleString('en-US')} are taken at once.`,
      { field: 'csv', hint: 'Nothing was counted. Send it in parts.' },
    );
  const rows: TableRow[] = [];
  const wrong: WrongLine[] = [];
  for (const { line, at } of filled) {
    const row = rowOf(names, cellsOf(line, separator), modelId);
    if (typeof row === 'string') wrong.push({ line: at, what: row });
    else rows.push({ ...row, line: at });
  }
  return { rows, wrong };
}

/** The counts of a table of which every line can be read. */
export function parseCounts(text: string): CountRow[] {
  const { rows, wrong } = readTable(text);
  if (wrong.length > 0) throw wrongLines(wrong);
  return rows.map(({ line: _line, ...row }) => row);
}

/** One error for all lines that are wrong; the first of them are named. */
export function wrongLines(wrong: readonly WrongLine[]): LeewayError {
  const named = wrong.toSorted((a, b) => a.line - b.line).slice(0, shownLines);
  const more = wrong.length - named.length;
  const rest = more > 0 ? [`And ${more.toLocaleString('en-US')} more ${more === 1 ? 'line is' : 'lines are'} wrong.`] : [];
  return new LeewayError('invalid', [...named.map(({ line, what }) => `Line ${line}: ${what}`), ...rest].join('\n'), {
    field: 'csv',
    hint: 'Nothing was counted: put it right and send it again.',
  });
}

function assertHeader(names: string[], modelId: string | undefined): void {
  const missing = needed.filter((name) => !names.includes(name) && !(name === 'model' && modelId !== undefined));
  const strange = names.filter((name) => !known.includes(name));
  const problem =
    missing.length > 0
      ? `The first line does not name ${missing.join(', ')}.`
      : strange.length > 0
        ? `I do not know the column “${shortened(strange[0]!)}”.`
        : new Set(names).size < names.length
          ? 'A column is named twice.'
          : undefined;
  if (!problem) return;
  const found = names.slice(0, 6).map(shortened).join(', ');
  throw new LeewayError('invalid', problem, { field: 'csv', hint: `It reads “${found}”. ${wanted}` });
}

function rowOf(names: string[], cells: string[] | undefined, modelId: string | undefined): Omit<TableRow, 'line'> | string {
  if (!cells) return 'a quotation mark is not closed.';
  if (cells.length > names.length) return `it has ${cells.length} columns, the first line names ${names.length}.`;
  const cell = (name: string) => cells[names.indexOf(name)] ?? '';
  const model = cell('model') || modelId || '';
  const [week, count, segment] = [cell('week'), cell('count').replace(/(?<=\d)[ ,'](?=\d{3}\b)/g, ''), cell('segment')];
  if (model === '') return 'it names no model.';
  if (modelId !== undefined && model !== modelId) return `it is about “${shortened(model)}”, and you said ${modelId}.`;
  if (/[,;&+]|\band\b/.test(model)) return `“${shortened(model)}” seems to be several models: a line is about one.`;
  if (!isDay(week)) return `“${shortened(week)}” is no day such as 2001-03-05.`;
  if (/^[-−]\d/.test(count)) return `“${shortened(cell('count'))}” is less than nothing.`;
  if (!/^\d{1,8}$/.test(count)) return `“${shortened(cell('count'))}” is no whole number.`;
  if (Number(count) > maxCount) return `“${shortened(cell('count'))}” is more than ${maxCount.toLocaleString('en-US')}.`;
  if (segment.length > maxSegmentChars) return `the segment is longer than ${maxSegmentChars} characters.`;
  return { modelId: model, week, count: Number(count), segment };
}

const shortened = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

/** A day of the calendar: not the 30th of February. */
function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** A cell in quotation marks may hold the separator; two of them stand for one. Undefined where one is not closed. */
function cellsOf(line: string, separator: string): string[] | undefined {
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
  return quoted ? undefined : [...cells, cell.trim()];
}
