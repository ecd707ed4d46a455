import { sql } from 'drizzle-orm';
import { onStatement } from '../../src/db/db.ts';
import type { Ctx } from '../../src/db/ctx.ts';
import { silentLog } from '../../src/shared/log.ts';
import { toDoVerbs } from '../../src/slack/verbs/to-do-verbs.ts';
import { applyFlights } from '../support/flights.ts';
import { putManyModels } from '../support/many-models.ts';
import { onFreshConnection } from './postgres/fresh-database.ts';

const models = 10_000;
const matters = 50_000;
const own = 500;
const questions = 300;
const warmUp = 20;

/** `/leeway mine` of a person with 500 matters among 50,000 on 10,000 models, on real Postgres, in the process; its first page and its last. Against `select 1` on the same connection. */
export const run = () => onFreshConnection(measure);

async function measure(db: Ctx['db']) {
  const now = new Date('2001-06-18T14:00:00Z');
  const system = { kind: 'system', id: 'system:bench', name: 'Leeway (bench)' } as const;
  await applyFlights({ db, actor: system, now, log: silentLog });
  await putManyModels({ db, actor: system, now, log: silentLog }, models);
  await putMatters(db);
  const tom = { kind: 'person', id: 'tom', name: 'Tom Okafor', roles: ['engineer'], teams: ['network-operations'] } as const;
  const ctx: Ctx = { db, actor: { ...tom, roles: [...tom.roles], teams: [...tom.teams] }, now, log: silentLog };
  const ours: number[] = [];
  const plain: number[] = [];
  const counts: number[] = [];
  for (let at = -warmUp; at < questions; at++) {
    const reading = performance.now();
    await db.execute(sql`select 1`);
    const bare = performance.now() - reading;
    let statements = 0;
    const deaf = onStatement(() => statements++);
    const begun = performance.now();
    const { total } = await toDoVerbs.toDo(ctx, { offset: at % 2 === 0 ? 0 : own - 8 });
    const took = performance.now() - begun;
    deaf();
    if (total < own) throw new Error(`${total} matters were found, not ${own}.`);
    if (at < 0) continue;
    plain.push(bare);
    ours.push(took);
    counts.push(statements);
  }
  const value = percentile(ours, 0.95);
  return {
    value: round(value),
    unit: 'ms' as const,
    against: round(percentile(plain, 0.95)),
    ratio: round(value / percentile(plain, 0.95)),
    comparedWith: 'select 1 on the same connection, p95',
    p50: round(percentile(ours, 0.5)),
    statements: Math.max(...counts),
    models,
    matters,
    own,
  };
}

/** Straight into the table: every hundredth is the reader's, the others are spread over a thousand people. */
async function putMatters(db: Ctx['db']): Promise<void> {
  await db.execute(
    sql.raw(`insert into matter (id, kind, model_id, key, title, severity, state, owner_id, next_step, due_on, opened_at, opened_for)
    select uuid_in(md5('mine' || i)::cstring), 'data-quality', 'model-' || lpad((1 + i % ${models})::text, 5, '0'), 'k' || i, 'Matter ' || i, i % 100,
      case when i % 7 = 0 and i % 100 <> 0 then 'open' else 'taken' end,
      case when i % 100 = 0 then 'tom' when i % 7 = 0 then null else 'person-' || (i % 1000) end,
      'look at the feed', date '2001-06-01' + (i % 60), timestamptz '2001-05-01' + make_interval(hours => i % 900), '2001-05-01'
    from generate_series(1, ${matters}) i`),
  );
  await db.execute(sql`analyze`);
}

const percentile = (values: number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;
const round = (value: number): number => Math.round(value * 100) / 100;
