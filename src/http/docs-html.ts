import { html, raw } from 'hono/html';
import { exampleOf, fieldsOf, sayType, type Field, type Schema, type Schemas } from './docs-schema.ts';
import { page, styles, type Html } from './page.ts';

interface Operation {
  summary: string;
  description?: string;
  'x-scopes'?: readonly string[];
  parameters: { name: string; in: 'path' | 'query' | 'header'; required?: boolean; description?: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>;
}
/** The API's document, as far as the page shows it. */
export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Schemas };
}

/** Beside the reports' style: what a reference has and a report has not. */
export const docsStyles = `${styles}
main { max-width: 56rem; }
nav ul { columns: 2; column-gap: 2rem; padding: 0; margin: 0; list-style: none; font: 0.85rem/1.5 system-ui, sans-serif; }
nav li { break-inside: avoid; margin-bottom: 0.35rem; }
a { color: var(--mark); }
section.call { margin-top: 2.5rem; padding-top: 1rem; border-top: 1px solid var(--line); }
section.call h3 { margin: 0 0 0.5rem; overflow-wrap: anywhere; }
.method { display: inline-block; min-width: 3.2em; font: 600 0.8rem ui-monospace, Menlo, Consolas, monospace; color: var(--mark); }
pre { overflow-x: auto; padding: 0.8rem 1rem; background: #f2f4f6; border-radius: 4px; font: 0.8rem/1.5 ui-monospace, Menlo, Consolas, monospace; }
td code, th code { overflow-wrap: anywhere; }
summary { cursor: pointer; font: 0.9rem system-ui, sans-serif; color: var(--mark); padding: 0.4rem 0; }
@media (max-width: 40rem) {
  nav ul { columns: 1; }
  .fields thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .fields tr { display: block; padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
  .fields th, .fields td { display: block; border: 0; padding: 0; }
}
`;

/** Every call with its scopes, parameters, body, answers and an example: all of it on one page, without scripts. */
export function docsHtml(api: ApiDocument): Html {
  const calls = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  const groups = [...Map.groupBy(calls, ({ path }) => path.split('/')[3] ?? '')].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return page(
    'Leeway: REST API',
    html`<main>
      <p class="kicker">Reference</p>
      <h1>REST API</h1>
      <p>
        Every call takes a bearer token: <code>Authorization: Bearer leeway_…</code>. A program’s token is made with
        <code>leeway token create</code>, a person’s own with <code>/leeway token</code> in Slack. Each call names the scopes that
        the token needs. To vote and to ask for something takes a person’s token: somebody must answer for it. In the examples
        <code>$LEEWAY</code> is the address of this server and <code>$TOKEN</code> the token. The same as data:
        <a href="/api/v1/openapi.json">openapi.json</a>.
      </p>
      <nav aria-label="All calls">
        <ul>
          ${groups.flatMap(([, of]) =>
            of.map(
              (call) =>
                html`<li>
                  <a href="#${anchorOf(call)}"><span class="method">${call.method}</span> ${call.path.slice(7)}</a>
                </li>`,
            ),
          )}
        </ul>
      </nav>
      <h2 id="errors">When something is refused</h2>
      <p>
        The answer is <code>{"error": {"code", "message", "field", "hint"}}</code>: <code>message</code> is a sentence to act on,
        <code>field</code> the path of what is wrong, such as <code>metrics.0.unit</code>. Each answer carries
        <code>X-Request-Id</code>; lines of the server’s log carry it too.
      </p>
      ${errorTable(calls[0]?.operation)}
      ${groups.map(
        ([name, of]) =>
          html`<h2>${name.slice(0, 1).toUpperCase()}${name.slice(1).replaceAll('-', ' ')}</h2>
            ${of.map((call) => callHtml(call, api.components.schemas))}`,
      )}
    </main>`,
    docsStyles,
  );
}

interface Call {
  method: string;
  path: string;
  operation: Operation;
}
const anchorOf = ({ method, path }: Call) => `${method} ${path}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
const codes: Record<string, string> = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  413: 'too-large',
  415: 'unsupported',
  429: 'too-many',
  503: 'unavailable',
};

const errorTable = (any: Operation | undefined): Html =>
  html`<table class="fields">
    <thead>
      <tr>
        <th scope="col">Status</th>
        <th scope="col">Code</th>
        <th scope="col">Means</th>
      </tr>
    </thead>
    <tbody>
      ${Object.entries(any?.responses ?? {})
        .filter(([status]) => codes[status])
        .map(
          ([status, { description }]) =>
            html`<tr>
              <th scope="row">${status}</th>
              <td><code>${codes[status]}</code></td>
              <td>${prose(description)}</td>
            </tr>`,
        )}
    </tbody>
  </table>`;

function callHtml(call: Call, schemas: Schemas): Html {
  const { operation } = call;
  const { 'x-scopes': scopes, requestBody, responses } = operation;
  const body = requestBody && Object.entries(requestBody.content);
  const given = operation.parameters.map((one): Field => ({
    path: one.name,
    type: `${sayType(one.schema, schemas)} (${one.in})`,
    required: one.required ?? false,
    about: one.description ?? one.schema.description ?? '',
  }));
  return html`<section class="call" id="${anchorOf(call)}">
    <h3><span class="method">${call.method}</span> <code>${call.path}</code></h3>
    <p>${prose(operation.summary)}</p>
    <p><small>${operation.description}</small></p>
    ${scopes ? '' : html`<p><small>With the token that came with its order.</small></p>`}
    ${given.length > 0 ? fieldTable('Parameters', given) : ''}
    ${body ? fieldTable(`Body: ${body.map(([type]) => type).join(' or ')}`, fieldsOf(body.at(-1)![1].schema, schemas)) : ''}
    <pre tabindex="0" aria-label="Example"><code>${curlOf(call, schemas)}</code></pre>
    ${Object.entries(responses)
      .filter(([status]) => status.startsWith('2'))
      .map(
        ([status, { content }]) =>
          html`<details>
            <summary>Answer ${status}</summary>
            ${fieldTable('Fields', fieldsOf(content?.['application/json']?.schema ?? {}, schemas))}
          </details>`,
      )}
  </section>`;
}

function fieldTable(caption: string, fields: readonly Field[]): Html {
  return html`<table class="fields">
    <caption>
      ${caption}
    </caption>
    ${
      fields.length === 0
        ? ''
        : html`<thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Is</th>
              <th scope="col">About</th>
            </tr>
          </thead>`
    }
    <tbody>
      ${fields.map(
        ({ path, type, required, about }) =>
          html`<tr>
            <th scope="row"><code>${path}</code>${required ? raw(' <small>required</small>') : ''}</th>
            <td>${type}</td>
            <td>${prose(about)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** What stands between backticks in the API's descriptions is code. */
const prose = (text: string): Html[] =>
  text.split('`').map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));

function curlOf({ method, path, operation }: Call, schemas: Schemas): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => {
    const parameter = operation.parameters.find((one) => one.name === name && one.in === 'path');
    return String(exampleOf(parameter?.schema ?? {}, schemas, name));
  });
  const needed = operation.parameters.filter((one) => one.in === 'query' && one.required && !('default' in one.schema));
  const query = needed.map((one) => `${one.name}=${String(exampleOf(one.schema, schemas, one.name))}`).join('&');
  const lines = [`curl -sS --fail-with-body "$LEEWAY${filled}${query ? `?${query}` : ''}"`];
  if (method !== (operation.requestBody ? 'POST' : 'GET')) lines[0] = lines[0]!.replace('--fail', `-X ${method} --fail`);
  lines.push('-H "Authorization: Bearer $TOKEN"');
  const [content] = Object.entries(operation.requestBody?.content ?? {});
  if (content) {
    const [type, { schema }] = content;
    const isJson = type === 'application/json' && Object.keys(schema).length > 0;
    const data = isJson ? `-d '${JSON.stringify(exampleOf(schema, schemas))}'` : '--data-binary @file';
    lines.push(`-H 'Content-Type: ${type}'`, data);
  }
  return lines.join(' \\\n  ');
}
