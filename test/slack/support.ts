import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { parse } from 'yaml';
import { createCharts, type Charts } from '../../src/charts/create-charts.ts';
import type { Db } from '../../src/db/db.ts';
import type { Queue } from '../../src/queue/queue.ts';
import type { SandboxOptions } from '../../src/sandbox/options.ts';
import type { Actor } from '../../src/shared/actor.ts';
import { silentLog, type Log } from '../../src/shared/log.ts';
import { createSlack, type Slack } from '../../src/slack/create-slack.ts';
import type { SlackDeps } from '../../src/slack/deps.ts';
import type { Tuning } from '../../src/slack/tuning.ts';
import { botToken, runSandbox, signingSecret, start } from '../sandbox/support.ts';
import { stubVerbs, type Stub } from './stub-verbs.ts';

export { botToken, signingSecret, start } from '../sandbox/support.ts';

export const manifest = parse(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8')) as {
  display_information: { name: string; description: string; long_description: string };
  features: {
    slash_commands: { command: string; description: string; usage_hint: string }[];
    shortcuts: { name: string; type: string; callback_id: string; description: string }[];
  };
  oauth_config: { scopes: { bot: string[] } };
  settings: { event_subscriptions: { bot_events: string[] } };
};

/** The personas that are known; anybody else is a stranger. */
export const people: Record<string, { id: string; name: string }> = {
  U0EXEC: { id: 'dana', name: 'Dana Whitfield' },
  U0EXPERT: { id: 'marcus', name: 'Marcus Bell' },
  U0DATA: { id: 'priya', name: 'Priya Raman' },
  U0ENG: { id: 'tom', name: 'Tom Okafor' },
};
const actorOf = (userId: string): Actor | undefined => {
  const one = people[userId];
  return one && { kind: 'person', ...one, roles: ['admin'], teams: [] };
};

/** Fast times; one attempt more or less is what the tests are about, not waiting. */
export const fast: Partial<Tuning> = {
  paceMs: 0,
  backoffBaseMs: 1,
  backoffMaxMs: 2,
  pollMs: 20,
  callTimeoutMs: 2000,
  patienceMs: 60_000,
};

export const noQueue: Queue = {
  enqueue: async () => {},
  waiting: async () => [],
  take: async () => undefined,
  complete: async () => {},
  fail: async () => {},
  onEnqueued: () => {},
  close: async () => {},
};

let charts: Charts | undefined;
export const sharedCharts = (): Charts => (charts ??= createCharts({ idleMs: 500 }));

export const depsFor = (db: Db, apiUrl: string, stub: Stub, more: Partial<SlackDeps> = {}): SlackDeps => ({
  config: { botToken, signingSecret, apiUrl },
  db,
  queue: noQueue,
  charts: sharedCharts(),
  clock: { now: () => start },
  log: silentLog,
  verbs: stub.verbs,
  actorFor: async (_ctx, _team, userId) => actorOf(userId),
  slackUserOf: async (_ctx, personId) => Object.keys(people).find((userId) => people[userId]?.id === personId),
  upload: { timeoutMs: 2000, pollMs: 1, maxPolls: 5 },
  ...more,
  tuning: { ...fast, ...more.tuning },
});

/** Leeway's transport and the sandbox, each on a port of its own, talking to one another as in the program. */
export async function runSlack(
  db: Db,
  options: { sandbox?: Partial<SandboxOptions>; deps?: Partial<SlackDeps>; stub?: Stub } = {},
) {
  const port = await freePort();
  const sandbox = await runSandbox({
    // On a busy machine the first form takes longer than the three seconds that Slack gives; what is told then is tested apart.
    triggerMs: 60_000,
    deliverTo: () => `http://127.0.0.1:${port}/slack/events`,
    scopes: manifest.oauth_config.scopes.bot,
    events: manifest.settings.event_subscriptions.bot_events,
    ...options.sandbox,
  });
  const stub = options.stub ?? stubVerbs();
  const slack: Slack = createSlack(depsFor(db, `${sandbox.base}/slack/api/`, stub, options.deps));
  const app = new Hono().post('/slack/events', (c) => slack.receive(c.req.raw));
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const one = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () => resolve(one));
  });
  return {
    ...sandbox,
    stub,
    slack,
    url: `http://127.0.0.1:${port}/slack/events`,
    messages: (channel: string) => sandbox.sandbox.state().channels.find((one) => one.id === channel)?.messages ?? [],
    async stop() {
      await slack.stop();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await sandbox.stop();
    },
  };
}

/** A request as Slack signs it. */
export function signed(body: string, options: { secret?: string; seconds?: number; contentType?: string } = {}): Request {
  const seconds = options.seconds ?? Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', options.secret ?? signingSecret)
    .update(`v0:${seconds}:${body}`)
    .digest('hex');
  return new Request('http://127.0.0.1/slack/events', {
    method: 'POST',
    body,
    headers: {
      'content-type': options.contentType ?? 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(seconds),
      'x-slack-signature': `v0=${signature}`,
    },
  });
}

export const commandForm = (text: string, more: Record<string, string> = {}): string =>
  new URLSearchParams({
    command: '/leeway',
    text,
    team_id: 'T0LEEWAY',
    user_id: 'U0EXEC',
    channel_id: 'C0HEALTH',
    trigger_id: '1.2.abc',
    response_url: 'http://127.0.0.1:9/none',
    ...more,
  }).toString();

/** A log that remembers what was written to it. */
export function listeningLog(): Log & { lines: { level: string; words: unknown[] }[] } {
  const lines: { level: string; words: unknown[] }[] = [];
  const at =
    (level: string) =>
    (...words: unknown[]) =>
      void lines.push({ level, words });
  const log = {
    lines,
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: () => log,
  } as never as Log & { lines: typeof lines };
  return log;
}

export async function until(what: () => boolean | Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await what())) {
    if (Date.now() > end) throw new Error('It did not happen in time.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
