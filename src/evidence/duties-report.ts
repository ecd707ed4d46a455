import { z } from 'zod';
import type { Ctx } from '../db/ctx.ts';
import { readOrganisation } from '../people/organisation.ts';
import { modelId } from '../registry/schemas.ts';
import { LeewayError } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import { instantAt, sayDayYear, sayInstant } from '../shared/period.ts';
import type { Document } from './document.ts';
import { dutiesSections, readDuties } from './duties.ts';
import type { Stretch } from './store.ts';

const day = z.iso.date('a day such as 2001-04-01');
const reportInput = z.strictObject({ modelId: modelId.optional(), from: day, to: day });

/** Separation of duties, demonstrated: decisions of some days with who made them, and every attempt that was refused. */
export async function dutiesReport(ctx: Ctx, input: z.input<typeof reportInput>): Promise<Document> {
  const { from, to, modelId: about } = parseInput(reportInput, input);
  const zone = (await readOrganisation(ctx))?.zone ?? 'utc';
  const duties = await readDuties(ctx, { ...(about ? { modelId: about } : {}), ...stretchOf({ from, to }, zone) });
  return {
    title: `Duties from ${sayDayYear(from)} to ${sayDayYear(to)}`,
    kicker: `Leeway · ${about ?? 'all models'} · made ${sayInstant(ctx.now, zone)} · times in ${zone}`,
    sections: dutiesSections(duties, zone),
  };
}

const dayMs = 86_400_000;
const midnight = (zone: string) => ({ hour: 0, minute: 0, zone });

/** Days of a zone, both included. Throws `invalid` where the last lies before the first. */
export function stretchOf({ from, to }: { from: string; to: string }, zone: string): Stretch {
  const stretch = { from: instantAt(from, midnight(zone)), until: new Date(instantAt(to, midnight(zone)).getTime() + dayMs) };
  if (stretch.until <= stretch.from) throw new LeewayError('invalid', 'The last day lies before the first.', { field: 'to' });
  return stretch;
}
