import { LeewayError } from '../shared/errors.ts';

export const maxTableBytes = 1_000_000;
const asCsv = 'Save it as “CSV UTF-8” in your spreadsheet, or paste the table.';

/** What else people send, by how it begins; bytes as characters. */
const others: [string[], string][] = [
  [['PK\u0003\u0004'], 'That is a spreadsheet of its own kind (such as xlsx), not a CSV.'],
  [['\u00d0\u00cf\u0011\u00e0'], 'That is an old spreadsheet (xls), not a CSV.'],
  [['%PDF'], 'That is a PDF, not a CSV.'],
  [['\u0089PNG', '\u00ff\u00d8\u00ff', 'GIF8'], 'That is a picture, not a CSV.'],
  [['<!doctype', '<html', '<?xml'], 'That is a web page, not a CSV.'],
  [['{"', '[{', '[['], 'That is JSON, not a CSV.'],
];

/**
 * The text of a table that came as a file: UTF-8, or UTF-16 with its mark. Throws `invalid` for what is no text, `too-large`
 * above 1 MB.
 */
export function decodeTable(bytes: Uint8Array): string {
  if (bytes.length > maxTableBytes)
    throw new LeewayError('too-large', 'The file is larger than 1 MB.', { field: 'file', hint: 'Send it in parts.' });
  const beginning = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
  const start = beginning.trimStart().toLowerCase();
  const other = others.find(([begins]) => begins.some((one) => start.startsWith(one.toLowerCase())));
  if (other) throw noTable(other[1]);
  const encoding = beginning.startsWith('\xff\xfe') ? 'utf-16le' : beginning.startsWith('\xfe\xff') ? 'utf-16be' : 'utf-8';
  const text = decoded(bytes, encoding);
  if (text === undefined)
    throw noTable('The letters in the file are not written as UTF-8, so I would read some of them wrongly.');
  if (text.includes('\u0000')) throw noTable('That is no text, so it cannot be a table.');
  return text;
}

function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const noTable = (what: string) => new LeewayError('invalid', what, { field: 'file', hint: asCsv });
