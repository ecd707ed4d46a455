import { sql } from 'drizzle-orm';
import { answerQuestion } from '../../src/ask/answer-question.ts';
import { onStatement } from '../../src/db/db.ts';
import type { Ctx } from '../../src/db/ctx.ts';
import { silentLog } from '../../src/shared/log.ts';
import { applyFlights, mondays, runWeeks } from '../support/flights.ts';
import { putManyModels } from '../support/many-models.ts';
import { onFreshConnection } from './postgres/fresh-database.ts';

const models = 10_000;
const questions = 400;
const warmUp = 20;

/**
 * The answer to a status question with 10,000 models on real Postgres, in the process: half over all models, half about one,
 * as follow-ups in a thread. Against `select 1` on the same connection.
 */
export const run = () => onFreshConnection(measure);

async function measure(db: Ctx['db']) {
  const actor = { kind: 'system', id: 'system:bench', name: 'Leeway (bench)' } as const;
  const ctx: Ctx = { db, actor, now: new Date('2001-06-18T14:00:00Z'), log: silentLog };
  await applyFlights(ctx);
  await runWeeks(ctx, mondays('2001-04-30', '2001-06-11'));
  await putManyModels(ctx, models);
  const asked = [`status`, `how is flight-delay doing?`, 'status', 'status model-00005'];
  const counts: number[] = [];
  const ours: number[] = [];
  const plain: number[] = [];
  for (let at = -warmUp; at < questions; at++) {
    const reading = performance.now();
    await db.execute(sql`select 1`);
    const bare = performance.now() - reading;
    let statements = 0;
    const deaf = onStatement(() => statements++);
    const start = performance.now();
    const reply = await answerQuestion(ctx, {
      text: asked[(at + warmUp) % asked.length]!,
      person: { zone: 'America/Chicago', roles: ['executive'] },
      // Each thread starts with the question over all models; the one after it is a follow-up.
      conversation: `C0BENCH:${(at + warmUp) >> 1}`,
    });
    const took = performance.now() - start;
    deaf();
    if (reply.kind !== 'answer') throw new Error(`“${asked[at % asked.length]}” was not answered.`);
    if (at < 0) continue;
    plain.push(bare);
    ours.push(took);
    counts.push(statements);
  }
  const value = percentile(ours, 0.99);
  return {
    value: round(value),
    unit: 'ms' as const,
    against: round(percentile(plain, 0.99)),
    ratio: round(value / percentile(plain, 0.99)),
    comparedWith: 'select 1 on the same connection, p99',
    p50: round(percentile(ours, 0.5)),
    statements: Math.max(...counts),
    models,
    questions,
  };
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1]!;
const round = (value: number): number => Number(value.toFixed(2));
