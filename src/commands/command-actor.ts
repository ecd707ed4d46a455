import type { Ctx } from '../db/ctx.ts';
import { actorFor } from '../people/find-person.ts';
import { readPerson } from '../people/read-persons.ts';
import { permissions, type Permission } from '../shared/access.ts';
import { systemActor, type Actor } from '../shared/actor.ts';

/** The person named by `--as`, with their rights, beside the machine's account, for the name is a claim; or whoever may use this machine's account, named after it. */
export async function commandActor(base: Omit<Ctx, 'actor'>, by: { as: string | undefined; user: string }): Promise<Actor> {
  if (by.as !== undefined) return actorFor(await readPerson({ ...base, actor: systemActor('cli') }, by.as), `cli/${by.user}`);
  const id = `cli:${by.user}`;
  return { kind: 'service', id, name: id, scopes: Object.keys(permissions) as Permission[] };
}
