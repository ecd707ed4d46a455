import { sql } from 'drizzle-orm';
import type { Ctx } from '../../src/db/ctx.ts';
import { rowsOf } from '../../src/db/db.ts';
import { likeCases } from '../../src/feedback/like-cases.ts';
import { sketchOf } from '../../src/feedback/sketch.ts';
import { silentLog } from '../../src/shared/log.ts';
import { onFreshConnection } from './postgres/fresh-database.ts';

const cases = 50_000;
const models = 10;
const searches = 200;
const warmUp = 20;

const places = ['Chicago', 'Denver', 'Dallas', 'Phoenix', 'Boston', 'Atlanta', 'Houston', 'Newark', 'Miami', 'Seattle'];
const whens = ['in the morning', 'after ten at night', 'on Friday evenings', 'around noon', 'before six', 'on Sundays'];
const whats = [
  'the forecast said on time and the flight was an hour late',
  'crews were sent home too early because the delay looked small',
  'gates were blocked and nobody was told beforehand',
  'the number was right but the connection was missed all the same',
  'we rebooked everybody and then it left on time',
  'thunderstorms do not seem to be in there at all',
];

/** The like cases of a complaint among 50,000, in words as people put them, on real Postgres in the process. */
export const run = () => onFreshConnection(measure);

async function measure(db: Ctx['db']) {
  const actor = { kind: 'system', id: 'system:bench', name: 'Leeway (bench)' } as const;
  const ctx: Ctx = { db, actor, now: new Date('2001-06-18T14:00:00Z'), log: silentLog };
  await putCases(db);
  const took: number[] = [];
  let found = 0;
  for (let at = -warmUp; at < searches; at++) {
    const n = at + warmUp;
    const words = `${places[n % 10]}: ${whats[n % 6]}, ${whens[n % 5]}, and flight ${n * 7} as well`;
    const began = performance.now();
    found += (await likeCases(ctx, { words, modelId: `model-${n % models}` })).length;
    if (at >= 0) took.push(performance.now() - began);
  }
  const sorted = took.toSorted((a, b) => a - b);
  const value = sorted[Math.floor(sorted.length * 0.95)]!;
  const ms = (one: number) => Number(one.toFixed(1));
  return {
    value: ms(value),
    unit: 'ms' as const,
    against: null,
    ratio: null,
    median: ms(sorted[Math.floor(sorted.length / 2)]!),
    slowest: ms(sorted.at(-1)!),
    searches,
    cases,
    foundPerSearch: Number((found / (searches + warmUp)).toFixed(1)),
  };
}

async function putCases(db: Ctx['db']): Promise<void> {
  const list = (items: string[]) => `(array[${items.map((one) => `'${one}'`).join(', ')}])`;
  const pick = (items: string[], by: string) => `${list(items)}[1 + (${by}) % ${items.length}]`;
  await db.execute(
    sql.raw(`insert into feedback_case (id, number, model_id, state, flagged_by_id, flagged_at)
    select uuid_in(md5('case' || i)::cstring), i, 'model-' || i % ${models}, 'flagged', 'person-' || i % 400, '2001-01-01'::timestamptz + i * interval '5 minutes'
    from generate_series(1, ${cases}) i`),
  );
  const words = `'Gate ' || i % 97 || ' in ' || ${pick(places, 'i * 7')} || ': ' || ${pick(whats, 'i / 3')} || ' ' || ${pick(whens, 'i / 7')}
    || ', ' || md5(i::text) || ', and ' || ${pick(whats, 'i / 11')} || ' for ' || i % 61 || ' people'`;
  await db.execute(
    sql.raw(`insert into case_event (id, case_id, at, person_id, kind, words)
    select uuid_in(md5('event' || i)::cstring), uuid_in(md5('case' || i)::cstring), '2001-01-01'::timestamptz, 'person-' || i % 400, 'flagged', ${words}
    from generate_series(1, ${cases}) i`),
  );
  await putSketches(db);
  await db.execute(sql.raw('vacuum analyze'));
}

async function putSketches(db: Ctx['db']): Promise<void> {
  const rows = rowsOf<{ id: string; words: string; modelId: string }>(
    await db.execute(
      sql`select e.id, e.words, c.model_id as "modelId" from case_event e join feedback_case c on c.id = e.case_id`,
    ),
  );
  for (let from = 0; from < rows.length; from += 5_000) {
    const some = rows.slice(from, from + 5_000).map(({ id, words, modelId }) => ({ id, sketch: sketchOf(modelId, words) }));
    await db.execute(sql`
      update case_event e set sketch = array(select jsonb_array_elements_text(s.sketch)::integer)
      from jsonb_to_recordset(${JSON.stringify(some)}::jsonb) as s(id uuid, sketch jsonb) where e.id = s.id`);
  }
}
