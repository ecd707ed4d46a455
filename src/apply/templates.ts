import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { LeewayError } from '../shared/errors.ts';
import type { FileProblem } from './check-references.ts';

export const templateKinds = ['policies', 'models', 'monitors'] as const;
export type TemplateKind = (typeof templateKinds)[number];
type Values = Record<string, unknown>;
export type Templates = Record<TemplateKind, Record<string, Values>>;

const file = new URL('../../reports/templates.yml', import.meta.url);
/** A template may stand on another, which may stand on another, so often and no more. */
const maxDepth = 5;

/** Leeway's own templates, as they stand in reports/templates.yml. */
export function builtInTemplates(): Templates {
  const found = parse(readFileSync(file, 'utf8')) as Partial<Templates>;
  return { policies: found.policies ?? {}, models: found.models ?? {}, monitors: found.monitors ?? {} };
}

/**
 * Replaces each `template: <name>` of a file by that template's fields under the ones that are there: objects are merged
 * at every depth, lists and single values replaced. An organisation's template goes before a built-in one of its name, and
 * may stand on it. What is no template is left as it is, for the schema to report.
 */
export function expandTemplates(
  raw: unknown,
  builtIn: Templates = builtInTemplates(),
): { value: unknown; problems: FileProblem[] } {
  if (!isObject(raw)) return { value: raw, problems: [] };
  const own = isObject(raw['templates']) ? raw['templates'] : {};
  const problems: FileProblem[] = [];
  const expand = (kind: TemplateKind, value: unknown, path: PropertyKey[]): unknown => {
    try {
      return isObject(value) ? complete(value, { kind, own: isObject(own[kind]) ? own[kind] : {}, builtIn }) : value;
    } catch (error) {
      if (!(error instanceof LeewayError)) throw error;
      problems.push({ path: [...path, 'template'], message: error.message });
      return value;
    }
  };
  const value: Values = { ...raw };
  if (isObject(raw['policies'])) {
    value['policies'] = mapObject(raw['policies'], (one, id) => expand('policies', one, ['policies', id]));
  }
  if (isObject(raw['models'])) {
    value['models'] = mapObject(raw['models'], (one, id) => {
      const model = expand('models', one, ['models', id]);
      if (!isObject(model) || !isObject(model['monitor'])) return model;
      return { ...model, monitor: expand('monitors', model['monitor'], ['models', id, 'monitor']) };
    });
  }
  return { value, problems };
}

interface Source {
  kind: TemplateKind;
  own: Values;
  builtIn: Templates;
}

function complete(value: Values, source: Source, within: readonly string[] = []): Values {
  if (!Object.hasOwn(value, 'template')) return value;
  const { template: name, ...rest } = value;
  if (typeof name !== 'string') throw new LeewayError('config', 'expected the name of a template');
  if (within.length >= maxDepth)
    throw new LeewayError('config', `stands on more than ${maxDepth} templates: ${[...within, name].join(' → ')}`);
  // Within its own template a name means the built-in one, so that an organisation can change a few fields of “high”.
  const own = Object.hasOwn(source.own, name) && !within.includes(name) ? source.own[name] : undefined;
  const known = source.builtIn[source.kind];
  const base = own ?? (Object.hasOwn(known, name) ? known[name] : undefined);
  if (!isObject(base)) {
    const names = [...new Set([...Object.keys(source.own), ...Object.keys(known)])].sort();
    throw new LeewayError('config', `expected one of the templates ${names.join(', ') || '(there are none)'}, not “${name}”`);
  }
  const below = own === undefined ? base : complete(base, source, [...within, name]);
  return merge(below, rest);
}

/** `over` on `under`: objects part by part, everything else replaced. */
export function merge(under: Values, over: Values): Values {
  const merged: Values = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isObject(value) && isObject(below) && !isAlternative(below, value) ? merge(below, value) : value;
  }
  return merged;
}

/** `who: { owner: business }` over `who: { role: engineer }` is another choice, not both. */
const isAlternative = (below: Values, value: Values): boolean =>
  alternatives.some((key) => key in below) && alternatives.some((key) => key in value);
const alternatives = ['owner', 'role', 'anyRole', 'team', 'onCall', 'people'];

const isObject = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

const mapObject = (values: Values, change: (value: unknown, key: string) => unknown): Values =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value, key)]));
