import type { Charts } from '../charts/create-charts.ts';
import type { Ctx } from '../db/ctx.ts';
import type { Db } from '../db/db.ts';
import type { Queue } from '../queue/queue.ts';
import type { Actor } from '../shared/actor.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import type { IntakeDeps } from './intake.ts';
import type { Tuning } from './tuning.ts';
import type { UploadBounds } from './upload-image.ts';
import type { SlackVerbs } from './verbs.ts';

export interface SlackConfig {
  botToken: string;
  /** Signs what Slack sends over HTTP; not needed in Socket Mode. */
  signingSecret?: string | undefined;
  /** Given: Socket Mode, over connections that Leeway opens. */
  appToken?: string | undefined;
  /** Another address than Slack's own, such as the sandbox's; ends in `/`. */
  apiUrl?: string | undefined;
}

/** What the transport needs of the rest; the composition root wires it. */
export interface SlackDeps {
  config: SlackConfig;
  db: Db;
  queue: Queue;
  charts: Charts;
  clock: Clock;
  log: Log;
  verbs: SlackVerbs;
  /** The person behind a Slack user; undefined for a stranger. */
  actorFor(ctx: Ctx, teamId: string, userId: string): Promise<Actor | undefined>;
  /** The Slack user of a person. */
  slackUserOf(ctx: Ctx, personId: string): Promise<string | undefined>;
  /** As in `IntakeDeps`. */
  acknowledged?: IntakeDeps['acknowledged'];
  tuning?: Partial<Tuning>;
  upload?: UploadBounds;
}
