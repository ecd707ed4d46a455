import type { Document, Part } from './document.ts';

const styles = `
:root { color-scheme: light; --ink: #1d2229; --soft: #5b6470; --line: #d9dee4; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: #fff; font: 1rem/1.55 Georgia, "Times New Roman", serif; }
main { max-width: 56rem; margin: 0 auto; padding: 3rem 1.5rem; overflow-wrap: anywhere; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0.2rem 0 1.5rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 0.75rem; padding-top: 1rem; border-top: 1px solid var(--line); }
.kicker, table, pre { font-family: system-ui, sans-serif; font-size: 0.85rem; }
.kicker { margin: 0; color: var(--soft); }
table { width: 100%; border-collapse: collapse; margin: 0.75rem 0; font-variant-numeric: tabular-nums; }
th, td { min-width: 4.6rem; text-align: left; vertical-align: top; padding: 0.4rem 0.6rem 0.4rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; }
pre { font-family: ui-monospace, Menlo, Consolas, monospace; white-space: pre-wrap; background: #f3f5f7; padding: 0.75rem; }
/* A narrow screen moves a wide table sideways, rather than breaking words into pieces. */
@media screen and (max-width: 46rem) { .wide { overflow-x: auto; } .wide th, .wide td { min-width: 7rem; overflow-wrap: break-word; } }
@page { margin: 18mm 16mm; }
@media print { main { max-width: none; padding: 0; } h2, tr { break-inside: avoid; break-after: avoid; } thead { display: table-header-group; } }
`;

/** The document as one file with nothing beside it: no script, no picture, no address that is called. Prints to PDF. */
export const toHtml = (document: Document): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(document.title)}</title>
<style>${styles}</style>
</head>
<body><main>
<p class="kicker">${escape(document.kicker)}</p>
<h1>${escape(document.title)}</h1>
${document.sections.map(({ heading, parts }) => `<h2>${escape(heading)}</h2>\n${parts.map(part).join('\n')}`).join('\n')}
</main></body>
</html>
`;

function part(one: Part): string {
  switch (one.is) {
    case 'text':
      return `<p>${escape(one.text)}</p>`;
    case 'list':
      return `<ul>${one.items.map((item) => `<li>${escape(item)}</li>`).join('')}</ul>`;
    case 'table':
      return `<div class="wide"><table><thead>${row(one.columns, 'th')}</thead><tbody>${one.rows.map((cells) => row(cells, 'td')).join('\n')}</tbody></table></div>`;
    case 'code':
      return `<pre>${escape(one.text)}</pre>`;
  }
}

const row = (cells: readonly (string | null)[], cell: 'th' | 'td'): string =>
  `<tr>${cells.map((one) => `<${cell}>${one === null ? '–' : escape(one)}</${cell}>`).join('')}</tr>`;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (words: string): string => words.replace(/[&<>"']/g, (char) => entities[char]!);
