import type { Ctx } from '../db/ctx.ts';
import { instantAt, type Period } from '../shared/period.ts';
import { selectHappenings, type HappeningsRow } from './happenings-store.ts';

export type Happenings = HappeningsRow;

/** Of a model's own answer, and of material made by hand: nothing. */
export const noHappenings: Happenings = {
  waiting: [],
  requests: [],
  orders: [],
  turns: [],
  validations: [],
  changes: [],
  complaints: [],
};

const direct = 'person:';

/** What was decided in a period, in the audience's days, and which requests wait for the readers at a destination. */
export function readHappenings(
  ctx: Ctx,
  { period, zone, teamId, destination }: { period: Period; zone: string; teamId: string | null; destination: string },
): Promise<Happenings> {
  const midnight = { hour: 0, minute: 0, zone };
  return selectHappenings(ctx.db, {
    from: instantAt(period.start, midnight),
    until: instantAt(period.end, midnight),
    period: { start: period.start, end: period.end },
    teamId,
    personId: destination.startsWith(direct) ? destination.slice(direct.length) : null,
  });
}

/** Facts that lines about them show. */
export const leadFactIds = ({ orders, complaints }: Happenings): string[] => [
  ...orders.flatMap((one) => Object.values(one.lead ?? {})),
  ...complaints.flatMap(({ now, before, passed }) => [now, before, passed].filter((one) => one !== null)),
];

/** How many there were beyond those that are listed. */
export const hiddenHappenings = ({ requests, orders, turns, validations }: Happenings): number =>
  [requests, orders, turns, validations].reduce((sum, list) => sum + Math.max(0, (list[0]?.total ?? 0) - list.length), 0);
