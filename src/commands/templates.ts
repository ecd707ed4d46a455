import { existsSync, readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { builtInTemplates, templateKinds, type TemplateKind } from '../apply/templates.ts';
import { LeewayError, messageOf } from '../shared/errors.ts';

interface Found {
  kind: TemplateKind;
  name: string;
  from: string;
  fields: unknown;
}

const words: Record<TemplateKind, string> = { policies: 'policy', models: 'model', monitors: 'monitor' };

/** Every template that a file may name, a line each: Leeway's own and, where there is such a file, the organisation's. */
export function listTemplates(file: string): string[] {
  return findTemplates(file).map(({ kind, name, from }) => `${words[kind].padEnd(8)}${name.padEnd(16)}${from}`);
}

/** Templates of a name as YAML that can be copied under `templates`. Throws `not-found` with the names there are. */
export function showTemplate(file: string, name: string): string[] {
  const all = findTemplates(file);
  const found = all.filter((one) => one.name === name);
  if (found.length === 0)
    throw new LeewayError('not-found', `There is no template “${name.slice(0, 60)}”.`, {
      field: 'name',
      hint: `There are: ${[...new Set(all.map((one) => one.name))].join(', ')}.`,
    });
  return found.flatMap(({ kind, from, fields }) => [
    `# ${words[kind]}, ${from}`,
    stringify({ [kind]: { [name]: fields } }).trimEnd(),
  ]);
}

function findTemplates(file: string): Found[] {
  const builtIn = builtInTemplates();
  const own = ownTemplates(file);
  return templateKinds.flatMap((kind) => [
    ...Object.entries(builtIn[kind]).map(([name, fields]) => ({ kind, name, from: 'built in', fields })),
    ...Object.entries((own[kind] ?? {}) as object).map(([name, fields]) => ({
      kind,
      name,
      from: file,
      fields: fields as unknown,
    })),
  ]);
}

function ownTemplates(file: string): Record<string, unknown> {
  if (!existsSync(file)) return {};
  try {
    const { templates } = (parse(readFileSync(file, 'utf8')) ?? {}) as { templates?: Record<string, unknown> };
    return templates ?? {};
  } catch (cause) {
    throw new LeewayError('config', `${file} is not valid YAML (${messageOf(cause).split('\n')[0]}).`, { field: file, cause });
  }
}
