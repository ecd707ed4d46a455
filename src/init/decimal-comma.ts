import { columnExpression, type SurveyedColumn, type Surveyor } from '../engines/survey.ts';
import { literal } from '../engines/sql.ts';

/** `3,49`, `-12`, `1.234,5`: how much of Europe writes numbers. */
const number = String.raw`[+-]?([0-9]+|[0-9]{1,3}([.][0-9]{3})+)(,[0-9]+)?`;
/** What is no whole number with English thousands, such as `1,234`: other than three digits behind the comma, or a dot before it. */
const comma = String.raw`.*([.][0-9]{3},[0-9]+|,([0-9]{1,2}|[0-9]{4,}))`;

/**
 * Text columns of a CSV file whose values are all numbers with a decimal comma, as numbers; others as they are. Where every
 * comma has three digits behind it nobody can tell it from English thousands, and the column stays text.
 */
export async function readDecimalCommas(surveyor: Surveyor, columns: readonly SurveyedColumn[]): Promise<SurveyedColumn[]> {
  const read: SurveyedColumn[] = [];
  for (const column of columns) read.push(looksSo(column) ? await asNumber(surveyor, column) : column);
  return read;
}

const looksSo = ({ nativeType, filled, min, max }: SurveyedColumn): boolean =>
  nativeType === 'VARCHAR' && filled > 0 && [min, max].every((text) => text !== null && /^\s*[+-]?[0-9][0-9.,]*\s*$/.test(text));

async function asNumber(surveyor: Surveyor, column: SurveyedColumn): Promise<SurveyedColumn> {
  const text = `trim(${columnExpression(column.name)})`;
  const value = `try_cast(replace(replace(${text}, '.', ''), ',', '.') as double)`;
  const [fits, sure, fractions, least, most] = await surveyor.numbers([
    `count(*) filter (regexp_full_match(${text}, ${literal(number)}))`,
    `count(*) filter (regexp_full_match(${text}, ${literal(comma)}))`,
    `count(*) filter (${value} <> trunc(${value}))`,
    `min(${value})`,
    `max(${value})`,
  ]);
  if (fits !== column.filled || !sure) return column;
  return {
    ...column,
    type: 'numeric',
    nativeType: 'DOUBLE',
    expression: value,
    commas: true,
    whole: fractions === 0,
    min: String(least),
    max: String(most),
  };
}
