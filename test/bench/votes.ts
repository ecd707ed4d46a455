import { randomUUID } from 'node:crypto';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { verifyAudit } from '../../src/audit/verify.ts';
import type { Ctx } from '../../src/db/ctx.ts';
import { rowsOf } from '../../src/db/db.ts';
import { openPostgres } from '../../src/db/open.ts';
import { systemActor } from '../../src/shared/actor.ts';
import { silentLog } from '../../src/shared/log.ts';
import { onFreshDatabase } from './postgres/fresh-database.ts';
import { countVotes, type Count } from './votes/count.ts';
import { now, openOne, putOffice, seatCount, voters } from './votes/people.ts';
import type { Answer, Press, Told, Work } from './votes/worker.ts';

const processes = 4;
const rounds = 3;
/** All processes hear of their presses before the first is made. */
const headStartMs = 200;

type Crowd = 'half' | 'close' | 'both';
/**
 * Who presses what. `half`: every other person refuses. `close`: as many agree as it takes and everybody else refuses, so
 * that it is open until the last of them. `both`: everybody presses both buttons, in two processes.
 */
const crowds: Record<Crowd, Press[]> = {
  half: voters.map((personId, index) => ({ personId, decision: index % 2 === 0 ? 'approve' : 'refuse' })),
  close: voters.map((personId, index) => ({ personId, decision: index % 10 === 0 ? 'approve' : 'refuse' })),
  both: voters.flatMap((personId) => [
    { personId, decision: 'approve' as const },
    { personId, decision: 'refuse' as const },
  ]),
};

interface Round {
  crowd: Crowd;
  ms: number;
  plainMs: number;
  count: Count;
  broken: number;
  deadlocks: number;
}

/**
 * Two hundred people press Approve and Refuse at once on one request that takes twenty of them, from four processes on one
 * Postgres, on fresh requests. `value`: votes lost or counted twice. The time is from the first press to the last answer,
 * as is that of as many rows inserted by the same processes (`against`, in ms).
 */
export const run = () => onFreshDatabase(measure);

async function measure(url: string) {
  const database = await openPostgres(url, { max: 1 });
  const ctx: Ctx = { db: database.db, actor: systemActor('bench'), now, log: silentLog };
  await putOffice(ctx);
  const workers = Array.from({ length: processes }, () => fork(join(import.meta.dirname, 'votes/worker.ts'), [url]));
  try {
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    await oneRound(ctx, workers, 'half', 'warm-up');
    const done: Round[] = [];
    for (let index = 1; index <= rounds; index++)
      for (const crowd of ['half', 'close', 'both'] as const) done.push(await oneRound(ctx, workers, crowd, `${crowd}-${index}`));
    return figureOf(done, await deadlocksIn(ctx), await verifyAudit({ db: database.db }));
  } finally {
    for (const worker of workers) worker.kill();
    await database.close();
  }
}

async function oneRound(ctx: Ctx, workers: ChildProcess[], crowd: Crowd, modelId: string): Promise<Round> {
  const presses = crowds[crowd];
  const plain = await together(workers, 'plain', randomUUID(), presses);
  const requestId = await openOne(ctx, modelId);
  const { ms, answers } = await together(workers, 'votes', requestId, presses);
  return {
    crowd,
    ms,
    plainMs: plain.ms,
    count: await countVotes(ctx.db, requestId, answers),
    broken: answers.filter((one) => one.told === 'broken').length,
    deadlocks: answers.filter((one) => one.state === '40P01').length,
  };
}

/** Everybody presses at the same instant; each process has every fourth press, so that both of a person's are in two. */
async function together(workers: ChildProcess[], mode: Work['mode'], requestId: string, presses: Press[]) {
  const startAt = performance.timeOrigin + performance.now() + headStartMs;
  const told = await Promise.all(
    workers.map(async (worker, at) => {
      const work: Work = { mode, requestId, presses: presses.filter((_, index) => index % workers.length === at), startAt };
      worker.send(work);
      return ((await once(worker, 'message')) as [Told])[0];
    }),
  );
  const answers: Answer[] = told.flatMap((one) => one.answers);
  return { ms: Math.max(...told.map((one) => one.endedAt)) - startAt, answers };
}

/** As Postgres counted them itself; its counters follow with up to a second's delay. */
async function deadlocksIn({ db }: Ctx): Promise<number> {
  await sleep(1_500);
  const counted = await db.execute(sql`select deadlocks::int from pg_stat_database where datname = current_database()`);
  return rowsOf<{ deadlocks: number }>(counted)[0]?.deadlocks ?? Number.NaN;
}

function figureOf(done: Round[], deadlocks: number, chain: Awaited<ReturnType<typeof verifyAudit>>) {
  const sum = (of: (round: Round) => number) => done.reduce((total, round) => total + of(round), 0);
  const ms = median(done.map((round) => round.ms));
  const plainMs = median(done.map((round) => round.plainMs));
  const by = (crowd: Crowd) => {
    const these = done.filter((round) => round.crowd === crowd);
    return {
      presses: crowds[crowd].length,
      outcome: [...new Set(these.map((round) => round.count.state))].join(', '),
      accepted: these.map((round) => round.count.accepted),
      ms: Math.round(median(these.map((round) => round.ms))),
      plainMs: Math.round(median(these.map((round) => round.plainMs))),
    };
  };
  return {
    value: sum(({ count }) => count.lost + count.twice),
    unit: 'votes' as const,
    against: Math.round(plainMs),
    ratio: Math.round((ms / plainMs) * 10) / 10,
    comparedWith: 'the time, in ms, of as many rows inserted',
    msToLastAnswer: Math.round(ms),
    requests: done.length,
    outcomesARequest: [...new Set(done.map(({ count }) => count.outcomes))],
    outcomesWrong: sum(({ count }) => count.wrong),
    deadlocks: Math.max(
      deadlocks,
      sum((round) => round.deadlocks),
    ),
    chainWhole: chain.whole,
    accepted: sum(({ count }) => count.accepted),
    refused: sum(({ count }) => count.refused),
    refusedRecorded: sum(({ count }) => count.refusedRecorded),
    unexpectedErrors: sum((round) => round.broken),
    half: by('half'),
    close: by('close'),
    both: by('both'),
    people: voters.length,
    mustAgree: seatCount,
    processes,
    load: loadavg().map((one) => Math.round(one * 10) / 10),
  };
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
