import type { WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { permissions } from '../shared/access.ts';
import type { Role } from '../shared/actor.ts';
import { insertSeparation, selectHolders, selectSeparation } from './separation-store.ts';

/** Who may carry out a file, and who may agree to what it changes where no policy of the organisation says otherwise. */
export const applierRoles: readonly Role[] = permissions['config.apply'].all;
export const approverRoles: readonly Role[] = ['admin', 'operator', 'compliance'];

const maxHolders = 5_000;

/**
 * Whether changes of who may do what need a second person: from the moment on that there is one who may apply a file and
 * another who may agree to it. Once so it stays so; there is no way back.
 */
export async function isSeparated(ctx: Pick<Ctx, 'db'>): Promise<boolean> {
  return (await selectSeparation(ctx.db)) || separable(await rightsOf(ctx));
}

/** Notes in the transaction of a verb that from now on it takes two, where it does. Returns whether it does. */
export async function keepSeparated(w: WriteCtx): Promise<boolean> {
  if (await selectSeparation(w.db)) return true;
  if (!separable(await rightsOf(w))) return false;
  await insertSeparation(w.db, { since: w.now.toISOString(), byId: w.actor.id });
  return true;
}

interface Rights {
  appliers: Set<string>;
  approvers: Set<string>;
}

async function rightsOf(ctx: Pick<Ctx, 'db'>): Promise<Rights> {
  const rows = await selectHolders(ctx.db, [...new Set([...applierRoles, ...approverRoles])], maxHolders);
  const holders = (roles: readonly Role[]) => new Set(rows.filter((row) => roles.includes(row.role)).map((row) => row.personId));
  return { appliers: holders(applierRoles), approvers: holders(approverRoles) };
}

/** Whether somebody could ask and somebody else could agree. */
export const separable = ({ appliers, approvers }: Rights): boolean =>
  [...appliers].some((applier) => [...approvers].some((approver) => approver !== applier));
