/** The part of JSON Schema that the API's document uses. */
export interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  maxItems?: number;
}
export type Schemas = Record<string, Schema>;

/** One line of a table of fields. */
export interface Field {
  /** Such as `metrics[].unit`. */
  path: string;
  type: string;
  required: boolean;
  about: string;
}

const maxDepth = 4;
const maxFields = 150;

/** The fields of a schema as a person reads them, each by its path; what lies deeper or is more is said to be there. */
export function fieldsOf(schema: Schema, schemas: Schemas): Field[] {
  const found: Field[] = [];
  walk(schema, '', 0);
  if (found.length <= maxFields) return found;
  return [
    ...found.slice(0, maxFields),
    { path: '…', type: '', required: false, about: 'More fields stand in the OpenAPI document.' },
  ];

  function walk(one: Schema, path: string, depth: number): void {
    const whole = variantsOf(follow(one, schemas), schemas);
    for (const variant of whole) {
      if (variant.type === 'array' && variant.items) {
        walk(variant.items, `${path}[]`, depth);
        continue;
      }
      for (const [name, child] of Object.entries(variant.properties ?? {})) {
        const at = path === '' ? name : `${path}.${name}`;
        if (found.some((field) => field.path === at)) continue;
        const required = whole.length === 1 && (variant.required ?? []).includes(name);
        found.push({ path: at, type: sayType(child, schemas), required, about: aboutOf(child, schemas) });
        if (depth < maxDepth) walk(child, at, depth + 1);
      }
    }
  }
}

const follow = (schema: Schema, schemas: Schemas): Schema =>
  schema.$ref === undefined
    ? schema
    : { ...schemas[schema.$ref.split('/').at(-1)!], ...(schema.description ? { description: schema.description } : {}) };

const variantsOf = (schema: Schema, schemas: Schemas): Schema[] =>
  (schema.anyOf ?? schema.oneOf ?? schema.allOf)?.map((one) => follow(one, schemas)).filter((one) => one.type !== 'null') ?? [
    schema,
  ];

/** Such as “text”, “whole number from 1 to 100”, “list of text, or nothing”. */
export function sayType(given: Schema, schemas: Schemas): string {
  const schema = follow(given, schemas);
  const some = schema.anyOf ?? schema.oneOf;
  if (some) {
    const words = some.map((one) => sayType(one, schemas));
    return [...new Set(words.filter((word) => word !== 'null')), ...(words.includes('null') ? ['null'] : [])].join(' or ');
  }
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(', ');
  if (schema.type === 'array') return `list of ${schema.items ? sayType(schema.items, schemas) : 'anything'}`;
  if (schema.type === 'string') return formats[schema.format ?? ''] ?? 'text';
  const words: Record<string, string> = {
    integer: 'whole number',
    number: 'number',
    boolean: 'true or false',
    object: 'object',
    null: 'null',
  };
  return words[schema.type ?? ''] ?? 'anything';
}
const formats: Record<string, string> = {
  date: 'day (2001-04-02)',
  'date-time': 'instant (2001-04-02T14:00:00Z)',
  uuid: 'UUID',
  uri: 'address',
};

function aboutOf(given: Schema, schemas: Schemas): string {
  const { description, minimum, maximum, maxLength, maxItems, default: usual } = follow(given, schemas);
  const isSafe = (value: number | undefined) => value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;
  return [
    description && (/[.!?]$/.test(description) ? description : `${description}.`),
    isSafe(minimum) && `At least ${minimum}.`,
    isSafe(maximum) && `At most ${maximum}.`,
    maxLength !== undefined && `At most ${maxLength} characters.`,
    maxItems !== undefined && `At most ${maxItems}.`,
    usual !== undefined && `${JSON.stringify(usual)} unless said.`,
  ]
    .filter(Boolean)
    .join(' ');
}

const known: Record<string, unknown> = {
  model: 'flight-delay',
  modelId: 'flight-delay',
  env: 'production',
  environment: 'production',
  n: 4,
  version: 4,
  person: 'marcus',
  suite: 'unit',
  id: '0197f000-0000-7000-8000-000000000001',
};

/** Something that has the shape, for a call that a person copies and changes; only what must be there. */
export function exampleOf(given: Schema, schemas: Schemas, name = '', depth = 0): unknown {
  const [schema = {}] = variantsOf(follow(given, schemas), schemas);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (known[name] !== undefined && schema.type !== 'object') return known[name];
  if (schema.type === 'object' || schema.properties) {
    const names =
      depth > maxDepth ? [] : (schema.required ?? []).filter((one) => !('default' in (schema.properties?.[one] ?? {})));
    return Object.fromEntries(names.map((one) => [one, exampleOf(schema.properties?.[one] ?? {}, schemas, one, depth + 1)]));
  }
  if (schema.type === 'array') return schema.items ? [exampleOf(schema.items, schemas, name, depth + 1)] : [];
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(1, schema.minimum ?? 1);
  if (schema.type === 'boolean') return true;
  const byFormat: Record<string, string> = {
    date: '2001-04-02',
    'date-time': '2001-04-02T14:00:00Z',
    uuid: known['id'] as string,
    uri: 'https://example.com',
  };
  return byFormat[schema.format ?? ''] ?? '…';
}
