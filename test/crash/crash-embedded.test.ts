import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openEmbedded, type Database } from '../../src/db/open.ts';
import { ensureQueues } from '../../src/queue/queue.ts';
import { silentLog } from '../../src/shared/log.ts';
import { digestSteps } from '../../src/shared/steps.ts';
import { eventually } from '../e2e/sandbox-user.ts';
import { runSandbox, type Running } from '../sandbox/support.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { channel, makeDue, messagesOf, prepareOffice } from './office.ts';
import { patienceMs, posted, postedOnce, times } from './posted.ts';
import { createStarter, type Starter } from './processes.ts';

// One process on the embedded database dies at a step of a digest; the next one finds its lock and goes on at once.

let folder: string;
let directory: string;
let slack: Running;
let starter: Starter;

/** Between two processes the test opens the database itself. */
async function opened<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openEmbedded(directory);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

beforeAll(async () => {
  folder = tempFolder('crash');
  directory = join(folder, 'data');
  await opened(async (database) => {
    await database.migrate();
    await ensureQueues(database, silentLog);
    await prepareOffice(database, folder);
  });
  slack = await runSandbox({ clock: { now: () => new Date(), advance: async () => {} } });
  starter = createStarter(folder, `${slack.base}/slack/api/`, { LEEWAY_DATA_DIR: directory });
}, 2 * patienceMs);
afterAll(async () => {
  await starter?.stopAll();
  await slack?.stop();
});

const inChannel = () => slack.sandbox.state().channels.find((one) => one.id === channel)?.messages.length ?? 0;
const tries = digestSteps.flatMap((step) => Array.from({ length: times }, () => step));
let round = 0;

it.each(tries)(
  'killed at “%s”, the only process leaves exactly one edition',
  async (step) => {
    const audience = `round-${++round}`;
    const before = inChannel();
    // A round that failed may have left one.
    await starter.stopAll();
    await opened((database) => makeDue(database, audience));
    starter.dieAt(step);
    const first = starter.start();
    expect({ how: await first.end, armed: starter.isArmed() }).toEqual({ how: 'SIGKILL', armed: false });
    expect(existsSync(join(directory, 'leeway.lock'))).toBe(true);
    const second = starter.start();
    await second.ready();
    await eventually(`${audience} is posted`, async () => inChannel() - before >= 2, patienceMs);
    expect(await second.kill('SIGTERM')).toBe(0);
    await opened(async (database) => {
      const found = await messagesOf(database, audience);
      expect(found.messages.map((one) => one.state)).toEqual(['sent', 'sent']);
      expect(posted(slack, found)).toEqual(postedOnce);
    });
  },
  3 * patienceMs,
);

it('afterwards nothing was posted twice', async () => {
  await opened(async (database) => {
    for (let one = 1; one <= round; one++) expect(posted(slack, await messagesOf(database, `round-${one}`))).toEqual(postedOnce);
  });
});
