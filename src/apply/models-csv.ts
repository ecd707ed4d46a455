import { modelInput } from '../registry/schemas.ts';
import { LeewayError } from '../shared/errors.ts';

/** What one line says of a model; what its cell leaves empty is absent. Fields are those of `modelInput`. */
export interface ModelLine {
  line: number;
  id: string;
  said: Partial<Record<Field, string>>;
  owners: Partial<Record<'business' | 'operations' | 'data-science', string>>;
}
export interface WrongLine {
  line: number;
  what: string;
}

/** Columns of the table, with the field that each fills. */
export const modelColumns = {
  model: 'id',
  title: 'title',
  description: 'description',
  team: 'teamId',
  stage: 'stage',
  risk: 'riskClass',
  'company-goal': 'companyGoal',
  'business-question': 'businessQuestion',
  'end-user': 'endUser',
  'costly-error': 'costlyError',
  unit: 'unitSingular',
  units: 'unitPlural',
} as const;
const ownerColumns = ['business', 'operations', 'data-science'] as const;
type Field = Exclude<(typeof modelColumns)[keyof typeof modelColumns], 'id'>;

const known: string[] = [...Object.keys(modelColumns), ...ownerColumns];
const maxModels = 20_000;
const maxBytes = 9_000_000;

/**
 * Reads a table of models: the first line names the columns in any order, split by comma, semicolon or tab; cells may be
 * quoted and span lines. Every line that is wrong is returned with what is wrong. Throws `invalid` for a table that cannot
 * be read at all, `too-large` above 20,000 models.
 */
export function readModelsTable(text: string): { models: ModelLine[]; wrong: WrongLine[] } {
  if (text.length > maxBytes)
    throw new LeewayError('too-large', `The table has more than ${maxBytes} characters. Import it in parts.`);
  const [header, ...lines] = recordsOf(text.replace(/^\uFEFF/, ''));
  if (!header) throw new LeewayError('invalid', 'There is nothing in it.', { hint });
  const names = header.cells.map((name) => name.trim().toLowerCase().replace(/[ _]+/g, '-'));
  assertHeader(names);
  if (lines.length === 0) throw new LeewayError('invalid', 'There is no model under the line of column names.');
  if (lines.length > maxModels)
    throw new LeewayError(
      'too-large',
      `It has ${lines.length.toLocaleString('en-US')} models; at most ${maxModels.toLocaleString('en-US')} are taken at once.`,
    );
  const models: ModelLine[] = [];
  const wrong: WrongLine[] = [];
  const seen = new Map<string, number>();
  for (const { cells, line } of lines) {
    const problems = cells.length === names.length ? [] : [`it has ${cells.length} cells, expected ${names.length}`];
    const model = lineOf(names, cells, line);
    const earlier = seen.get(model.id);
    if (problems.length === 0) problems.push(...problemsOf(model));
    if (earlier !== undefined && model.id !== '') problems.push(`${model.id} stands on line ${earlier} already`);
    seen.set(model.id, earlier ?? line);
    wrong.push(...problems.map((what) => ({ line, what })));
    if (problems.length === 0) models.push(model);
  }
  return { models, wrong };
}

const hint = `The first line names the columns: model, and any of ${known.slice(1).join(', ')}.`;

function assertHeader(names: readonly string[]): void {
  const unknown = names.filter((name) => !known.includes(name));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  const what = !names.includes('model')
    ? 'The first line names no column “model”.'
    : unknown.length > 0
      ? `The first line names ${unknown.map((name) => `“${name.slice(0, 40)}”`).join(', ')}, which is not known here.`
      : twice
        ? `The first line names “${twice}” twice.`
        : undefined;
  if (what) throw new LeewayError('invalid', what, { hint });
}

function lineOf(names: readonly string[], cells: readonly string[], line: number): ModelLine {
  const filled = new Map(
    names.flatMap((name, index) => ((cells[index] ?? '').trim() === '' ? [] : [[name, cells[index]!.trim()]])),
  );
  const said = Object.entries(modelColumns).flatMap(([name, field]) =>
    field !== 'id' && filled.has(name) ? [[field, filled.get(name)]] : [],
  );
  const owners = ownerColumns.flatMap((kind) => (filled.has(kind) ? [[kind, filled.get(kind)]] : []));
  return {
    line,
    id: filled.get('model') ?? '',
    said: Object.fromEntries(said) as ModelLine['said'],
    owners: Object.fromEntries(owners) as ModelLine['owners'],
  };
}

function problemsOf({ id, said, owners }: ModelLine): string[] {
  if (id === '') return ['it names no model'];
  const parsed = modelInput.safeParse({ id, title: id, ...said, owners });
  if (parsed.success) return [];
  const columnOf = (field: PropertyKey | undefined) =>
    Object.entries(modelColumns).find(([, one]) => one === field)?.[0] ?? String(field);
  return parsed.error.issues.map(
    ({ path, message }) =>
      `${columnOf(path[0] === 'owners' ? path[1] : path[0])}: ${message.replace(/^Invalid (input|option): /, '')}`,
  );
}

/** Lines with their cells; a quoted cell may hold separators, doubled quotes and line breaks. */
function recordsOf(text: string): { cells: string[]; line: number }[] {
  const separator = separatorIn(text);
  const records: { cells: string[]; line: number }[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let began = 1;
  const end = () => {
    if (cells.length > 0 || cell.trim() !== '') records.push({ cells: [...cells, cell], line: began });
    [cells, cell] = [[], ''];
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === '\n') line++;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') {
        cell += '"';
        at++;
      } else quoted = false;
    } else if (char === '"' && cell.trim() === '') {
      quoted = true;
      cell = '';
    } else if (char === separator) {
      cells.push(cell);
      cell = '';
    } else if (char === '\n') {
      end();
      began = line;
    } else if (char !== '\r') cell += char;
  }
  if (quoted) throw new LeewayError('invalid', `A quote that opens on line ${began} is never closed.`);
  end();
  return records;
}

function separatorIn(text: string): string {
  const [first = ''] = text.split('\n', 1);
  return ['\t', ';', ','].find((one) => first.includes(one)) ?? ',';
}
