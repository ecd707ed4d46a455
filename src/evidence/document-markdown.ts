import type { Document, Part } from './document.ts';

/** The document as CommonMark with tables (GitHub's). What people wrote is text, never markup. */
export const toMarkdown = (document: Document): string =>
  [
    escape(document.kicker),
    `# ${escape(document.title)}`,
    ...document.sections.flatMap(({ heading, parts }) => [`## ${escape(heading)}`, ...parts.map(part)]),
  ]
    .join('\n\n')
    .concat('\n');

function part(one: Part): string {
  switch (one.is) {
    case 'text':
      return escape(one.text);
    case 'list':
      return one.items.map((item) => `- ${escape(item)}`).join('\n');
    case 'table':
      return [
        row(one.columns),
        row(
          one.columns.map(() => '---'),
          false,
        ),
        ...one.rows.map((cells) => row(cells)),
      ].join('\n');
    case 'code':
      return fenced(one.text);
  }
}

const row = (cells: readonly (string | null)[], escaped = true): string =>
  `| ${cells.map((cell) => (cell === null ? '–' : escaped ? escape(cell) : cell)).join(' | ')} |`;

/** Longer than any run of backticks inside. */
function fenced(exact: string): string {
  const longest = Math.max(2, ...[...exact.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${exact}\n${fence}`;
}

const escape = (words: string): string =>
  words
    .replace(/[\\`*_[\]<>|#~&]/g, '\\$&')
    .replace(/^(\s*)([-+]|\d+[.)])(\s)/gm, '$1\\$2$3')
    .replace(/\s*\n\s*/g, ' ');
