import { applyConfig } from '../apply/apply.ts';
import type { Ctx } from '../db/ctx.ts';
import type { ApplyAnswer, ApplyRequest } from '../http/deps.ts';
import { actorFor } from '../people/find-person.ts';
import { readPerson } from '../people/read-persons.ts';
import { permissions, type Permission } from '../shared/access.ts';
import { systemActor, type Actor } from '../shared/actor.ts';

/** Carries out what `leeway apply` asked, in the server or in the command's own process. */
export async function applyRequest(base: Omit<Ctx, 'actor'>, request: ApplyRequest): Promise<ApplyAnswer> {
  const actor = await actorOf(base, request);
  const { text, path, dryRun, prune } = request;
  const { changes, kept } = await applyConfig({ ...base, actor }, { source: text, path }, { dryRun, prune });
  return { lines: changes.map((change) => change.text), kept: kept.map((change) => change.text) };
}

/** The person named by `--as`, with that person's rights; or whoever may use this machine's account, named after it. */
async function actorOf(base: Omit<Ctx, 'actor'>, request: ApplyRequest): Promise<Actor> {
  if (request.as !== undefined) return actorFor(await readPerson({ ...base, actor: systemActor('cli') }, request.as));
  const id = `cli:${request.user}`;
  return { kind: 'service', id, name: id, scopes: Object.keys(permissions) as Permission[] };
}
