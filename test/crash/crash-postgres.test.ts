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
import { createStarter, type Process, type Starter } from './processes.ts';
import { patienceMs, posted, postedOnce, times } from './posted.ts';

// Two processes on one Postgres: one dies at a step of a digest, the other and a replacement go on. Leases and time limits
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
  await starter.start().ready();
});
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
    const [resident] = starter.running();
    starter.dieAt(step);
    await makeDue(database, audience);
    const second = starter.start();
    const both = [resident!, second];
    expect({ how: await firstEnd(both), isArmed: starter.isArmed() }).toEqual({ how: 'SIGKILL', isArmed: false });
    const replacement = starter.start();
    await letTimePass(step);
    await eventually(
      `${audience} is posted`,
      async () => {
        const { messages } = await messagesOf(database, audience);
        return messages.length > 0 && messages.every((one) => one.state === 'sent');
      },
      patienceMs,
    );
    await replacement.ready();
    expect(posted(slack, await messagesOf(database, audience))).toEqual(postedOnce);
    await keepOne(starter.running());
  },
  2 * patienceMs,
);

/** How one of them ended, once it has; what they said tells why none did. */
async function firstEnd(both: Process[]): Promise<string | number | undefined> {
  const dead = await eventually('a process dies', async () => both.find((one) => one.ended !== undefined), patienceMs).catch(
    (error: Error) => {
      throw new Error(`${error.message}\n${both.map((one) => one.output()).join('\n')}`);
    },
  );
  return dead.ended;
}

async function keepOne([, ...others]: Process[]): Promise<void> {
  for (const one of others) expect(await one.kill('SIGTERM')).toBe(0);
}

it('afterwards nothing is in hand, and nothing was posted twice', async () => {
  await letTimePass('message-claimed');
  await Promise.all(starter.running().map((one) => one.kill('SIGTERM')));
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
