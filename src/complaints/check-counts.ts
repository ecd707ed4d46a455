import type { z } from 'zod';
import type { Ctx } from '../db/ctx.ts';
import { readOrganisation } from '../people/organisation.ts';
import { readModels, unknownModel } from '../registry/read-model.ts';
import type { ModelSummary } from '../registry/records.ts';
import { systemActor } from '../shared/actor.ts';
import { LeewayError } from '../shared/errors.ts';
import { maskPersonal } from '../shared/mask.ts';
import { dayIn, mondayOf, sayDayYear, type Day } from '../shared/period.ts';
import type { countInput } from './schemas.ts';

export type Row = z.output<typeof countInput>['counts'][number];

export interface Checked {
  /** Each week as its Monday, segments masked. */
  rows: Row[];
  /** What cannot be counted; `at` is its place among those that were given. */
  wrong: { at: number; error: LeewayError }[];
  models: ReadonlyMap<string, ModelSummary>;
  today: Day;
}

/** Which counts can be kept: of a model that is there and in use, of a week that has begun, and each only once. */
export async function checkCounts(ctx: Ctx, counts: readonly Row[]): Promise<Checked> {
  const reader: Ctx = { ...ctx, actor: systemActor('complaints') };
  const today = dayIn((await readOrganisation(ctx))?.zone ?? 'utc', ctx.now);
  const models = await readModels(
    reader,
    counts.map((row) => row.modelId),
  );
  const checked: Checked = { rows: [], wrong: [], models, today };
  const unknown = new Map<string, LeewayError>();
  const seen = new Set<string>();
  for (const [at, row] of counts.entries()) {
    const field = counts.length === 1 ? 'week' : `counts.${at}`;
    const model = models.get(row.modelId);
    if (!model && !unknown.has(row.modelId)) unknown.set(row.modelId, await unknownModel(reader, row.modelId));
    const [week, segment] = [mondayOf(row.week), maskPersonal(row.segment).text];
    const key = `${row.modelId} ${week} ${segment}`;
    const error = model
      ? (notCountable(model, week, today, field) ?? (seen.has(key) ? twice(model, week, segment, field) : undefined))
      : unknown.get(row.modelId);
    seen.add(key);
    if (error) checked.wrong.push({ at, error });
    else checked.rows.push({ ...row, week, segment });
  }
  return checked;
}

function notCountable(model: ModelSummary, week: Day, today: Day, field: string): LeewayError | undefined {
  if (/^retired$/i.test(model.stage))
    return new LeewayError('invalid', `${model.title} is retired: nothing is counted about it any more.`, { field });
  if (week <= today) return undefined;
  return new LeewayError('invalid', `The week of ${sayDayYear(week)} has not come yet.`, {
    field,
    hint: 'Count a week that has begun.',
  });
}

const twice = (model: ModelSummary, week: Day, segment: string, field: string) =>
  new LeewayError(
    'invalid',
    `The week of ${sayDayYear(week)} stands twice for ${model.title}${segment === '' ? '' : ` (${segment})`}.`,
    { field, hint: 'Keep one of them: a week and segment has one count.' },
  );
