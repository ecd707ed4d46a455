import { html, raw } from 'hono/html';
import { sayInstant } from '../shared/period.ts';
import type { EditionChart, EditionFact, EditionFinding, EditionLine, EditionPage } from './edition-page.ts';
import { page, type Html } from './page.ts';

/** The page of one edition: verdict, text, chart with its data, findings, and where every figure comes from. */
export function editionHtml(edition: EditionPage): Html {
  const numbers = new Map(edition.facts.map((fact, index) => [fact.id, index + 1]));
  return page(
    `${edition.title} · ${edition.period}`,
    html`<main>
      <header>
        ${edition.notice && html`<p class="notice">${edition.notice}</p>`}
        <p class="kicker">${edition.audience} · ${edition.period}</p>
        <h1>${edition.title}</h1>
      </header>
      ${edition.lines.map((line) => paragraph(line, numbers))} ${edition.chart && chart(edition.chart)}
      ${
        edition.findings.length > 0 &&
        html`<section>
          <h2>What was found</h2>
          ${edition.findings.map((one) => finding(one, numbers))}
        </section>`
      }
      ${edition.coverage && html`<p class="coverage">${edition.coverage}</p>`}
      ${edition.facts.length > 0 && facts(edition.facts, edition.zone)}
      <footer>
        Composed ${sayInstant(edition.composedAt, edition.zone)} (${edition.zone}) by Leeway and kept as it was sent.
        ${
          edition.wordedBy &&
          `Some sentences were worded by the language model ${edition.wordedBy}; every figure and direction is a stored fact.`
        }
      </footer>
    </main>`,
  );
}

const paragraph = (line: EditionLine, numbers: Map<string, number>) =>
  html`<p>${line.lead && html`<strong>${line.lead}</strong> `}${line.text}${marks(line.factIds ?? [], numbers)}</p>`;

/** Small numbers that lead to the facts a sentence was made of. */
function marks(factIds: string[], numbers: Map<string, number>): Html | '' {
  const known = factIds.flatMap((id) => numbers.get(id) ?? []);
  return known.length > 0 ? html`<sup>${known.map((number) => html`<a href="#fact-${number}">${number}</a> `)}</sup>` : '';
}

const finding = (one: EditionFinding, numbers: Map<string, number>) =>
  html`<article>
    <h3>${one.title}</h3>
    ${one.lines.map((line) => paragraph(line, numbers))}
  </article>`;

const chart = ({ svg, alt, columns, rows }: EditionChart) =>
  html`<figure>
    <div class="chart" role="img" aria-label="${alt}">${raw(svg)}</div>
    <figcaption>${alt}</figcaption>
    <table class="data">
      <caption>
        The figures of the chart
      </caption>
      <thead>
        <tr>
          <th scope="col">Period</th>
          ${columns.map((column) => html`<th scope="col" class="figure">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              <th scope="row">${row.period}</th>
              ${row.values.map((value) => html`<td class="figure">${value ?? 'not measured'}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </figure>`;

const facts = (all: EditionFact[], zone: string) =>
  html`<section>
    <h2>Where does this come from?</h2>
    <table class="facts">
      <thead>
        <tr>
          <th scope="col">No.</th>
          <th scope="col">What</th>
          <th scope="col" class="figure">Value</th>
          <th scope="col">Period</th>
          <th scope="col">Compared with</th>
        </tr>
      </thead>
      <tbody>
        ${all.map(
          (fact, index) =>
            html`<tr id="fact-${index + 1}">
              <td>${index + 1}</td>
              <th scope="row">
                ${fact.what}
                <small>${fact.source} · computed ${sayInstant(fact.computedAt, zone)} · fact ${fact.id}</small>
              </th>
              <td class="figure">${fact.value} <span class="unit">${fact.unit}</span></td>
              <td>${fact.period}</td>
              <td>${fact.comparison ?? '–'}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
