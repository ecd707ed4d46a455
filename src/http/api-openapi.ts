import { z } from 'zod';
import { elsewhere, type Described } from './api-elsewhere.ts';
import { usualBodyBytes, type ApiRoute } from './api-route.ts';

const refusals: Record<number, string> = {
  400: 'Something given is wrong; `field` says what',
  401: 'No token, or an unknown, revoked or ended one',
  403: 'The token lacks a scope, or the caller may not; `message` says why',
  404: 'There is no such thing',
  409: 'It is not so any more, such as “changed since you looked”',
  413: 'The body is too large',
  415: 'The body is of another type than it must be',
  429: 'Too many calls; `Retry-After` says in how many seconds to come again',
  503: 'The database does not answer',
};
const refusal = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { type: 'string' },
        message: { type: 'string', description: 'A sentence a person can act on' },
        field: { type: 'string', description: 'The path of what is wrong: `metrics.0.unit`' },
        hint: { type: 'string' },
        problems: {
          type: 'array',
          description: 'Of a request: everything that is wrong, by field',
          items: { type: 'object', properties: { field: { type: 'string' }, sentence: { type: 'string' } } },
        },
      },
    },
  },
};

/** OpenAPI 3.1 of /api/v1, made from the schemas that the routes parse with. */
export function openApi(routes: readonly ApiRoute[]): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  const schemas: Record<string, unknown> = { Refusal: refusal };
  for (const route of [...routes, ...elsewhere]) (paths[route.path] ??= {})[route.method] = operation(route, schemas);
  return {
    openapi: '3.1.0',
    info: { title: 'Leeway', version: '1', description: 'Registry, checks, requests and what serves. See docs/rest.md.' },
    security: [{ bearer: [] }],
    paths,
    components: { schemas, securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
  };
}

function operation(route: Described, schemas: Record<string, unknown>): Record<string, unknown> {
  const schemaOf = (schema: z.ZodType, io: 'input' | 'output') => hoist(schema, io, schemas);
  const { scopes, maxBodyBytes = usualBodyBytes, contentTypes = ['application/json'], headers = {} } = route;
  const parameters = [
    ...fieldsOf(route.params, 'path', schemaOf),
    ...fieldsOf(route.query, 'query', schemaOf),
    ...Object.entries(headers).map(([name, description]) => ({ name, in: 'header', description, schema: { type: 'string' } })),
  ];
  const about = [scopes && `Scope: ${scopes.join(', ')}.`, route.body && `At most ${maxBodyBytes.toLocaleString('en')} bytes.`];
  const refused = (description: string) => ({
    description,
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } },
  });
  return {
    summary: route.summary,
    description: about.filter(Boolean).join(' '),
    ...(scopes ? { 'x-scopes': scopes } : {}),
    parameters,
    ...(route.body
      ? {
          requestBody: {
            content: Object.fromEntries(contentTypes.map((type) => [type, { schema: bodyOf(type, route.body!, schemaOf) }])),
          },
        }
      : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.answers).map(([status, schema]) => [
          status,
          {
            description: status === '201' ? 'Made' : 'Done',
            content: { 'application/json': { schema: schemaOf(schema, 'output') } },
          },
        ]),
      ),
      ...Object.fromEntries(Object.entries(refusals).map(([status, why]) => [status, refused(why)])),
    },
  };
}

type SchemaOf = (schema: z.ZodType, io: 'input' | 'output') => Record<string, unknown>;

/** A text that is parsed further on is whatever its content type says. */
const bodyOf = (type: string, body: z.ZodType, schemaOf: SchemaOf) =>
  body instanceof z.ZodString && type === 'application/json' ? {} : schemaOf(body, 'input');

function fieldsOf(schema: z.ZodType | undefined, place: 'path' | 'query', schemaOf: SchemaOf) {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, object>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, one]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: one,
  }));
}

/** Schemas with a name stand once, under the document's components. */
function hoist(schema: z.ZodType, io: 'input' | 'output', schemas: Record<string, unknown>): Record<string, unknown> {
  const { $schema: _, $defs = {}, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' });
  const moved = (one: unknown) =>
    JSON.parse(JSON.stringify(one).replaceAll('#/$defs/', '#/components/schemas/')) as Record<string, unknown>;
  for (const [name, one] of Object.entries($defs)) schemas[name] = moved(one);
  return moved(rest);
}
