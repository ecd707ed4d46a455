import { describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { onStatement, type Db } from '../../src/db/db.ts';
import { schedule } from '../../src/db/schema/jobs.ts';
import { outboxHold, outboxMessage } from '../../src/db/schema/outbox.ts';
import { audience } from '../../src/db/schema/digest.ts';
import { createMetrics, type StoredSource } from '../../src/metrics/create-metrics.ts';
import { say } from '../../src/outbox/say.ts';
import { createToken } from '../../src/people/tokens.ts';
import { enqueue } from '../../src/queue/enqueue.ts';
import { queueNames } from '../../src/queue/queue.ts';
import { newId } from '../../src/shared/ids.ts';
import { useDatabase } from '../support/database.ts';
import { parseExposition } from './parse-exposition.ts';

const monday = new Date('2001-03-05T15:00:00Z');

describe.each(['postgres', 'pglite'] as const)('/metrics on %s', (kind) => {
  const bench = useDatabase(kind);
  const source = (over: Partial<StoredSource> = {}): StoredSource => ({
    db: bench.database.db,
    now: () => new Date(monday.getTime() + 90_000),
    kind,
    queues: queueNames,
    slack: { sent: 3, wrongSignature: 0 },
    connections: undefined,
    ...over,
  });

  it('says what waits, how old it is, how long the chain is and when a token ends', async () => {
    const ctx = bench.ctx({ now: monday });
    await createToken(ctx, { name: 'ci', for: 'service', scopes: ['registry.read'], days: 10 });
    await write(ctx, async (w) => {
      for (const n of [1, 2]) await say(w, { kind: 'notice', data: { text: 'x' }, destination: '#a', dedupeKey: `m${n}` });
      await enqueue(w, 'anchor', { why: 'daily' });
    });
    const { values } = parseExposition(await createMetrics('1.2.3').scrape(source()));
    expect(values.get(`leeway_build_info{version="1.2.3",node="${process.versions.node}",database="${kind}"}`)).toBe(1);
    expect(values.get('leeway_database_up')).toBe(1);
    expect(values.get('leeway_outbox_messages{state="queued"}')).toBe(2);
    expect(values.get('leeway_outbox_oldest_seconds{state="queued"}')).toBe(90);
    expect(values.get('leeway_outbox_messages{state="parked"}')).toBe(0);
    expect(values.get('leeway_queue_waiting{queue="anchor"}')).toBe(1);
    expect(values.get('leeway_queue_waiting{queue="deploy"}')).toBe(0);
    expect(values.get('leeway_audit_entries')).toBe(1);
    expect(values.get('leeway_token_soonest_end_seconds')! / 86_400).toBeCloseTo(10, 2);
    expect(values.get('leeway_slack_total{what="sent"}')).toBe(3);
    // Over HTTP there is no connection to be without.
    expect(values.has('leeway_slack_connections')).toBe(false);
  });

  it.each(['#a', '*'])('tells apart what waits its turn and what nothing is taken of: %s', async (scope) => {
    await bench.clear();
    const ctx = bench.ctx({ now: monday });
    await write(ctx, async (w) => {
      for (const destination of ['#a', '#a', '#b'])
        await say(w, { kind: 'notice', data: { text: 'x' }, destination, dedupeKey: newId() });
    });
    const hold = { scope, error: 'not_in_channel', why: 'Invite it.', since: monday, nextLookAt: monday };
    await bench.database.db.insert(outboxHold).values(hold);
    const { values } = parseExposition(await createMetrics('1').scrape(source()));
    const [held, queued] = scope === '*' ? [3, 0] : [2, 1];
    expect(values.get('leeway_outbox_messages{state="held"}')).toBe(held);
    expect(values.get('leeway_outbox_messages{state="queued"}')).toBe(queued);
    expect(values.get('leeway_outbox_oldest_seconds{state="held"}')).toBe(90);
    expect(values.get('leeway_outbox_oldest_seconds{state="queued"}')).toBe(queued === 0 ? 0 : 90);
  });

  it('shows what alerts look for at zero before it happens, so that the first time is a rise', async () => {
    const { values } = parseExposition(await createMetrics('1').scrape(source()));
    expect(values.get('leeway_problems_total{level="error",code="slack-refuses-all"}')).toBe(0);
    expect(values.get('leeway_jobs_total{queue="compose-digest",outcome="given-up"}')).toBe(0);
    expect(values.get('leeway_runs_total{grain="week",outcome="failed"}')).toBe(0);
  });

  it('says how late a digest is until its message is in the channel', async () => {
    const { db } = bench.database;
    await db.insert(audience).values({
      id: 'board',
      title: 'Board',
      voice: 'executive',
      industry: 'aviation',
      channel: 'C1',
      zone: 'UTC',
      weekday: 1,
      hour: 15,
    });
    await db.insert(schedule).values({
      kind: 'digest',
      subject: 'board',
      zone: 'UTC',
      weekday: 1,
      hour: 15,
      minute: 0,
      nextRunAt: monday,
    });
    const late = async () =>
      parseExposition(await createMetrics('1').scrape(source())).values.get('leeway_digest_late_seconds{audience="board"}');
    expect(await late()).toBe(90);
    await db.update(schedule).set({ nextRunAt: new Date('2001-03-12T15:00:00Z') });
    expect(await late()).toBe(0);
    const ctx = bench.system(monday);
    const job = { audienceId: 'board', destination: 'C1', periodStart: '2001-02-26' };
    await write(ctx, (w) => enqueue(w, 'compose-digest', job));
    expect(await late()).toBe(90);
    await write(ctx, (w) =>
      say(w, { kind: 'edition', data: { editionId: 'e' }, destination: 'C1', dedupeKey: 'edition:board:C1:2001-02-26' }),
    );
    expect(await late()).toBe(90);
    await db.update(outboxMessage).set({ state: 'sent' });
    expect(await late()).toBe(0);
  });

  it('asks the database once for many scrapes, in few statements that do not grow with what is stored', async () => {
    const statements: string[] = [];
    const metrics = createMetrics('1');
    const stop = onStatement((statement) => statements.push(statement));
    await Promise.all(Array.from({ length: 20 }, () => metrics.scrape(source())));
    await metrics.scrape(source());
    stop();
    expect(statements.length).toBeLessThanOrEqual(8);
  });
});

describe('a database that does not answer', () => {
  const never = { select: () => ({ from: () => new Promise(() => {}) }), execute: () => new Promise(() => {}) };
  const broken = { execute: () => Promise.reject(new Error('connect ECONNREFUSED')) };
  const from = (db: object): StoredSource => ({
    db: db as Db,
    now: () => monday,
    kind: 'postgres',
    queues: ['anchor'],
    slack: {},
    connections: undefined,
  });

  it.each([
    ['hangs', never],
    ['refuses', broken],
  ])('that %s leaves what the process knows', async (_how, db) => {
    const metrics = createMetrics('1', 20);
    metrics.problem('error', 'message-parked');
    const { values } = parseExposition(await metrics.scrape(from(db)));
    expect(values.get('leeway_database_up')).toBe(0);
    expect(values.get('leeway_problems_total{level="error",code="message-parked"}')).toBe(1);
    expect([...values.keys()].filter((name) => name.startsWith('leeway_queue'))).toEqual([]);
  });

  it('that hangs is asked by one scrape at a time', async () => {
    let asked = 0;
    const counting = { execute: () => (asked++, new Promise(() => {})) };
    const metrics = createMetrics('1', 5);
    for (let i = 0; i < 5; i++) await metrics.scrape(from(counting));
    expect(asked).toBe(1);
  });
});

it('counts looks by outcome and how long they took, and answers to Slack', async () => {
  const metrics = createMetrics('1', 5);
  metrics.ran({ grain: 'week', outcome: 'published', seconds: 0.7 });
  metrics.ran({ grain: 'week', outcome: 'failed', seconds: 40 });
  metrics.acknowledged({ outcome: 'acknowledged', seconds: 0.004 });
  metrics.worked({ queue: 'anchor', outcome: 'given-up' });
  metrics.answered(404);
  const db = { execute: () => Promise.reject(new Error('away')) } as unknown as Db;
  const { values } = parseExposition(
    await metrics.scrape({ db, now: () => monday, kind: 'pglite', queues: [], slack: {}, connections: 1 }),
  );
  expect(values.get('leeway_runs_total{grain="week",outcome="failed"}')).toBe(1);
  expect(values.get('leeway_run_seconds_bucket{grain="week",le="1"}')).toBe(1);
  expect(values.get('leeway_run_seconds_count{grain="week"}')).toBe(2);
  expect(values.get('leeway_acknowledgement_seconds_bucket{outcome="acknowledged",le="0.005"}')).toBe(1);
  expect(values.get('leeway_jobs_total{queue="anchor",outcome="given-up"}')).toBe(1);
  expect(values.get('leeway_slack_connections')).toBe(1);
  expect(values.get('leeway_http_answers_total{status="4xx"}')).toBe(1);
});
