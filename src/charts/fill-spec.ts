import { readFileSync } from 'node:fs';

export type Spec = Record<string, unknown>;
const read = new Map<string, Spec>();
const folder = new URL('../../reports/charts/', import.meta.url);

/**
 * A spec of reports/charts with its slots filled: a string `"$name"` becomes `values.name`. A slot without a value and a value
 * without a slot are errors, so that a spec that was edited by hand cannot silently lose what it should show.
 */
export function fillSpec(name: string, values: Spec): Spec {
  const spec = read.get(name) ?? (JSON.parse(readFileSync(new URL(`${name}.vl.json`, folder), 'utf8')) as Spec);
  read.set(name, spec);
  const used = new Set<string>();
  const fill = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(fill);
    if (typeof node === 'object' && node !== null) {
      return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, fill(value)]));
    }
    if (typeof node !== 'string' || !node.startsWith('$') || node.startsWith('$schema')) return node;
    const slot = node.slice(1);
    if (!(slot in values)) throw new Error(`reports/charts/${name}.vl.json asks for ${node}, which is not given`);
    used.add(slot);
    return values[slot];
  };
  const filled = fill(spec) as Spec;
  const left = Object.keys(values).filter((key) => !used.has(key));
  if (left.length > 0)
    throw new Error(`reports/charts/${name}.vl.json has no place for ${left.map((key) => `$${key}`).join(', ')}`);
  return filled;
}
