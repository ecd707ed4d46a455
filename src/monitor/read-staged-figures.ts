import type { Ctx } from '../db/ctx.ts';
import { readFacts } from '../facts/read-facts.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import type { Fact } from '../shared/fact.ts';
import { addDays, dayIn, type Period } from '../shared/period.ts';
import { selectStaged } from './staged-store.ts';

/** A version that runs in an environment where it is not the one of production. */
export interface StagedFigure {
  modelId: string;
  environment: string;
  version: number;
  /** Its typical miss, with its period; null where no week was measured, such as without predictions in the monitor. */
  mae: Fact | null;
  /** The typical miss of the version in production in the same week. */
  servingMae: Fact | null;
}

const maxModels = 1_000;
const maxStaged = 1_000;
/** An older week says little of what runs now. */
const weeksBack = 5;

/**
 * What runs beside production, by model and environment: of a given week, else of the newest one measured in the last five.
 * Two statements whatever the number of models, one where nothing runs beside production.
 */
export async function readStagedFigures(ctx: Ctx, modelIds: readonly string[], week?: Period): Promise<StagedFigure[]> {
  authorise(ctx.actor, 'facts.read');
  if (modelIds.length === 0) return [];
  if (modelIds.length > maxModels) throw new LeewayError('too-large', `At most ${maxModels} models are looked through at once.`);
  const today = dayIn('utc', ctx.now);
  const weeks = week
    ? { from: week.start, before: week.end }
    : { from: addDays(today, -7 * weeksBack), before: addDays(today, 1) };
  const rows = await selectStaged(ctx.db, [...new Set(modelIds)], weeks, maxStaged + 1);
  if (rows.length > maxStaged)
    throw new LeewayError('too-large', `More than ${maxStaged} versions run beside production: ask for fewer models.`);
  const ids = rows.flatMap((row) => [row.factId, row.servingFactId]).filter((id) => id !== null);
  const facts = new Map((await readFacts(ctx, [...new Set(ids)])).map((fact) => [fact.id, fact]));
  const factOf = (id: string | null) => (id === null ? null : (facts.get(id) ?? null));
  return rows.map(({ factId, servingFactId, ...staged }) => ({
    ...staged,
    mae: factOf(factId),
    servingMae: factOf(servingFactId),
  }));
}
