import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { write } from '../../src/audit/write.ts';
import { createDeployers } from '../../src/deploy/create-deployers.ts';
import { deploy } from '../../src/deploy/deploy.ts';
import { readOrder } from '../../src/deploy/read-orders.ts';
import { readServing } from '../../src/deploy/read-serving.ts';
import { reportDeployment } from '../../src/deploy/report-deployment.ts';
import { signDelivery } from '../../src/deploy/sign-delivery.ts';
import { deployersSpec, putDeployers } from '../../src/deploy/webhooks.ts';
import { deploymentRoutes } from '../../src/http/deployment-routes.ts';
import { useDatabase } from '../support/database.ts';
import { order, putThreeVersions } from './fixtures.ts';

const secret = 'a-secret-that-both-sides-know-0123456789';
const docs = fileURLToPath(new URL('../../docs/deploy/', import.meta.url));

describe('the receiving script of the documentation', () => {
  const test = useDatabase();
  let folder: string;
  let leeway: Server;
  let receiver: ChildProcess;
  let url: string;

  /** Starts the script as its page says, and Leeway's own address for the call-back. */
  async function start(command: string): Promise<void> {
    receiver = spawn(process.execPath, [join(docs, 'receive-webhook.mjs')], {
      env: {
        PATH: process.env['PATH'],
        LEEWAY_DEPLOY_SECRET: secret,
        PORT: '0',
        OUT: join(folder, 'out'),
        DEPLOY_COMMAND: command,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    url = await new Promise<string>((resolve) =>
      receiver.stdout!.on('data', (text: Buffer) => {
        const found = /http:\S+/.exec(text.toString())?.[0];
        if (found) resolve(found);
      }),
    );
  }
  beforeEach(async () => {
    await test.clear();
    await putThreeVersions(test.system());
    folder = mkdtempSync(join(tmpdir(), 'leeway-receiver-'));
    const routes = deploymentRoutes({ reportDeployment: (report) => reportDeployment(test.system(), report) });
    leeway = createServer(getRequestListener(routes.fetch)).listen(0, '127.0.0.1');
    await new Promise((resolve) => leeway.once('listening', resolve));
  });
  afterEach(() => {
    receiver.kill();
    leeway.close().closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  });
  const ownUrl = () => `http://127.0.0.1:${(leeway.address() as AddressInfo).port}`;
  async function send(): Promise<string> {
    const spec = deployersSpec.parse({ ci: { webhook: { url, allowHosts: ['127.0.0.1'] } } });
    await write(test.system(), (w) => putDeployers(w, spec));
    const { orderId } = await order(test.system());
    await deploy(test.system(), createDeployers({ secret, tokenKey: 'key', ownUrl }), { orderId });
    return orderId;
  }

  it('verifies an order, runs the command with it and reports that it succeeded', async () => {
    await start('echo $MODEL $VERSION $ENVIRONMENT $KIND $ARTIFACT > $OUT');
    const orderId = await send();
    await vi.waitFor(async () => expect((await readOrder(test.ctx(), orderId)).state).toBe('succeeded'), { timeout: 20_000 });
    expect(readFileSync(join(folder, 'out'), 'utf8')).toBe('flight-delay 3 production promotion models/c.csv\n');
    expect(await readServing(test.ctx(), 'flight-delay')).toMatchObject({ version: 3, fallback: 1 });
  });

  it('reports a command that failed', async () => {
    await start('exit 3');
    const orderId = await send();
    await vi.waitFor(async () => expect((await readOrder(test.ctx(), orderId)).state).toBe('failed'), { timeout: 20_000 });
    expect(await readOrder(test.ctx(), orderId)).toMatchObject({ outcome: 'The command ended with 3.' });
  });

  it('refuses what is signed otherwise, or long ago, and does a delivery once', async () => {
    await start('echo $MODEL >> $OUT');
    const body = JSON.stringify({ delivery: 'd-1', model: 'm', callback: { url: `${ownUrl()}/`, token: 't' } });
    const post = async (headers: Record<string, string>, sent = body) =>
      (await fetch(url, { method: 'POST', headers, body: sent })).status;
    const signed = signDelivery(secret, body, 'd-1', Date.now());
    expect(await post(signDelivery('another secret', body, 'd-1', Date.now()))).toBe(401);
    expect(await post(signDelivery(secret, body, 'd-1', Date.now() - 600_000))).toBe(401);
    expect(await post(signed, body.replace('"m"', '"n"'))).toBe(401);
    expect(await post({})).toBe(401);
    expect([await post(signed), await post(signed)]).toEqual([202, 202]);
    const later = body.replace('d-1', 'd-2');
    expect(await post(signDelivery(secret, later, 'd-2', Date.now()), later)).toBe(202);
    // Those before the last began before it.
    await vi.waitFor(() => expect(readFileSync(join(folder, 'out'), 'utf8')).toBe('m\nm\n'));
  });
});

it('the workflow of the documentation is read as it is meant', () => {
  const workflow = parse(readFileSync(join(docs, 'github-actions.yml'), 'utf8')) as {
    on: { repository_dispatch: { types: string[] } };
    jobs: { deploy: { steps: { run?: string }[] } };
  };
  expect(workflow.on.repository_dispatch.types).toEqual(['leeway-deploy']);
  // What a payload holds must never become a part of a script.
  expect(workflow.jobs.deploy.steps.filter(({ run }) => run?.includes('${{'))).toEqual([]);
});
