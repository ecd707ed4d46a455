import { html } from 'hono/html';
import { z } from 'zod';
import { errorResponse } from './contract.ts';
import { controlRoutes, type Route } from './routes.ts';

/** OpenAPI 3.1 of the control API, made from the schemas that the routes parse with. */
export function openApi(base: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of controlRoutes) (paths[route.path] ??= {})[route.method] = operation(route);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sandbox control API',
      version: '1',
      description: 'Acts as any persona of the sandbox. Answers this machine only.',
    },
    servers: [{ url: base }],
    paths,
  };
}

const schemaOf = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
};

function operation(route: Route): Record<string, unknown> {
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => ({
    name: match[1],
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const query = route.query === undefined ? undefined : schemaOf(route.query, 'input');
  const inQuery = Object.entries((query?.['properties'] ?? {}) as Record<string, unknown>).map(([name, schema]) => ({
    name,
    in: 'query',
    required: Array.isArray(query?.['required']) && query['required'].includes(name),
    schema,
  }));
  const type = route.path.endsWith('/stream') ? 'text/event-stream' : 'application/json';
  return {
    summary: route.summary,
    parameters: [...inPath, ...inQuery],
    ...(route.body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.body, 'input') } } } }),
    responses: {
      [String(route.status ?? 200)]: { description: 'Done', content: { [type]: { schema: schemaOf(route.response, 'output') } } },
      default: { description: 'Refused', content: { 'application/json': { schema: schemaOf(errorResponse, 'output') } } },
    },
  };
}

/** The same as a page to read. */
export const docsPage = (base: string) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Sandbox control API</title>
        <style>
          body {
            font:
              16px/1.5 system-ui,
              sans-serif;
            max-width: 52rem;
            margin: 2rem auto;
            padding: 0 1rem;
          }
          pre {
            background: #f4f4f4;
            padding: 0.75rem;
            overflow: auto;
            font-size: 13px;
          }
          summary {
            cursor: pointer;
            padding: 0.35rem 0;
          }
          code {
            font-weight: 600;
          }
        </style>
      </head>
      <body>
        <h1>Sandbox control API</h1>
        <p>Acts as any persona. It answers this machine only. As data: <a href="${base}/docs/openapi.json">openapi.json</a>.</p>
        ${controlRoutes.map(
          (route) =>
            html`<details>
              <summary><code>${route.method.toUpperCase()} ${route.path}</code> – ${route.summary}</summary>
              <pre>${JSON.stringify(operation(route), undefined, 2)}</pre>
            </details>`,
        )}
      </body>
    </html>`;
