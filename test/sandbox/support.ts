import { type AddressInfo, createServer } from 'node:net';
import { serve } from '@hono/node-server';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { Hono } from 'hono';
import { createSandbox } from '../../src/sandbox/create-sandbox.ts';
import { demoWorkspace } from '../../src/sandbox/demo-workspace.ts';
import type { SandboxOptions } from '../../src/sandbox/options.ts';
import { silentLog } from '../../src/shared/log.ts';

export const botToken = 'xoxb-sandbox';
export const signingSecret = 'sandbox-signing-secret';
export const appToken = 'xapp-1-A0LEEWAY-sandbox';
export const start = new Date('2001-06-18T14:00:00Z');

export interface Running {
  base: string;
  client: WebClient;
  sandbox: ReturnType<typeof createSandbox>;
  /** Moves the real time that the sandbox sees, by milliseconds. */
  wait(ms: number): void;
  control(method: string, path: string, body?: unknown): Promise<{ status: number; json: Record<string, any> }>;
  stop(): Promise<void>;
}

/** A sandbox on a free port, mounted as the program mounts it, with the real client pointed at it. */
export async function runSandbox(options: Partial<SandboxOptions> = {}): Promise<Running> {
  let skew = 0;
  const sandbox = createSandbox({
    botToken,
    appId: 'A0LEEWAY',
    signingSecret,
    deliverTo: () => 'http://127.0.0.1:9/slack/events',
    ...demoWorkspace,
    clock: { now: () => start, advance: async () => {} },
    log: silentLog,
    pacing: false,
    realNow: () => Date.now() + skew,
    retryDelaysMs: [],
    ...options,
  });
  const app = new Hono().route('/sandbox', sandbox.app);
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const one = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(one));
  });
  server.on('upgrade', (...request: Parameters<typeof sandbox.upgrade>) => sandbox.upgrade(...request));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sandbox`;
  const client = new WebClient(botToken, {
    slackApiUrl: `${base}/slack/api/`,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
  return {
    base,
    client,
    sandbox,
    wait: (ms) => void (skew += ms),
    async control(method, path, body) {
      const init = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
      const response = await fetch(`${base}/control/${path}`, { method, ...init });
      return { status: response.status, json: (await response.json()) as Record<string, any> };
    },
    stop: async () => {
      sandbox.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A real Bolt app that listens on a free port and talks back to the sandbox. */
export async function runBolt(register: (app: App) => void, options: Partial<SandboxOptions> = {}) {
  const port = await freePort();
  const running = await runSandbox({ deliverTo: () => `http://127.0.0.1:${port}/slack/events`, ...options });
  const receiver = new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR });
  const app = new App({
    token: botToken,
    receiver,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: `${running.base}/slack/api/` },
  });
  register(app);
  await receiver.start({ port, host: '127.0.0.1' });
  return {
    ...running,
    stop: async () => {
      await running.stop();
      await receiver.stop();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What Slack refused and why: the error's name with the messages that came with it. */
export async function refused(call: Promise<unknown>): Promise<{ error: string; messages: string[] }> {
  try {
    await call;
  } catch (error) {
    const { data } = error as { data?: { error: string; response_metadata?: { messages?: string[] } } };
    if (data === undefined) throw error;
    return { error: data.error, messages: data.response_metadata?.messages ?? [] };
  }
  throw new Error('The call was accepted.');
}

export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('It did not come to that.');
}
