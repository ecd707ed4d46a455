import { fork, type ChildProcess } from 'node:child_process';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Ctx } from '../../src/db/ctx.ts';
import { openPostgres } from '../../src/db/open.ts';
import { pause, resume } from '../../src/deploy/pause.ts';
import { createToken } from '../../src/people/tokens.ts';
import { systemActor } from '../../src/shared/actor.ts';
import { silentLog } from '../../src/shared/log.ts';
import { onFreshDatabase } from './postgres/fresh-database.ts';
import { putManyModels } from '../support/many-models.ts';

const rounds = 7;
const requestsARound = 8_000;
const warmUp = 8_000;
const connections = 8;
const models = 10_000;
const pauses = 20;

interface Target {
  child: ChildProcess;
  port: number;
  agent: Agent;
}

/**
 * What a serving system waits for: the switch of 10,000 models over 8 connections with a token, against one empty Hono
 * route, in turns; medians of rounds. Then how long a pause takes from its press until every one of two processes on the
 * same Postgres answers it.
 */
export const run = () => onFreshDatabase(measure);

async function measure(url: string) {
  const database = await openPostgres(url, { max: 2 });
  const ctx = (): Ctx => ({ db: database.db, actor: systemActor('bench'), now: new Date(), log: silentLog });
  await putManyModels(ctx(), models);
  await database.db.execute(sql`insert into deployment (id, model_id, environment, version, since)
    select gen_random_uuid(), id, 'production', 1, '2001-01-01' from model`);
  const { token } = await createToken(ctx(), { name: 'bench', for: 'service', scopes: ['serving.read'] });
  const targets: Target[] = [];
  try {
    for (const args of [[], [url], [url]]) targets.push(await start(args));
    const [bare, ours, other] = targets as [Target, Target, Target];
    const speed = await compare(bare, ours, token);
    return { ...speed, ...(await propagation(ctx, [ours, other], token)), rounds, requestsARound, connections, models };
  } finally {
    for (const { child, agent } of targets) {
      agent.destroy();
      child.kill();
    }
    await database.close();
  }
}

async function compare(bare: Target, ours: Target, token: string) {
  for (const target of [bare, ours]) await load(target, token, warmUp);
  const measured = { bare: [] as Round[], ours: [] as Round[] };
  for (let index = 0; index < rounds; index++) {
    // Taking turns at going first, so that a slow moment of the machine does not always hit the same one.
    const order = index % 2 === 0 ? (['bare', 'ours'] as const) : (['ours', 'bare'] as const);
    for (const which of order) measured[which].push(await load(which === 'bare' ? bare : ours, token, requestsARound));
  }
  const of = (which: 'bare' | 'ours', figure: (round: Round) => number) => median(measured[which].map(figure));
  const p99 = of('ours', (round) => quantile(round.timesMs, 0.99));
  const bareP99 = of('bare', (round) => quantile(round.timesMs, 0.99));
  const [rate, bareRate] = [of('ours', (round) => round.perSecond), of('bare', (round) => round.perSecond)];
  return {
    value: rounded(p99),
    unit: 'ms' as const,
    against: rounded(bareP99),
    ratio: rounded(p99 / bareP99),
    comparedWith: 'one empty Hono route',
    perSecond: Math.round(rate),
    perSecondAgainst: Math.round(bareRate),
    rateRatio: rounded(rate / bareRate),
    refused: measured.ours.reduce((sum, round) => sum + round.refused, 0),
  };
}

interface Round {
  timesMs: number[];
  perSecond: number;
  refused: number;
}

/** Every connection asks for one model after another, the next as soon as the one before is answered. */
async function load(target: Target, token: string, requests: number): Promise<Round> {
  const round: Round = { timesMs: [], perSecond: 0, refused: 0 };
  const began = performance.now();
  let next = 0;
  const connection = async () => {
    while (next < requests) {
      const model = `model-${String((next++ % models) + 1).padStart(5, '0')}`;
      const started = performance.now();
      const { status } = await ask(target, model, token);
      if (status === 200) round.timesMs.push(performance.now() - started);
      else round.refused++;
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
  round.perSecond = requests / ((performance.now() - began) / 1_000);
  return round;
}

/** From the moment that the press is answered, and from before it was: the slowest of some pauses in the slower process. */
async function propagation(ctx: () => Ctx, targets: Target[], token: string) {
  const place = { modelId: 'model-00007', environment: 'production' };
  const fromPress: number[] = [];
  for (let index = 0; index < pauses; index++) {
    const began = performance.now();
    const press = pause(ctx(), place);
    await Promise.all(targets.map((target) => untilPaused(target, place.modelId, token)));
    fromPress.push(performance.now() - began);
    await press;
    await resume(ctx(), place);
    await sleep(100);
  }
  return { pauseReachesAllMs: { median: rounded(median(fromPress)), slowest: rounded(Math.max(...fromPress)) }, pauses };
}

async function untilPaused(target: Target, model: string, token: string): Promise<void> {
  for (;;) {
    const { body } = await ask(target, model, token);
    if ((JSON.parse(body) as { paused: boolean }).paused) return;
    await sleep(2);
  }
}

function ask({ port, agent }: Target, model: string, token: string): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const path = `/api/v1/serving/${model}`;
    get({ host: '127.0.0.1', port, path, agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
      let body = '';
      response.on('data', (part: Buffer) => (body += part.toString()));
      response.on('end', () => resolve({ status: response.statusCode, body }));
    }).on('error', reject);
  });
}

async function start(args: string[]): Promise<Target> {
  const child = fork(join(import.meta.dirname, 'serving/server.ts'), args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const { port } = await new Promise<{ port: number }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { port: number }));
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return { child, port, agent: new Agent({ keepAlive: true, maxSockets: connections }) };
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
const median = (values: readonly number[]): number => quantile(values, 0.5);
const rounded = (value: number): number => Math.round(value * 1000) / 1000;
