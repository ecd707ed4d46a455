import type { Ctx } from '../db/ctx.ts';
import type { MatterKind, MatterState } from '../db/schema/matters.ts';
import { authorise } from '../shared/access.ts';
import { selectOpen } from './store.ts';

/** A matter as lists and digests show it. */
export interface ShownMatter {
  id: string;
  kind: MatterKind;
  modelId: string;
  modelTitle: string;
  key: string;
  title: string;
  severity: number;
  state: MatterState;
  ownerId: string | null;
  ownerName: string | null;
  nextStep: string | null;
  dueOn: string | null;
  openedFor: string;
  findingId: string | null;
  revision: number;
}

const maxShown = 100;

/** The matters of a team's models (of all, for null) that are not done: the most severe ones, how many there are in all, and how many nobody has taken. */
export async function openMatters(
  ctx: Ctx,
  filter: { teamId: string | null; limit: number },
): Promise<{ shown: ShownMatter[]; total: number; untaken: number }> {
  authorise(ctx.actor, 'matters.read');
  const rows = await selectOpen(ctx.db, filter.teamId, Math.min(filter.limit, maxShown));
  return {
    shown: rows.map(({ matter, modelTitle, ownerName }) => ({ ...matter, modelTitle, ownerName })),
    total: rows[0]?.total ?? 0,
    untaken: rows[0]?.untaken ?? 0,
  };
}
