import { openEmbedded } from '../../src/db/open.ts';
import { systemActor } from '../../src/shared/actor.ts';
import { silentLog } from '../../src/shared/log.ts';
import { putManyModels } from '../support/many-models.ts';
import { workspaceAt } from '../e2e/sandbox-user.ts';
import { kill, startDemo, withDemoDirectory, type Started } from './demo/processes.ts';

const models = 10_000;
const rounds = 5;

/**
 * From SIGKILL until the first command is answered by a new process on the same directory with ten thousand models: the
 * dead one's lock, the write-ahead log and the queues are gone through on the way. Median of rounds.
 */
export async function run() {
  return await withDemoDirectory(async (dataDir) => {
    await fill(dataDir);
    let running: Started = await startDemo(dataDir);
    await running.ready;
    const taken: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const began = performance.now();
      await kill(running);
      running = await startDemo(dataDir);
      await running.ready;
      const at = workspaceAt(`${running.url}/sandbox/`);
      await at.after('U0EXEC', 'C0HEALTH', () => at.command('U0EXEC', 'C0HEALTH', 'status flight-delay'));
      taken.push((performance.now() - began) / 1000);
    }
    await running.stop();
    const sorted = taken.toSorted((a, b) => a - b);
    return {
      value: Number(sorted[rounds >> 1]!.toFixed(2)),
      unit: 's' as const,
      against: null,
      ratio: null,
      slowest: Number(sorted.at(-1)!.toFixed(2)),
      models,
      rounds,
    };
  });
}

async function fill(dataDir: string): Promise<void> {
  const database = await openEmbedded(dataDir);
  await putManyModels({ db: database.db, actor: systemActor('bench'), now: new Date('2001-06-18'), log: silentLog }, models);
  await database.close();
}
