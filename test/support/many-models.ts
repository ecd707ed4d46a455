import { sql } from 'drizzle-orm';
import type { Ctx } from '../../src/db/ctx.ts';

/**
 * `count` models beside those that are there, each looked at in the week of 11 June 2001 with a finding and some facts: every
 * fifth needs attention, every hundredth was not checked. Straight into the tables, because looking at 10,000 takes an hour.
 */
export async function putManyModels(ctx: Ctx, count: number): Promise<void> {
  const run = (statement: string) => ctx.db.execute(sql.raw(statement));
  const each = `generate_series(1, ${count}) i`;
  const model = `'model-' || lpad(i::text, 5, '0')`;
  const period = `'week', '2001-06-11', '2001-06-18'`;
  const week = (table: string) => `uuid_in(md5('${table}' || i)::cstring)`;
  await run(`insert into model (id, title, stage, unit_singular, unit_plural, description, links, created_at, updated_at)
    select ${model}, 'Model ' || i, 'production', 'row', 'rows', '', '[]', '2001-01-01', '2001-01-01' from ${each}`);
  await run(`insert into run (id, model_id, version, grain, period_start, period_end, state, started_at, reason)
    select ${week('run')}, ${model}, 1, ${period}, case when i % 100 = 0 then 'failed' else 'published' end, '2001-06-18',
      case when i % 100 = 0 then 'The file is not there.' end from ${each}`);
  await run(`insert into fact (id, run_id, model_id, version, about, measure, value, unit, grain, period_start, period_end, source, computed_at)
    select uuid_in(md5('fact' || i || m)::cstring), ${week('run')}, ${model}, 1, '', m, i, 'minutes', ${period},
      json_build_object('source', 's.parquet', 'windowStart', '2001-06-11', 'windowEnd', '2001-06-18', 'rows', 1000, 'columns', '[]'::json, 'method', 'm'), '2001-06-18'
    from ${each}, unnest(array['rows', 'mae', 'rmse', 'bias', 'limit-low', 'limit-high', 'usual', 'psi-highest']) m`);
  await run(`insert into finding (id, run_id, model_id, grain, period_start, period_end, kind, key, severity, direction, pattern, slots, words, created_at)
    select ${week('finding')}, ${week('run')}, ${model}, ${period},
      case when i % 100 = 0 then 'run-failed' when i % 5 = 0 then 'error-outside' else 'error-in-range' end, 'error',
      case when i % 100 = 0 then 90 when i % 5 = 0 then 80 else 10 end, 'up', 'abrupt',
      json_build_object('now', uuid_in(md5('fact' || i || 'mae')::cstring)), '{}', '2001-06-18' from ${each}`);
  await run(`insert into model_health (model_id, state, severity, findings, last_run_id, grain, period_start, period_end, updated_at)
    select ${model}, case when i % 100 = 0 then 'unchecked' when i % 5 = 0 then 'attention' else 'calm' end,
      case when i % 100 = 0 then 90 when i % 5 = 0 then 80 else 0 end, 1, ${week('run')}, ${period}, '2001-06-18' from ${each}`);
  await run(`insert into matter (id, kind, model_id, key, title, severity, state, opened_at, opened_for)
    select ${week('matter')}, 'alert', ${model}, 'error', 'Model ' || i || ': the model misses by more than usual', 80, 'open', '2001-06-18', '2001-06-11'
    from ${each} where i % 5 = 0`);
  await run('analyze');
}
