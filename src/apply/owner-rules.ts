import { ownerKinds, type OwnerKind } from '../db/schema/registry.ts';
import type { FileProblem } from './check-references.ts';
import type { LeewayFile } from './schema.ts';

type Owners = { [K in OwnerKind]?: string | undefined };

/**
 * Who owns a model, each kind for itself: whom the model names; else whom the first of the file's rules names whose pattern
 * fits the model's id and that has an owner of the kind; else whom the model's team names. Absent where none of them does.
 */
export function ownersFor(id: string, model: LeewayFile['models'][string], file: LeewayFile): Partial<Record<OwnerKind, string>> {
  const fitting = file.owners.filter((rule) => fits(rule.match, id));
  const team = model.team === undefined ? undefined : file.teams[model.team]?.owners;
  const owners: Partial<Record<OwnerKind, string>> = {};
  for (const kind of ownerKinds) {
    const owner = model.owners[kind] ?? fitting.find((rule) => rule[kind] !== undefined)?.[kind] ?? team?.[kind];
    if (owner !== undefined) owners[kind] = owner;
  }
  return owners;
}

/** `*` stands for any characters, `?` for one; everything else for itself. */
export function fits(pattern: string, id: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    // Several stars in a row mean no more than one, and would only take long to try.
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(id);
}

/** Rules that name nobody, or people who are not there. */
export function checkOwnerRules(file: LeewayFile): FileProblem[] {
  const unknown = (owners: Owners, path: PropertyKey[]): FileProblem[] =>
    ownerKinds.flatMap((kind) => {
      const owner = owners[kind];
      return owner === undefined || Object.hasOwn(file.people, owner)
        ? []
        : [{ path: [...path, kind], message: `expected one of \`people\`, “${owner}” is none` }];
    });
  return [
    ...file.owners.flatMap((rule, index) => [
      ...unknown(rule, ['owners', index]),
      ...(ownerKinds.some((kind) => rule[kind] !== undefined)
        ? []
        : [{ path: ['owners', index], message: `expected at least one of ${ownerKinds.join(', ')}` }]),
    ]),
    ...Object.entries(file.teams).flatMap(([id, team]) => unknown(team.owners, ['teams', id, 'owners'])),
  ];
}
