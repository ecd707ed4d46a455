import type { Line } from '../digest/line.ts';
import { errorKindOf } from '../monitor/error-kind.ts';
import { readStagedFigures } from '../monitor/read-staged-figures.ts';
import { sayDay } from '../shared/period.ts';
import type { Asking } from './asking.ts';
import type { SubjectRow } from './subject-store.ts';

const maxPlaces = 5;

/** What runs beside production, and its typical miss beside that of the version in production in the same week. */
export async function stagedLines({ ctx, tell }: Asking, { id, running }: Pick<SubjectRow, 'id' | 'running'>): Promise<Line[]> {
  if (running.length < 2) return [];
  const staged = await readStagedFigures(ctx, [id]);
  return staged.slice(0, maxPlaces).map(({ environment, version, mae, servingMae }) => {
    const words = { environment, version: String(version) };
    if (!mae || !servingMae) return tell('staged.unmeasured', 'detail', { words });
    return tell('staged.measured', 'detail', {
      facts: { now: mae, serving: servingMae },
      words: {
        ...words,
        week: sayDay(mae.periodStart),
        serves: String(servingMae.version ?? ''),
        errorKind: errorKindOf(mae),
      },
    });
  });
}
