import { createCharts } from '../../../src/charts/create-charts.ts';
import type { Db } from '../../../src/db/db.ts';
import { silentLog } from '../../../src/shared/log.ts';
import type { SlackDeps } from '../../../src/slack/deps.ts';
import type { SlackVerbs } from '../../../src/slack/verbs.ts';
import { signingSecret } from './signing.ts';

const never = () => Promise.reject(new Error('not part of this benchmark'));
const nothing = {
  enqueue: never,
  waiting: async () => [],
  take: async () => undefined,
  complete: never,
  fail: never,
  onEnqueued: () => {},
  close: async () => {},
};

/** What every command is answered with. */
export const answer = 'Quiet week.';

/** Everything real but the verb behind the command, which answers a sentence. */
export const deskDeps = (db: Db): SlackDeps => ({
  config: { botToken: 'xoxb-bench', signingSecret, apiUrl: 'http://127.0.0.1:9/' },
  db,
  queue: nothing,
  charts: createCharts(),
  clock: { now: () => new Date() },
  log: silentLog,
  verbs: { command: async () => ({ is: 'note', sentence: answer }) } as Partial<SlackVerbs> as SlackVerbs,
  actorFor: async () => ({ kind: 'person', id: 'dana', name: 'Dana', roles: ['executive'], teams: [] }),
  slackUserOf: async () => undefined,
});
