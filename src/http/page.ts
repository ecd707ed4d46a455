import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** One measure of text on screen, two tables that shrink to a phone, and a sheet of paper that needs no button. */
export const styles = `
:root { --ink: #1d2229; --soft: #5b6470; --line: #d9dee4; --mark: #0b5c6b; --paper: #ffffff; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.62 "Iowan Old Style", "Palatino Linotype", Palatino, "Source Serif 4", Georgia, serif; }
main { max-width: 44rem; margin: 0 auto; padding: 3.5rem 1.5rem 5rem; overflow-wrap: break-word; }
.narrow { max-width: 34rem; }
h1, h2, h3 { line-height: 1.22; font-weight: 600; text-wrap: balance; }
h1 { font-size: 2.1rem; letter-spacing: -0.012em; margin: 0.25rem 0 1.75rem; }
h2 { font-size: 1.3rem; margin: 3rem 0 1rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.08rem; margin: 1.75rem 0 0.35rem; }
p { margin: 0 0 0.9rem; }
code { font: 0.9em ui-monospace, "SF Mono", Menlo, Consolas, monospace; background: #eef1f3; padding: 0.1em 0.35em; border-radius: 3px; }
.kicker, .notice, table, figcaption, footer, sup, small { font-family: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
.kicker { margin: 0; color: var(--soft); font-size: 0.85rem; letter-spacing: 0.02em; }
.notice { display: inline-block; margin: 0 0 1.5rem; padding: 0.2rem 0.6rem; border: 1px solid #c9b37a; border-radius: 3px; color: #6b5518; background: #fbf6e6; font-size: 0.8rem; }
sup { font-size: 0.66rem; line-height: 0; margin-left: 0.15em; }
sup a { color: var(--mark); text-decoration: none; padding: 0 0.1em; }
.coverage { margin-top: 2.25rem; padding: 0.75rem 1rem; border-left: 3px solid var(--mark); background: #f2f6f6; }
figure { margin: 2rem 0; }
.chart svg { display: block; width: 100%; height: auto; }
figcaption { margin: 0.5rem 0 0; color: var(--soft); font-size: 0.85rem; line-height: 1.45; }
table { width: 100%; border-collapse: collapse; margin-top: 1.25rem; font-size: 0.85rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding-bottom: 0.35rem; }
th, td { text-align: left; vertical-align: top; padding: 0.45rem 0.75rem 0.45rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { color: var(--soft); border-bottom-color: #9aa3ad; }
.figure { text-align: right; white-space: nowrap; }
.unit { color: var(--soft); }
small { display: block; margin-top: 0.15rem; color: var(--soft); font-size: 0.75rem; overflow-wrap: anywhere; }
tr:target > * { background: #eaf3f4; }
footer { margin-top: 3rem; color: var(--soft); font-size: 0.8rem; }
@media (max-width: 40rem) {
  main { padding: 1.75rem 1.1rem 3rem; }
  h1 { font-size: 1.6rem; margin-bottom: 1.25rem; }
  .facts thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .facts tr { display: grid; grid-template-columns: 1.6rem 1fr auto; column-gap: 0.5rem; padding: 0.7rem 0; border-bottom: 1px solid var(--line); }
  .facts th, .facts td { border: 0; padding: 0; }
  .facts td:nth-child(n + 4) { grid-column: 2 / -1; color: var(--soft); }
}
@page { margin: 18mm 16mm; }
@media print {
  body { background: none; font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 19pt; }
  h2 { break-after: avoid; margin-top: 1.5rem; }
  figure, article, tr { break-inside: avoid; }
  thead { display: table-header-group; }
  figure .data { break-inside: auto; }
  .notice, .coverage { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  a { color: inherit; text-decoration: none; }
}
`;

/** A whole document with its style sheet, which the content policy knows by its hash. */
export const page = (title: string, body: Html, css = styles): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${raw(`<style>${css}</style>`)}
      </head>
      <body>
        ${body}
      </body>
    </html>`;
