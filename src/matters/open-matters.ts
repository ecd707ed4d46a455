import type { Ctx } from '../db/ctx.ts';
import type { MatterKind, MatterState } from '../db/schema/matters.ts';
import { authorise } from '../shared/access.ts';
import { instantAt, type Period } from '../shared/period.ts';
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

/**
 * The matters of a team's models (of all, for null) that are not done: the most severe ones, how many there are in all, and
 * how many nobody has taken; of a period, how many were brought to an end in it, and how many were open before it already.
 */
export function openMatters(
  ctx: Ctx,
  filter: { teamId: string | null; period: Period; zone: string; limit: number },
): Promise<{ shown: ShownMatter[]; total: number; untaken: number; closed: number; older: number }> {
  authorise(ctx.actor, 'matters.read');
  const { teamId, period, zone, limit } = filter;
  const midnight = { hour: 0, minute: 0, zone };
  const [from, until] = [instantAt(period.start, midnight), instantAt(period.end, midnight)];
  return selectOpen(ctx.db, { teamId, from, until, since: period.start }, Math.min(limit, maxShown));
}
