import { afterAll, beforeAll, expect, it } from 'vitest';
import { PgBoss } from 'pg-boss';
import { sql } from 'drizzle-orm';
import { openPostgres, type Database } from '../../src/db/open.ts';
import { digestSteps, type DigestStep } from '../../src/shared/steps.ts';
import { newPostgres } from '../e2e/run-app.ts';
import { eventually } from '../e2e/sandbox-user.ts';
import { runSandbox, type Running } from '../sandbox/support.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { makeDue, messagesOf, prepareOffice } from './office.ts';
import { createStarter, type Starter } from './processes.ts';
import { patienceMs, posted, postedOnce, times } from './posted.ts';

// Two processes on one Postgres: one dies at a step of a digest, the other goes on. Leases and time limits
// are not waited for: the rows of the dead are made older.

let database: Database;
let slack: Running;
let starter: Starter;
let boss: PgBoss;

beforeAll(async () => {
  const url = await newPostgres();
  database = await openPostgres(url, { max: 2 });
  const folder = tempFolder('crash');
  await prepareOffice(database, folder);
  slack = await runSandbox({ clock: { now: () => new Date(), advance: async () => {} } });
  starter = createStarter(folder, `${slack.base}/slack/api/`, { DATABASE_URL: url });
  boss = new PgBoss({ connectionString: url, max: 1, schedule: false, supervise: false, monitorIntervalSeconds: 1 });
  await boss.start();
}, 2 * patienceMs);
afterAll(async () => {
  await starter?.stopAll();
  await boss?.stop({ graceful: false });
  await slack?.stop();
  await database?.close();
});

/** Steps at which the dead one had a message in hand. */
const holding: ReadonlySet<DigestStep> = new Set(['message-claimed', 'chart-uploaded', 'message-leaving', 'message-posted']);

/** What the dead one had in hand grows an hour older, and the supervision of jobs, which runs each minute, has its turn. */
async function letTimePass(step: DigestStep): Promise<void> {
  const run = (statement: string) => database.db.execute(sql.raw(statement));
  await run(`update pgboss.job set started_on = started_on - interval '1 hour' where state = 'active'`);
  if (holding.has(step))
    await run(`update outbox_message set claimed_at = claimed_at - interval '1 hour' where state = 'claimed'`);
  await run(`update pgboss.queue set monitor_on = null, monitor_claim_on = null`);
  await boss.supervise();
  await run(`update pgboss.job set start_after = pgboss.job_now() where state = 'retry'`);
}

let round = 0;

it.each(digestSteps.flatMap((step) => Array.from({ length: times }, () => step)))(
  'killed at “%s”, one of two processes leaves exactly one edition',
  async (step) => {
    const audience = `round-${++round}`;
    await keepOne();
    starter.dieAt(step);
    await makeDue(database, audience);
    // It looks at once for what is due, and does it or leaves it to the other.
    starter.start();
    expect({ how: await firstEnd(), isArmed: starter.isArmed() }).toEqual({ how: 'SIGKILL', isArmed: false });
    // What was only just being claimed is due again, for which the other looks once a minute.
    if (step === 'schedule-claimed') starter.start();
    await letTimePass(step);
    await eventually(
      `${audience} is posted`,
      async () => {
        const { messages } = await messagesOf(database, audience);
        return messages.length > 0 && messages.every((one) => one.state === 'sent');
      },
      patienceMs,
    ).catch(withOutput);
    expect(posted(slack, await messagesOf(database, audience))).toEqual(postedOnce);
  },
  3 * patienceMs,
);

/** A round has one process to begin with, also after one that failed and left several. */
async function keepOne(): Promise<void> {
  const [first = starter.start(), ...others] = starter.running();
  for (const one of others) {
    await one.ready();
    expect(await one.kill('SIGTERM')).toBe(0);
  }
  await first.ready();
}

/** How one of those that run ended, once it has. */
async function firstEnd(): Promise<string | number> {
  const running = starter.running();
  const dead = await eventually('a process dies', async () => running.find((one) => one.ended !== undefined), patienceMs).catch(
    withOutput,
  );
  return dead.ended!;
}

/** What they said tells why. */
function withOutput(error: unknown): never {
  throw new Error(
    `${String(error)}\n${starter
      .running()
      .map((one) => one.output())
      .join('\n')}`,
    { cause: error },
  );
}

it('afterwards nothing is in hand, and nothing was posted twice', async () => {
  await letTimePass('message-claimed');
  await keepOne();
  expect(await starter.running()[0]!.kill('SIGTERM')).toBe(0);
  const { all } = await inHand();
  expect(all).toEqual({ claimed: 0, active: 0, waiting: 0 });
  for (let one = 1; one <= round; one++) expect(posted(slack, await messagesOf(database, `round-${one}`))).toEqual(postedOnce);
});

async function inHand() {
  const rows = await database.db.execute(sql`select
    (select count(*)::int from outbox_message where state in ('queued', 'claimed')) as claimed,
    (select count(*)::int from pgboss.job where state = 'active') as active,
    (select count(*)::int from pgboss.job where state < 'active') as waiting`);
  return { all: { ...(rows as unknown as object[])[0] } };
}
