/** A text that is read as a page, printed, and kept: headings, sentences, lists and tables, and nothing else. */
export interface Document {
  title: string;
  /** What it is and from when, above the title. */
  kicker: string;
  sections: Section[];
}
export interface Section {
  heading: string;
  parts: Part[];
}
export type Part =
  | { is: 'text'; text: string }
  | { is: 'list'; items: string[] }
  | { is: 'table'; columns: string[]; rows: (string | null)[][] }
  /** Exact text, such as a lock file or a hash. */
  | { is: 'code'; text: string };

export const text = (words: string): Part => ({ is: 'text', text: words });
export const code = (exact: string): Part => ({ is: 'code', text: exact });

/** A list, or a sentence where there is nothing to list. */
export const listOr = (items: string[], otherwise: string): Part => (items.length > 0 ? { is: 'list', items } : text(otherwise));

/** A table, or a sentence where it has no rows. */
export const tableOr = (columns: string[], rows: (string | null)[][], otherwise: string): Part =>
  rows.length > 0 ? { is: 'table', columns, rows } : text(otherwise);
