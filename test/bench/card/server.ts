// The whole app with the sandbox and the embedded database on disk, in a process of its own, as `leeway` runs it without
// Slack; told what to do by the process that measures.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { createApp, type App } from '../../../src/app.ts';
import { castVote } from '../../../src/approvals/cast-vote.ts';
import { readRequest } from '../../../src/approvals/read-request.ts';
import { parseConfig } from '../../../src/config.ts';
import { openEmbedded } from '../../../src/db/open.ts';
import { actorFor } from '../../../src/people/find-person.ts';
import { readPerson } from '../../../src/people/read-persons.ts';
import { messageOf } from '../../../src/shared/errors.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { openAll, putOffice, type Voter } from './office.ts';

/** `open`: a request for a version of every model. `vote`: one person agrees to all of these at once. */
export type Order = { do: 'open'; version: number } | { do: 'vote'; as: Voter; requestIds: string[] } | { do: 'stop' };
export interface Told {
  url?: string;
  requestIds?: string[];
  /** When each vote was answered, of the wall clock in ms. */
  answeredAt?: number[];
  error?: string;
}

const dataDir = mkdtempSync(join(tmpdir(), 'leeway-bench-'));
const database = await openEmbedded(dataDir);
await database.migrate();
let app: App | undefined;
const server = createServer(getRequestListener((request) => app?.http.fetch(request) ?? new Response(null, { status: 503 })));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const config = parseConfig({ PORT: '0', LEEWAY_DATA_DIR: dataDir });
const running = (app = await createApp(config, {
  database,
  log: silentLog,
  ownUrl: () => url,
  localSecret: 'a secret of this benchmark',
  clockStart: new Date('2001-06-18T14:00:00Z'),
}));
running.start();
await putOffice(running.ctx('bench'), Number(process.argv[2]));

const told = (message: Told) => process.send?.(message);
process.on('message', (order: Order) => {
  obey(order).then(told, (error: unknown) => told({ error: messageOf(error) }));
});
told({ url });

async function obey(order: Order): Promise<Told> {
  if (order.do === 'stop') {
    await running.close();
    await database.close();
    rmSync(dataDir, { recursive: true, force: true });
    process.exit();
  }
  if (order.do === 'vote') return { answeredAt: await voteAtOnce(order.as, order.requestIds) };
  await running.settle();
  const requestIds = await openAll(running.ctx('bench'), order.version);
  await running.settle();
  return { requestIds };
}

async function voteAtOnce(as: Voter, requestIds: string[]): Promise<number[]> {
  const ctx = running.ctx('bench');
  const actor = actorFor(await readPerson(ctx, as));
  const revisions = await Promise.all(requestIds.map(async (id) => (await readRequest(ctx, id)).revision));
  return Promise.all(
    requestIds.map(async (requestId, index) => {
      await castVote({ ...ctx, actor }, { requestId, decision: 'approve', revision: revisions[index]! });
      return performance.timeOrigin + performance.now();
    }),
  );
}
